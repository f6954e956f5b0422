using System.Security.Cryptography;
using System.Text;

namespace AgentPlatform.ServiceDefaults;

/// <summary>Opaque ids of the public contract: letters and digits, not guessable, not monotonic.</summary>
public static class RandomId
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A new id of 22 characters, about 131 bits.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, 22);

    /// <summary>The same id for the same parts, for claims that must succeed once: 32 hexadecimal digits of a SHA-256.</summary>
    public static string From(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }
}
