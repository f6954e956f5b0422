using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentPlatform.Testing.StandInMessages;

/// <summary>Bytes of server-sent events.</summary>
internal static class ServerSentEvent
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static byte[] Named(string name, object data) => Encoding.UTF8.GetBytes($"event: {name}\ndata: {JsonSerializer.Serialize(data, Json)}\n\n");

    public static byte[] Data(object data) => Encoding.UTF8.GetBytes($"data: {JsonSerializer.Serialize(data, Json)}\n\n");

    public static byte[] Bytes(object data) => JsonSerializer.SerializeToUtf8Bytes(data, Json);
}
