using System.Buffers;

namespace ExecutionService.Egress.Interception;

/// <summary>One field of a head; bytes beyond ASCII are Latin-1, so that they come out as they came in.</summary>
internal readonly record struct HttpField(string Name, string Value);

/// <summary>The head of a request or an answer, read as strictly as it can be: what is unusual in it is refused rather than guessed at.</summary>
internal sealed record HttpHead(string StartLine, IReadOnlyList<HttpField> Fields)
{
    private const int MaxFields = 100;

    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <exception cref="HttpFormatException">It is not well-formed.</exception>
    public static HttpHead Parse(string text)
    {
        var lines = text.Split("\r\n");
        if (lines.Any(line => line.Any(c => char.IsControl(c) && c != '\t' && c < 0x80)))
        {
            throw new HttpFormatException("A line holds a control character.");
        }

        if (lines.Length > MaxFields + 1)
        {
            throw new HttpFormatException($"The head has more than {MaxFields} fields.", 431);
        }

        return new HttpHead(lines[0], [.. lines.Skip(1).Select(Field)]);
    }

    /// <summary>Whether the text can be a method's or a field's name.</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Token);

    public IReadOnlyList<string> Values(string name) => [.. Fields.Where(field => Is(field, name)).Select(field => field.Value)];

    /// <summary>The only value of a field; null when it is absent.</summary>
    /// <exception cref="HttpFormatException">It is there more than once.</exception>
    public string? Single(string name) => Values(name) switch
    {
        [] => null,
        [var value] => value,
        _ => throw new HttpFormatException($"{name} is given more than once."),
    };

    /// <summary>The method, target and version of a request.</summary>
    /// <exception cref="HttpFormatException">The line is not a request's.</exception>
    public (string Method, string Target, string Version) Request()
    {
        var parts = StartLine.Split(' ');
        return parts is [var method, { Length: > 0 } target, "HTTP/1.0" or "HTTP/1.1"] && IsToken(method) && target.All(c => c is > ' ' and < (char)0x7f)
            ? (method, target, parts[2])
            : throw new HttpFormatException("The first line is not that of an HTTP/1.1 request.");
    }

    public static bool Is(HttpField field, string name) => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static HttpField Field(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && IsToken(line[..colon]) ? new HttpField(line[..colon], line[(colon + 1)..].Trim(' ', '\t')) : throw new HttpFormatException("A line of the head is no field.");
    }
}
