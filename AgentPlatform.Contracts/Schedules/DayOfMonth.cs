using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentPlatform.Contracts.Schedules;

/// <summary>A day of a month: 1 to 31, or the last one. In JSON a number or <c>"last"</c>.</summary>
[JsonConverter(typeof(DayOfMonthConverter))]
public readonly record struct DayOfMonth(int Day)
{
    /// <summary>The last day of any month.</summary>
    public static readonly DayOfMonth Last = new(0);

    public bool IsLast => Day == 0;
}

/// <summary>Reads a number from 1 to 31 or <c>"last"</c>.</summary>
public sealed class DayOfMonthConverter : JsonConverter<DayOfMonth>
{
    public override DayOfMonth Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String when reader.ValueTextEquals("last") => DayOfMonth.Last,
        JsonTokenType.Number when reader.TryGetInt32(out var day) && day is >= 1 and <= 31 => new DayOfMonth(day),
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, DayOfMonth value, JsonSerializerOptions options)
    {
        if (value.IsLast)
        {
            writer.WriteStringValue("last");
        }
        else
        {
            writer.WriteNumberValue(value.Day);
        }
    }
}
