namespace SchedulerService.Phrases;

/// <summary>Reads one clause where the cursor stands, by the first rule that fits.</summary>
internal static class ClauseReader
{
    // Order matters where one rule reads a prefix of what another reads: "30분마다" before "30분", dates before days of the month.
    private static readonly Func<TokenCursor, List<Clause>, bool>[] Rules =
    [
        DelayClauses.Read,
        RepeatClauses.OncePer,
        RepeatClauses.Interval,
        RepeatClauses.EveryOne,
        DateClauses.Calendar,
        DateClauses.Relative,
        DateClauses.InWeek,
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
            if (rule(cursor, clauses))
            {
                return true;
            }

            cursor.Position = start;
            clauses.RemoveRange(count, clauses.Count - count);
        }

        return false;
    }

    /// <summary>Words that join clauses and mean nothing alone.</summary>
    public static bool IsConnector(TokenKind kind) => kind
        is TokenKind.At or TokenKind.In or TokenKind.Join or TokenKind.Of or TokenKind.On or TokenKind.Particle or TokenKind.The;

    private static bool NotYet(TokenCursor cursor, List<Clause> clauses)
    {
        if (!cursor.TryTake(TokenKind.NotYet, out var token))
        {
            return false;
        }

        if (token.Value == (int)NotYetKind.NthWeekday)
        {
            cursor.Skip(TokenKind.WeekWord);
        }

        clauses.Add(new Clause.NotYet((NotYetKind)token.Value));
        return true;
    }
}
