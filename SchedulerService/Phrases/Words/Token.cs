namespace SchedulerService.Phrases.Words;

/// <summary>One word of a text, what it means, and where it stands. <paramref name="Name"/> is what it says where no number can: a zone, a note.</summary>
internal readonly record struct Token(TokenKind Kind, int Value, int Start, int End, string Name = "")
{
    /// <summary>A word that no table knows.</summary>
    public static Token Unknown(int start, int end) => new(TokenKind.Unknown, 0, start, end);
}
