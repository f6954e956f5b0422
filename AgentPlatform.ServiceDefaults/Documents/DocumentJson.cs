using System.Text.Json;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Json;

namespace AgentPlatform.ServiceDefaults.Documents;

/// <summary>Keeps contract records in documents as Firestore maps, by way of their JSON form.</summary>
public static class DocumentJson
{
    private static readonly JsonSerializerOptions Stored = new(JsonDefaults.Lenient) { Converters = { new JsonTextConverter() } };

    /// <summary>The record as a map of Firestore values; instants become text, and so does JSON of any form.</summary>
    public static object? ToValue<T>(T value) => FromElement(JsonSerializer.SerializeToElement(value, Stored));

    /// <summary>Reads a record that <see cref="ToValue{T}"/> stored under <paramref name="field"/>; null when the field is absent or null.</summary>
    public static T? GetRecord<T>(this DocumentSnapshot snapshot, string field)
        where T : class =>
        snapshot.TryGetValue<object>(field, out var value) && value is not null
            ? JsonSerializer.SerializeToElement(value, JsonDefaults.Lenient).Deserialize<T>(Stored)
            : null;

    /// <summary>The field's text, or null when absent.</summary>
    public static string? GetText(this DocumentSnapshot snapshot, string field) =>
        snapshot.TryGetValue<string>(field, out var value) ? value : null;

    /// <summary>The field's number, or 0 when absent.</summary>
    public static long GetNumber(this DocumentSnapshot snapshot, string field) =>
        snapshot.TryGetValue<object>(field, out var value) && value is long number ? number : 0;

    /// <summary>The field's truth, false when absent.</summary>
    public static bool GetFlag(this DocumentSnapshot snapshot, string field) =>
        snapshot.TryGetValue<object>(field, out var value) && value is true;

    /// <summary>The field's instant, or null when absent or null.</summary>
    public static DateTimeOffset? GetInstant(this DocumentSnapshot snapshot, string field) =>
        snapshot.TryGetValue<object>(field, out var value) && value is Timestamp instant ? instant.ToDateTimeOffset() : null;

    private static object? FromElement(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(member => member.Name, member => FromElement(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(FromElement).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
