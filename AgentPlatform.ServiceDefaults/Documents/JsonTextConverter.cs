using System.Text.Json;
using System.Text.Json.Serialization;
using AgentPlatform.ServiceDefaults.Json;

namespace AgentPlatform.ServiceDefaults.Documents;

/// <summary>Keeps JSON of any form as its text: Firestore's maps have no order and its lists hold no lists, and it would round numbers.</summary>
internal sealed class JsonTextConverter : JsonConverter<JsonElement>
{
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? JsonElement.Parse(reader.GetString()!) : JsonElement.ParseValue(ref reader);

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => writer.WriteStringValue(JsonSerializer.Serialize(value, JsonDefaults.Strict));
}
