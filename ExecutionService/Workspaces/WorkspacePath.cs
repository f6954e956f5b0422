using System.Text;

namespace ExecutionService.Workspaces;

/// <summary>
/// How a file of a workspace is named: segments with <c>/</c> between, as given and not normalised. Agents' code may name files
/// otherwise; those count, and cannot be listed, read or kept.
/// </summary>
internal static class WorkspacePath
{
    /// <summary>Bytes of a path.</summary>
    public const int MaxBytes = 1024;

    /// <summary>Whether the text names something inside a workspace, whatever is there.</summary>
    public static bool IsValid(string path) =>
        path.Length is > 0 and <= MaxBytes
        && !path.Any(c => char.IsControl(c) || c == '\\')
        && path.Split('/').All(segment => segment is not ("" or "." or ".."))
        && IsText(path)
        && Encoding.UTF8.GetByteCount(path) <= MaxBytes;

    /// <summary>No half of a surrogate pair: it has no bytes.</summary>
    private static bool IsText(string path)
    {
        for (var rest = path.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var read) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[read..];
        }

        return true;
    }
}
