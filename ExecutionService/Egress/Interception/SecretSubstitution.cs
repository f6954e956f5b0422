using System.Text;
using System.Text.Encodings.Web;

namespace ExecutionService.Egress.Interception;

/// <summary>Puts values in the place of placeholders on the way to one host, and placeholders in the place of values on the way back.</summary>
/// <param name="secrets">The run's secrets that go to the host.</param>
internal sealed class SecretSubstitution(IReadOnlyList<RunSecret> secrets)
{
    /// <summary>A shorter value is not looked for in answers: it would be found where it is not meant.</summary>
    public const int MinEchoCharacters = 8;

    /// <summary>Characters of one field or target with its values: a placeholder may be repeated, and a value be long.</summary>
    private const int MaxCharacters = 65_536;

    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<(string Value, string Placeholder)> _credentials = [];

    /// <summary>Names of the secrets whose value was put in.</summary>
    public IReadOnlyCollection<string> Used => _used;

    /// <summary>The target of a request: values are escaped, for they may be parts of a path or a query.</summary>
    public string InTarget(string target) => Replace(target, Uri.EscapeDataString);

    /// <summary>The value of a field; user and password of Basic authentication are looked into.</summary>
    public string InField(string value)
    {
        const string basic = "Basic ";
        if (value.StartsWith(basic, StringComparison.OrdinalIgnoreCase))
        {
            var coded = value[basic.Length..].Trim();
            var bytes = new byte[coded.Length];
            if (Convert.TryFromBase64String(coded, bytes, out var length))
            {
                var plain = Encoding.Latin1.GetString(bytes, 0, length);
                var replaced = Replace(plain, Bytes);
                if (replaced == plain)
                {
                    return value;
                }

                var credentials = Convert.ToBase64String(Encoding.Latin1.GetBytes(replaced));
                _credentials.Add((credentials, coded));
                return basic + credentials;
            }
        }

        return Replace(value, Bytes);
    }

    /// <summary>What is put back into answers: the values as they are and as URLs and JSON write them, and Basic credentials that were made of them. Longest first.</summary>
    public IReadOnlyList<(byte[] Find, byte[] Put)> Echoes() =>
    [
        .. secrets.Where(secret => secret.Value.Length >= MinEchoCharacters)
            .SelectMany(secret => Spellings(secret.Value).Select(spelling => (Value: spelling, secret.Placeholder)))
            .Concat(_credentials)
            .DistinctBy(echo => echo.Value)
            .Select(echo => (Find: Encoding.UTF8.GetBytes(echo.Value), Put: Encoding.UTF8.GetBytes(echo.Placeholder)))
            .OrderByDescending(echo => echo.Find.Length),
    ];

    /// <summary>A value as it is, and as URLs and JSON write it.</summary>
    public static IReadOnlyList<string> Spellings(string value) =>
        [value, Uri.EscapeDataString(value), JavaScriptEncoder.Default.Encode(value), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)];

    /// <summary>Heads are Latin-1 text of bytes, and values are UTF-8.</summary>
    private static string Bytes(string value) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value));

    private string Replace(string text, Func<string, string> write)
    {
        foreach (var secret in secrets.Where(secret => text.Contains(secret.Placeholder, StringComparison.Ordinal)))
        {
            text = text.Replace(secret.Placeholder, write(secret.Value), StringComparison.Ordinal);
            _used.Add(secret.Name);
            if (text.Length > MaxCharacters)
            {
                throw new HttpFormatException($"With its secrets a field is longer than {MaxCharacters} characters.", 431);
            }
        }

        return text;
    }
}
