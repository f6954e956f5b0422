using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ExecutionService.Sandboxes;

/// <summary>
/// The Unix user of a workspace. Each workspace has one of its own, because limits on processes count per user; files that the
/// service writes into a workspace are given to it.
/// </summary>
internal static class SandboxUser
{
    private const uint First = 200_000;
    private const uint Count = 1_000_000;

    /// <summary>The user's id for the workspace in <paramref name="folder"/>; null where this process is not root and everything is its own user's.</summary>
    public static uint? Of(string folder) =>
        Environment.IsPrivilegedProcess ? First + (BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(folder)))) % Count) : null;
}
