using System.Text;

namespace ExecutionService.Workspaces.Files;

/// <summary>Names and paths as the kernel takes them: bytes that end with a zero. What agents' code calls its files need not be text.</summary>
internal static class FileName
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Of(string text) => [.. Strict.GetBytes(text), 0];

    /// <summary>The path of a name in a folder; the folder may be the empty path.</summary>
    public static byte[] Join(byte[] folder, byte[] name) => folder.Length <= 1 ? name : [.. folder.AsSpan(0, folder.Length - 1), (byte)'/', .. name];

    /// <summary>The name as text; null when it is none.</summary>
    public static string? TextOf(byte[] name)
    {
        try
        {
            return Strict.GetString(name, 0, name.Length - 1);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
