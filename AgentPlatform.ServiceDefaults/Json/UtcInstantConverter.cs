using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentPlatform.ServiceDefaults.Json;

/// <summary>Instants as RFC 3339 in UTC; an instant without an offset is refused, for it would mean the server's zone.</summary>
public sealed class UtcInstantConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>Microseconds, as Firestore keeps them: what was just made is told as it will be read again.</summary>
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";
    private static readonly string[] Readable = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || reader.GetString() is not { } text || !TryParse(text, out var instant))
        {
            throw new JsonException();
        }

        return instant;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(ToText(value));

    /// <summary>The instant as RFC 3339 text in UTC.</summary>
    public static string ToText(DateTimeOffset value) => value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads RFC 3339 text that carries an offset or Z.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        var upper = text.ToUpperInvariant();
        var time = upper.IndexOf('T', StringComparison.Ordinal);
        return time > 0 && (upper.EndsWith('Z') || upper.AsSpan(time).IndexOfAny('+', '-') > 0)
            && DateTimeOffset.TryParseExact(upper, Readable, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out instant);
    }
}
