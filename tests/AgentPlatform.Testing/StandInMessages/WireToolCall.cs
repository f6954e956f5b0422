namespace AgentPlatform.Testing.StandInMessages;

/// <summary>A tool call with its arguments as text.</summary>
internal sealed record WireToolCall(string Id, string Name, string Arguments)
{
    private const int ChunkLength = 24;

    /// <summary>The arguments in pieces, as providers stream them.</summary>
    public IEnumerable<string> Chunks()
    {
        for (var start = 0; start < Arguments.Length;)
        {
            var length = Math.Min(ChunkLength, Arguments.Length - start);
            length += start + length < Arguments.Length && char.IsHighSurrogate(Arguments[start + length - 1]) ? 1 : 0;
            yield return Arguments.Substring(start, length);
            start += length;
        }
    }
}
