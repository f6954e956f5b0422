using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Clauses.Days;

/// <summary>Months of the year whose day is said elsewhere: 매년 1월, 7월 첫째 월요일; every year in January and July.</summary>
internal static class MonthClauses
{
    public static bool Read(TokenCursor cursor, List<Clause> clauses)
    {
        var months = new List<int>();
        cursor.Skip(TokenKind.In, TokenKind.Of);
        var end = cursor.Position;

        while (months.Count < ClauseReader.MostItems && TryMonth(cursor, out var month))
        {
            months.Add(month);
            end = cursor.Position;

            if (!cursor.TakeJoin(TokenKind.In, TokenKind.Of))
            {
                break;
            }
        }

        cursor.Position = end;

        // 3월 alone, as in 3월 매출, is content.
        if (months.Count == 0)
        {
            return false;
        }

        clauses.Add(new Clause.InMonths(months));
        return true;
    }

    private static bool TryMonth(TokenCursor cursor, out int month)
    {
        month = cursor.Peek().Value;

        if (cursor.TryTake(TokenKind.MonthName, out _))
        {
            return true;
        }

        if (!cursor.Sees(TokenKind.Number, TokenKind.MonthCounter))
        {
            return false;
        }

        cursor.Position += 2;
        return true;
    }
}
