namespace SchedulerService.Phrases;

/// <summary>A place in a list of tokens; the rules move it forward over what they understand.</summary>
internal sealed class TokenCursor(IReadOnlyList<Token> tokens)
{
    public int Position { get; set; }

    public bool AtEnd => Position >= tokens.Count;

    public Token Peek(int ahead = 0) => Position + ahead is var at && at >= 0 && at < tokens.Count ? tokens[at] : default;

    /// <summary>Whether the next tokens are of these kinds, in this order.</summary>
    public bool Sees(params ReadOnlySpan<TokenKind> kinds)
    {
        for (var i = 0; i < kinds.Length; i++)
        {
            if (Peek(i).Kind != kinds[i] || Position + i >= tokens.Count)
            {
                return false;
            }
        }

        return true;
    }

    public Token Take() => tokens[Position++];

    public bool TryTake(TokenKind kind, out Token token)
    {
        token = Peek();

        if (!Sees(kind))
        {
            return false;
        }

        Position++;
        return true;
    }

    public bool Skip(params ReadOnlySpan<TokenKind> kinds)
    {
        var start = Position;

        while (!AtEnd && kinds.Contains(Peek().Kind))
        {
            Position++;
        }

        return Position > start;
    }

    /// <summary>A number with its unit, as 30분, 2 hours or 한 시간.</summary>
    public bool TryTakeAmount(out int count, out TimeUnit unit)
    {
        (count, unit) = (Peek().Value, TimeUnit.Second);

        if (!Sees(TokenKind.Number) || UnitOf(Peek(1)) is not { } found || Position + 1 >= tokens.Count)
        {
            return false;
        }

        unit = found;
        Position += 2;
        return true;
    }

    private static TimeUnit? UnitOf(Token token) => token.Kind switch
    {
        TokenKind.Unit => (TimeUnit)token.Value,
        TokenKind.MinuteCounter => TimeUnit.Minute,
        TokenKind.DayCounter => TimeUnit.Day,
        TokenKind.YearCounter => TimeUnit.Year,
        _ => null,
    };
}
