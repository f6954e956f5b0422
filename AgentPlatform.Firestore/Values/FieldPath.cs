using System.Text;
using System.Text.RegularExpressions;

namespace AgentPlatform.Firestore;

/// <summary>The names that lead to a field, from the document's top level down.</summary>
public sealed partial record FieldPath(params string[] Segments)
{
    /// <summary>Stands for the document's id in filters and orders.</summary>
    public static readonly FieldPath DocumentId = new(NameField);

    internal const string NameField = "__name__";

    /// <summary>The path as the service writes it, with back-ticks where a name is not simple.</summary>
    public string Encoded => Segments.Length == 1 ? EncodeSegment(Segments[0]) : string.Join('.', Segments.Select(EncodeSegment));

    /// <summary>Reads dotted names without special characters.</summary>
    public static FieldPath Parse(string dotted)
    {
        var segments = dotted.Split('.');
        if (segments.Any(s => s.Length == 0 || s.AsSpan().IndexOfAny("~*/[]") >= 0))
        {
            throw new ArgumentException($"Bad field path '{dotted}'", nameof(dotted));
        }

        return new FieldPath(segments);
    }

    /// <summary>Whether the other path is this one or lies below it.</summary>
    public bool IsPrefixOf(FieldPath other) =>
        Segments.Length <= other.Segments.Length && Segments.AsSpan().SequenceEqual(other.Segments.AsSpan(0, Segments.Length));

    /// <inheritdoc/>
    public bool Equals(FieldPath? other) => other is not null && Segments.AsSpan().SequenceEqual(other.Segments);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var segment in Segments)
        {
            hash.Add(segment);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Encoded;

    internal static bool IsSimple(string encoded) => encoded.AsSpan().IndexOfAny('.', '`') < 0;

    internal static string[] SplitEncoded(string encoded)
    {
        if (IsSimple(encoded))
        {
            return [encoded];
        }

        var segments = new List<string>();
        var segment = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < encoded.Length; i++)
        {
            var c = encoded[i];
            if (c == '`')
            {
                quoted = !quoted;
            }
            else if (quoted && c == '\\' && i + 1 < encoded.Length)
            {
                segment.Append(encoded[++i]);
            }
            else if (c == '.' && !quoted)
            {
                segments.Add(segment.ToString());
                segment.Clear();
            }
            else
            {
                segment.Append(c);
            }
        }

        segments.Add(segment.ToString());
        return [.. segments];
    }

    private static string EncodeSegment(string segment) =>
        SimpleName().IsMatch(segment) ? segment : "`" + segment.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal) + "`";

    [GeneratedRegex("^[_a-zA-Z][_a-zA-Z0-9]*$")]
    private static partial Regex SimpleName();
}
