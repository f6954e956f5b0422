namespace AgentPlatform.Llm.Simulation;

/// <summary>Cuts a text into the small pieces in which a model would stream it, never through a character.</summary>
internal static class TextChunks
{
    private const int Length = 12;

    public static IEnumerable<string> Of(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = Math.Min(Length, text.Length - start);
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
            {
                length++;
            }

            yield return text.Substring(start, length);
            start += length;
        }
    }
}
