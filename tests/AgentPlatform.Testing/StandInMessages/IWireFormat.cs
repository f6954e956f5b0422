using System.Text.Json;

namespace AgentPlatform.Testing.StandInMessages;

/// <summary>One of the two protocols that the stand-in speaks.</summary>
internal interface IWireFormat
{
    WireRequest Read(JsonElement body);

    /// <summary>The events of a streamed answer.</summary>
    IEnumerable<byte[]> Events(WireAnswer answer);

    /// <summary>The answer in one piece.</summary>
    byte[] Whole(WireAnswer answer);

    byte[] Error(string type);

    byte[] ErrorEvent(string type);
}
