using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AgentPlatform.Firestore;

namespace AgentPlatform.ServiceDefaults.Paging;

/// <summary>A position in a list ordered by an instant and an id; opaque to callers.</summary>
public sealed record Cursor(Timestamp At, string Id)
{
    /// <summary>The cursor as text.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.Seconds}.{At.Nanos}.{Id}")));

    /// <summary>Reads a cursor; false when the text was not made by <see cref="ToString"/>.</summary>
    public static bool TryParse(string text, out Cursor? cursor)
    {
        cursor = null;
        if (!Base64Url.IsValid(text))
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('.', 3);
        if (parts.Length != 3
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var nanos)
            || seconds > 253402300799
            || nanos > 999_999_999
            || parts[2].Length is 0 or > 128
            || !parts[2].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return false;
        }

        cursor = new Cursor(new Timestamp(seconds, nanos), parts[2]);
        return true;
    }
}
