namespace AgentPlatform.Llm;

/// <summary>The beginnings of texts, in characters as UTF-16 counts them; none is cut in half.</summary>
public static class Excerpt
{
    /// <summary>The text if it is not longer, else its beginning and an ellipsis.</summary>
    public static string Of(string text, int characters) => text.Length <= characters ? text : Cut(text, characters) + "…";

    /// <summary>The text if it is not longer, else its beginning.</summary>
    public static string Cut(string text, int characters) =>
        text.Length <= characters ? text : text[..(characters > 0 && char.IsHighSurrogate(text[characters - 1]) ? characters - 1 : characters)];
}
