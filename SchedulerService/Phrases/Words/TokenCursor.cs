using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Clauses.Days;

namespace SchedulerService.Phrases.Words;

/// <summary>A place in a list of tokens; the rules move it forward over what they understand.</summary>
internal sealed class TokenCursor(IReadOnlyList<Token> tokens)
{
    public int Position { get; set; }

    public bool AtEnd => Position >= tokens.Count;

    /// <summary>The last list of days or months that was read, and where it ends.</summary>
    public (ListedDays Kind, int End) Listed { get; set; }

    /// <summary>Whether the text ends behind so many tokens.</summary>
    public bool EndsWithin(int ahead) => Position + ahead >= tokens.Count;

    /// <summary>How many tokens were looked at: the work of reading.</summary>
    public long Looks { get; private set; }

    public Token Peek(int ahead = 0)
    {
        Looks++;
        return Position + ahead is var at && at >= 0 && at < tokens.Count ? tokens[at] : default;
    }

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

    /// <summary>Takes tokens of these kinds while there are some, up to a bound: a text of nothing else is not run through at each of its words.</summary>
    public bool Skip(params ReadOnlySpan<TokenKind> kinds)
    {
        var start = Position;

        while (!AtEnd && Position - start < ClauseReader.MostItems && kinds.Contains(Peek().Kind))
        {
            Position++;
        }

        return Position > start;
    }

    /// <summary>Takes a word that joins two items of a list, with such small words around it; nothing is taken where none joins them.</summary>
    public bool TakeJoin(params ReadOnlySpan<TokenKind> around)
    {
        var (start, joined) = (Position, false);

        while (!AtEnd && Position - start < ClauseReader.MostItems && (Peek().Kind == TokenKind.Join || around.Contains(Peek().Kind)))
        {
            joined |= Take().Kind == TokenKind.Join;
        }

        Position = joined ? Position : start;
        return joined;
    }

    /// <summary>The cursor, at a place where it was before.</summary>
    public TokenCursor BackTo(int position)
    {
        Position = position;
        return this;
    }

    /// <summary>Whether a unit of this length is next, whether or not the word can also be something else.</summary>
    public bool SeesUnit(TimeUnit unit, int ahead = 0) => Peek(ahead) is { Kind: TokenKind.Unit } token && token.Value == (int)unit;

    /// <summary>A number with its unit, as 30분, 2 hours, 한 시간 or 사흘.</summary>
    public bool TryTakeAmount(out int count, out TimeUnit unit)
    {
        if (TryTake(TokenKind.DayCount, out var days))
        {
            (count, unit) = (days.Value, TimeUnit.Day);
            return true;
        }

        (count, unit) = (Peek().Value, TimeUnit.Second);

        if (!Sees(TokenKind.Number) || UnitOf(Peek(1)) is not { } found || Position + 1 >= tokens.Count)
        {
            return false;
        }

        unit = found;
        Position += 2;
        return true;
    }

    /// <summary>Whether a number is next whose counter stands behind the last of several: 1,15일.</summary>
    public bool SharesCounter(TokenKind counter)
    {
        var ahead = 0;

        while (ahead < ClauseReader.MostItems && Peek(ahead).Kind == TokenKind.Number && Peek(ahead + 1).Kind == TokenKind.Join && !EndsWithin(ahead + 1))
        {
            ahead += 2;
        }

        return ahead > 0 && Peek(ahead).Kind == TokenKind.Number && !EndsWithin(ahead + 1) && Peek(ahead + 1).Kind == counter;
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
