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

        // between June and August
        if (cursor.Sees(TokenKind.Between, TokenKind.MonthName, TokenKind.Join, TokenKind.MonthName) && cursor.Peek(4).Kind is not (TokenKind.Number or TokenKind.Ordinal))
        {
            clauses.Add(new Clause.InMonths([.. Range(cursor.Peek(1).Value, cursor.Peek(3).Value)]));
            cursor.Position += 4;
            return true;
        }

        while (months.Count < ClauseReader.MostItems && TryMonth(cursor, out var month))
        {
            months.AddRange(TryEnd(cursor, out var last) && last is >= 1 and <= 12 && month is >= 1 and <= 12 ? Range(month, last) : [month]);
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

    /// <summary>The months from one to another, over the end of the year if need be.</summary>
    public static IEnumerable<int> Range(int first, int last) => Enumerable.Range(0, ((last - first + 12) % 12) + 1).Select(ahead => ((first - 1 + ahead) % 12) + 1);

    // 6월~8월, June to August; 6월부터 8월까지 is a beginning and an end, but where it is left out
    private static bool TryEnd(TokenCursor cursor, out int last)
    {
        var start = cursor.Position;

        if ((cursor.Skip(TokenKind.Range) || (cursor.Peek() is { Kind: TokenKind.From, Value: BoundClauses.BehindDate } && cursor.Skip(TokenKind.From))) && TryMonth(cursor, out last) && cursor.Peek().Kind is not (TokenKind.Number or TokenKind.Ordinal))
        {
            cursor.Position += cursor.Peek() is { Kind: TokenKind.Until, Value: BoundClauses.BehindDate } ? 1 : 0;
            return true;
        }

        (cursor.Position, last) = (start, 0);
        return false;
    }

    private static bool TryMonth(TokenCursor cursor, out int month)
    {
        month = cursor.Peek().Value;

        if (cursor.TryTake(TokenKind.MonthName, out _))
        {
            return true;
        }

        // 3,6,9,12월
        if (cursor.SharesCounter(TokenKind.MonthCounter))
        {
            cursor.Take();
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
