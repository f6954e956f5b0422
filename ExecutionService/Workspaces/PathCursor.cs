using System.Buffers.Text;
using System.Text;

namespace ExecutionService.Workspaces;

/// <summary>A position in a list of files ordered by path: the path of the last one shown. Files that come and go meanwhile move nothing.</summary>
internal static class PathCursor
{
    /// <summary>Characters of the longest cursor.</summary>
    public const int MaxCharacters = 1400;

    public static string Of(string path) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(path));

    /// <summary>Reads a cursor; false when it is none.</summary>
    public static bool TryRead(string cursor, out string path)
    {
        path = Base64Url.IsValid(cursor) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) : "";
        return WorkspacePath.IsValid(path);
    }
}
