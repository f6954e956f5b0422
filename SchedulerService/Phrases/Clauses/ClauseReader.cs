using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Clauses;

/// <summary>Reads one clause where the cursor stands, by the first rule that fits.</summary>
internal static class ClauseReader
{
    /// <summary>
    /// The most items of any list in a phrase: all days of a month and as many hours fit. It bounds how far a rule looks ahead
    /// before it gives up, and with it the work that a hostile text can make.
    /// </summary>
    public const int MostItems = 64;

    // Order matters where one rule reads a prefix of what another reads: "30분마다" before "30분", dates before days of the month.
    private static readonly Func<TokenCursor, List<Clause>, bool>[] Rules =
    [
        SentenceClauses.Read,
        OnlyClauses.Read,
        ExceptClauses.Read,
        BoundClauses.Read,
        DateClauses.InWeek,
        UnsupportedClauses.Read,
        DelayClauses.Read,
        RepeatClauses.OncePer,
        RepeatClauses.Interval,
        EveryClauses.Read,
        NthClauses.Read,
        DateClauses.Calendar,
        DateClauses.Relative,
        MonthClauses.Read,
        TimeClauses.Read,
        MinuteClauses.Read,
        DayClauses.MonthDays,
        DayClauses.Week,
        TimeClauses.Period,
        NotYet,
    ];

    public static bool TryRead(TokenCursor cursor, List<Clause> clauses)
    {
        var (start, count) = (cursor.Position, clauses.Count);

        foreach (var rule in Rules)
        {
            if (rule(cursor, clauses) && cursor.Position > start)
            {
                // 금요일에만; in 9시에만 the word adds nothing, and in 15일과 월요일만 it is of both
                if (cursor.Sees(TokenKind.OnlySuffix) && cursor.Peek(start - 1 - cursor.Position) is not { Kind: TokenKind.Join, Value: KoreanWords.Joins } && OnlyClauses.Wrap(clauses, count))
                {
                    cursor.Take();
                }

                UnjoinedClauses.Mark(cursor, start, clauses, count);
                return true;
            }

            cursor.Position = start;
            clauses.RemoveRange(count, clauses.Count - count);
        }

        return false;
    }

    /// <summary>Reads all clauses; false when there are words between them that are not understood.</summary>
    public static bool ReadAll(TokenCursor cursor, List<Clause> clauses)
    {
        var whole = true;

        while (!cursor.AtEnd)
        {
            if (!TryRead(cursor, clauses))
            {
                whole &= IsConnector(cursor.Take().Kind);
            }
        }

        return whole;
    }

    /// <summary>Words that join clauses and mean nothing alone.</summary>
    public static bool IsConnector(TokenKind kind) => kind
        is TokenKind.At or TokenKind.In or TokenKind.Join or TokenKind.Of or TokenKind.On or TokenKind.Only or TokenKind.OnlySuffix or TokenKind.Particle or TokenKind.The;

    private static bool NotYet(TokenCursor cursor, List<Clause> clauses)
    {
        cursor.Skip(TokenKind.HolidayWord);

        if (cursor.TryTake(TokenKind.Holiday, out _))
        {
            clauses.Add(new Clause.NotYet(NotYetKind.HolidaysOnly));
            return true;
        }

        if (cursor.Peek(-1).Kind == TokenKind.HolidayWord || !cursor.TryTake(TokenKind.NotYet, out var token))
        {
            return false;
        }

        clauses.Add(new Clause.NotYet((NotYetKind)token.Value));
        return true;
    }
}
