using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Clauses.Days;

/// <summary>Days that must hold besides others: only on Fridays, only in March and June, just for December; 금요일에만, where the word stands behind the days.</summary>
internal static class OnlyClauses
{
    public static bool Read(TokenCursor cursor, List<Clause> clauses)
    {
        if (!cursor.TryTake(TokenKind.Only, out _) || cursor.Sees(TokenKind.Only))
        {
            return false;
        }

        cursor.Skip(TokenKind.On, TokenKind.In, TokenKind.For, TokenKind.The);
        var start = clauses.Count;

        if (!ClauseReader.TryRead(cursor, clauses))
        {
            return false;
        }

        // only on day 13 and the last Friday
        for (var end = cursor.Position; clauses.Count - start < ClauseReader.MostItems && cursor.Skip(TokenKind.Join, TokenKind.On, TokenKind.The); end = cursor.Position)
        {
            if (!(NthClauses.Sees(cursor) && NthClauses.Read(cursor, clauses)))
            {
                cursor.Position = end;
                break;
            }
        }

        return Wrap(clauses, start);
    }

    /// <summary>Puts the clauses from <paramref name="start"/> on into one, if they name days and nothing else.</summary>
    public static bool Wrap(List<Clause> clauses, int start)
    {
        var days = clauses[start..];

        if (!days.All(IsDays))
        {
            return false;
        }

        clauses.RemoveRange(start, clauses.Count - start);
        clauses.Add(new Clause.Only(days));
        return true;
    }

    private static bool IsDays(Clause clause) => clause is Clause.InMonths or Clause.OnBusinessDays or Clause.OnDays or Clause.OnMonthDays or Clause.OnNthDays;
}
