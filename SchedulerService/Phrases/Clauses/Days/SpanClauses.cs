using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Clauses.Days;

/// <summary>Weeks, months and years in which a schedule is meant, or in which it begins or ends: this weekend, 다음 주부터, until Friday.</summary>
internal static class SpanClauses
{
    // until Friday, 금요일까지, starting Monday: the next one. From Monday to Friday is days of the week.
    public static bool LimitDay(TokenCursor cursor, List<Clause> clauses)
    {
        var limit = TakeLimit(cursor);
        cursor.Skip(limit == TokenKind.Unknown ? [] : [TokenKind.On]);

        if (!cursor.TryTake(TokenKind.Day, out var day))
        {
            return false;
        }

        if (limit == TokenKind.Unknown && cursor.Peek() is { Kind: TokenKind.From } or { Kind: TokenKind.Until, Value: BoundClauses.BehindDate } && cursor.Peek(-1).End == cursor.Peek().Start && !cursor.AtEnd)
        {
            limit = cursor.Take().Kind;
        }

        if (limit == TokenKind.Unknown || (!cursor.AtEnd && cursor.Peek().Kind is TokenKind.Day or TokenKind.DayLetter or TokenKind.Range or TokenKind.Until))
        {
            return false;
        }

        clauses.Add(new Clause.Within(TimeUnit.Day, day.Value, Limit: limit));
        return true;
    }

    // 이번 주, 다음 달, 내년부터, this weekend, from next week; 다음 주 월요일 and this evening are days and read elsewhere.
    public static bool Within(TokenCursor cursor, List<Clause> clauses)
    {
        var limit = TakeLimit(cursor);

        if (!TrySpan(cursor, out var unit, out var ahead, out var days))
        {
            return false;
        }

        if (cursor.Peek() is { Kind: TokenKind.From } or { Kind: TokenKind.Until, Value: BoundClauses.BehindDate } && !cursor.AtEnd && limit == TokenKind.Unknown && (cursor.Peek().Kind == TokenKind.Until || cursor.Peek(-1).End == cursor.Peek().Start))
        {
            limit = cursor.Take().Kind;
        }

        clauses.Add(new Clause.Within(unit, ahead, days, limit));
        return true;
    }

    private static TokenKind TakeLimit(TokenCursor cursor) => cursor.AtEnd || cursor.Peek() is not ({ Kind: TokenKind.Begin or TokenKind.From } or { Kind: TokenKind.Until, Value: not BoundClauses.BehindDate }) ? TokenKind.Unknown
        : cursor.Take().Kind == TokenKind.Until ? TokenKind.Until : TokenKind.From;

    /// <summary>Whether a beginning or an end comes next that is known and not supported: from next week, until Christmas.</summary>
    public static bool SeesLimit(TokenCursor cursor)
    {
        var ahead = cursor.Sees(cursor.Peek().Kind, TokenKind.The) ? 2 : 1;
        return cursor.Peek().Kind is TokenKind.From or TokenKind.Until && !cursor.EndsWithin(ahead)
            && cursor.Peek(ahead) is { Kind: TokenKind.Day or TokenKind.MonthName or TokenKind.Next or TokenKind.Span or TokenKind.This } or { Kind: TokenKind.NotYet, Value: (int)NotYetKind.NamedDay };
    }

    private static bool TrySpan(TokenCursor cursor, out TimeUnit unit, out int ahead, out int days)
    {
        (unit, ahead, days) = (TimeUnit.Week, 0, 0);

        if (cursor.TryTake(TokenKind.Span, out var span))
        {
            (unit, ahead) = ((TimeUnit)(span.Value >> 2), span.Value & 3);
        }
        else
        {
            cursor.Skip(TokenKind.The);

            if (cursor.Peek().Kind is not (TokenKind.Next or TokenKind.This) || cursor.AtEnd)
            {
                return false;
            }

            ahead = cursor.Take() is { Kind: TokenKind.Next, Value: var further } ? 1 + further : 0;

            if (cursor.Peek().Kind != TokenKind.DayGroup)
            {
                var word = cursor.Peek();

                if (cursor.AtEnd || word is not ({ Kind: TokenKind.WeekWord } or { Kind: TokenKind.Unit, Value: (int)TimeUnit.Week or (int)TimeUnit.Month or (int)TimeUnit.Year }))
                {
                    return false;
                }

                unit = cursor.Take().Kind == TokenKind.WeekWord ? TimeUnit.Week : (TimeUnit)word.Value;
            }
        }

        // this weekend, 다음 주 평일
        if (unit == TimeUnit.Week && cursor.TryTake(TokenKind.DayGroup, out var group))
        {
            days = group.Value & DaySet.All;
        }

        return true;
    }
}
