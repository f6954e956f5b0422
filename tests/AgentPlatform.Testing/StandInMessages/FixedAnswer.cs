namespace AgentPlatform.Testing.StandInMessages;

/// <summary>One answer, serialised once, for measuring what is around the model.</summary>
internal sealed class FixedAnswer
{
    private readonly byte[] streamed;
    private readonly byte[] whole;

    public FixedAnswer(IWireFormat format, int deltas)
    {
        var answer = new WireAnswer("msg_fixed", "stand-in", [.. Enumerable.Range(0, deltas).Select(index => $"delta {index} ")], Tool: null, CutByLimit: false, new StandInUsage(100, deltas * 3));
        Events = [.. format.Events(answer)];
        streamed = [.. Events.SelectMany(bytes => bytes)];
        whole = format.Whole(answer);
    }

    /// <summary>The pieces of the streamed answer.</summary>
    public IReadOnlyList<byte[]> Events { get; }

    /// <summary>Looks for the one member that matters instead of parsing the request.</summary>
    public static bool AsksForStream(ReadOnlySpan<byte> body) => body.IndexOf("\"stream\":true"u8) >= 0 || body.IndexOf("\"stream\": true"u8) >= 0;

    public byte[] Bytes(bool stream) => stream ? streamed : whole;
}
