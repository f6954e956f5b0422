using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Clauses.Days;

/// <summary>Days of the week and of the month.</summary>
internal static class DayClauses
{
    /// <summary>The most days of one name in a month.</summary>
    private const int MostOfMonth = 5;

    public static bool Week(TokenCursor cursor, List<Clause> clauses) => Week(cursor, clauses, repeating: false);

    public static bool Week(TokenCursor cursor, List<Clause> clauses, bool repeating)
    {
        var afterWeek = repeating || cursor.Peek(-1) is { Kind: TokenKind.EveryUnit, Value: (int)TimeUnit.Week };

        // from Monday to Friday; "starting Monday" is no day of the rule
        var (from, ranges) = (cursor.Skip(TokenKind.From), 0);
        var (set, own, count, onlyLetters) = (0, 0, 0, true);

        for (var before = cursor.Position; count < ClauseReader.MostItems && TryDay(cursor, out var days, out var isLetter); before = cursor.Position)
        {
            // 평일 월요일: the Monday is one of them already, and says something of its own.
            if (count > 0 && ((days & DaySet.All & ~set) == 0 || (set & ~days) == 0))
            {
                cursor.Position = before;
                break;
            }

            own |= (days & DaySet.Plural) != 0 || days == DaySet.Weekdays ? days & DaySet.All : 0;
            set |= days & DaySet.All;
            count++;
            onlyLetters &= isLetter;
            var end = cursor.Position;
            cursor.Skip(TokenKind.Join, TokenKind.The, TokenKind.On);

            // 월~금, 월요일부터 금요일까지, Monday to Friday, from Monday until Friday
            if (cursor.Skip(TokenKind.Range) | (cursor.Peek() is { Kind: TokenKind.Until, Value: not BoundClauses.BehindDate } && cursor.Skip(TokenKind.Until)) | (cursor.Peek() is { Kind: TokenKind.From, Value: BoundClauses.BehindDate }))
            {
                cursor.Skip(TokenKind.From);

                if (DaySet.Count(days & DaySet.All) != 1 || !TryDay(cursor, out var to, out isLetter) || DaySet.Count(to & DaySet.All) != 1)
                {
                    cursor.Position = end;
                    break;
                }

                cursor.Position += cursor.Peek() is { Kind: TokenKind.Until, Value: BoundClauses.BehindDate } ? 1 : 0;
                ranges++;
                set |= DaySet.Range(DaySet.Days(days).First(), DaySet.Days(to).First());
                count++;
                end = cursor.Position;
                cursor.Skip(TokenKind.Join);
            }

            if (!IsDay(cursor.Peek().Kind) || cursor.AtEnd)
            {
                cursor.Position = end;
                break;
            }
        }

        // 일 alone is "work" more often than Sunday: one letter counts only after 매주 or beside other days.
        if (count == 0 || (onlyLetters && count == 1 && !afterWeek) || (from && ranges == 0))
        {
            return false;
        }

        if (!repeating && IsNextWeek(cursor, set, out var day))
        {
            clauses.Add(new Clause.InWeek(1, day, Exact: true));
            return true;
        }

        repeating |= own != 0 | cursor.Skip(TokenKind.EverySuffix);
        clauses.Add(new Clause.OnDays(set, repeating, own));
        return true;
    }

    public static bool MonthDays(TokenCursor cursor, List<Clause> clauses)
    {
        var (days, bare) = (new List<int>(), false);
        var end = cursor.Position;

        while (days.Count < ClauseReader.MostItems && TryMonthDay(cursor, days.Count > 0, out var day))
        {
            days.Add(day);
            bare |= IsBare(cursor, day);
            end = cursor.Position;

            if (!cursor.TakeJoin(TokenKind.The, TokenKind.On))
            {
                break;
            }
        }

        if (days.Count == 0)
        {
            return false;
        }

        cursor.Position = end;
        clauses.Add(new Clause.OnMonthDays(days, bare));
        NthClauses.TakeOf(cursor, clauses);
        return cursor.Peek().Kind is not (TokenKind.Later or TokenKind.EverySuffix) || cursor.AtEnd;
    }

    /// <summary>Whether the day that was taken is said by nothing but an ordinal that may count days of the week as well: the first, 둘째.</summary>
    public static bool IsBare(TokenCursor cursor, int day) => day is >= 1 and <= MostOfMonth && cursor.Peek(-1).Kind == TokenKind.Ordinal && (cursor.AtEnd || cursor.Peek().Kind != TokenKind.Of);

    public static bool TryMonthDay(TokenCursor cursor, bool listed, out int day)
    {
        // Zero is the last day inside of shapes, and no day in a phrase.
        day = cursor.Peek().Value == 0 ? -1 : cursor.Peek().Value;

        if (cursor.Peek().Kind is TokenKind.Ordinal or TokenKind.Last or TokenKind.FromEnd && NthClauses.Sees(cursor))
        {
            return false;
        }

        if (cursor.Sees(TokenKind.Number, TokenKind.DayCounter))
        {
            cursor.Position += 2;
            return true;
        }

        // 1,15일
        if (cursor.SharesCounter(TokenKind.DayCounter))
        {
            cursor.Take();
            return true;
        }

        if (cursor.TryTake(TokenKind.DayOfMonth, out var named))
        {
            day = named.Value;
            return true;
        }

        if (cursor.TryTake(TokenKind.Last, out _))
        {
            day = 0;
            return TryDayNoun(cursor);
        }

        if (cursor.TryTake(TokenKind.Ordinal, out _))
        {
            TryDayNoun(cursor);
            return true;
        }

        // day 15; and the 20 of "day 5 and 20"
        if (cursor.Sees(TokenKind.Unit, TokenKind.Number) && cursor.Peek().Value == (int)TimeUnit.Day)
        {
            cursor.Take();
            day = cursor.Take().Value is > 0 and var number ? number : -1;
            return true;
        }

        return listed && cursor.Sees(TokenKind.Number) && cursor.Peek(1).Kind is TokenKind.At or TokenKind.Of && cursor.TryTake(TokenKind.Number, out _);
    }

    // the last day, 마지막 날, 첫째 날
    public static bool TryDayNoun(TokenCursor cursor)
    {
        var isDay = cursor.SeesUnit(TimeUnit.Day) || cursor.Peek() is { Kind: TokenKind.Particle, Value: KoreanWords.Day };
        cursor.Position += isDay ? 1 : 0;
        return isDay;
    }

    public static bool TryDay(TokenCursor cursor, out int set, out bool isLetter)
    {
        var token = cursor.Peek();
        isLetter = token.Kind == TokenKind.DayLetter;
        set = token.Kind switch
        {
            TokenKind.Day or TokenKind.DayLetter => DaySet.Of(token.Value),
            TokenKind.DayPlural => DaySet.Of(token.Value) | DaySet.Plural,
            TokenKind.DayGroup => token.Value,
            _ => 0,
        };

        if (set == 0 || cursor.AtEnd)
        {
            return false;
        }

        cursor.Take();
        return true;
    }

    private static bool IsNextWeek(TokenCursor cursor, int set, out int day)
    {
        day = DaySet.Count(set) == 1 ? DaySet.Days(set).First() : -1;

        if (day < 0 || !cursor.Sees(TokenKind.Next, TokenKind.Unit) || cursor.Peek(1).Value != (int)TimeUnit.Week)
        {
            return false;
        }

        cursor.Position += 2;
        return true;
    }

    private static bool IsDay(TokenKind kind) => kind is TokenKind.Day or TokenKind.DayGroup or TokenKind.DayLetter or TokenKind.DayPlural;
}
