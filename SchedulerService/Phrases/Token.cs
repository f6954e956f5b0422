namespace SchedulerService.Phrases;

/// <summary>One word of a text, what it means, and where it stands.</summary>
internal readonly record struct Token(TokenKind Kind, int Value, int Start, int End)
{
    /// <summary>A word that no table knows.</summary>
    public static Token Unknown(int start, int end) => new(TokenKind.Unknown, 0, start, end);
}
