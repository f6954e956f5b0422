using System.Globalization;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Clauses.Days;

/// <summary>Days that are left out: 주말 제외, 공휴일과 12월 25일 빼고, except Mondays and public holidays.</summary>
internal static class ExceptClauses
{
    /// <summary>The value of a word that stands before the days it excludes; Korean ones stand behind them.</summary>
    public const int BeforeDays = 1;

    /// <summary>Likewise, of a word that is said of other things more often: but, without, skip.</summary>
    public const int BeforeAnything = 3;

    /// <summary>Likewise, of a word that a whole sentence may follow: unless Monday, unless it is a Monday.</summary>
    public const int BeforeSentence = 5;

    /// <summary>The value of a word that belongs to the noun behind it, if there is one: 주말을 제외한 매출.</summary>
    public const int OfNoun = 4;

    public static bool Read(TokenCursor cursor, List<Clause> clauses)
    {
        var before = cursor.Peek() is { Kind: TokenKind.Except, Value: BeforeDays or BeforeAnything or BeforeSentence } && cursor.Skip(TokenKind.Except, TokenKind.For);

        // 12월 주말 제외: those of that month
        if (!before && cursor.Peek(-1).Kind is TokenKind.MonthCounter or TokenKind.MonthName)
        {
            return false;
        }

        if (!TryDays(cursor, out var days) || (!before && !TryAfter(cursor)))
        {
            return false;
        }

        clauses.Add(days);
        return true;
    }

    // 은/는/을/를 stand between the days and the word, and 하고 after it.
    private static bool TryAfter(TokenCursor cursor)
    {
        cursor.Skip(TokenKind.Particle, TokenKind.OnlySuffix);

        if (!cursor.TryTake(TokenKind.Except, out var word) || word.Value is BeforeDays or BeforeAnything or BeforeSentence)
        {
            return false;
        }

        cursor.Skip(TokenKind.Particle);
        return true;
    }

    private static bool TryDays(TokenCursor cursor, out Clause.Except days)
    {
        (days, var count, var before) = (new(DayExclusion.None), 0, DayExclusion.None);

        for (var start = cursor.Position; count < ClauseReader.MostItems && cursor.Position - start < ClauseReader.MostItems;)
        {
            var end = cursor.Position;
            cursor.Skip(TokenKind.In, TokenKind.Join, TokenKind.The, TokenKind.On);

            var isDay = cursor.Peek().Kind is TokenKind.Number or TokenKind.Ordinal;

            var joined = Enumerable.Range(1, cursor.Position - end).Any(back => cursor.Peek(-back).Kind == TokenKind.Join);

            if ((count > 0 && cursor.Position == end) || !(TryNumber(cursor, before, out var item) || TryItem(cursor, out item)))
            {
                cursor.Position = end;
                break;
            }

            // except Mondays in July: neither of them alone
            if (count > 0 && !joined)
            {
                return false;
            }

            before = isDay ? OfSameMonth(before, item.Days) : item.Days;
            days = new(days.Days.And(before), [.. days.Months.Union(item.Months).Order()], [.. days.Bare.Union(item.Bare.Where(before.MonthDays.Contains))]);
            count++;
        }

        return count > 0;
    }

    // 12월 24일과 25일: of that month, where it has such a day.
    private static DayExclusion OfSameMonth(DayExclusion before, DayExclusion item) =>
        before.Dates is [var date] && item.MonthDays is [> 0 and var day] && DateOnly.TryParseExact($"2024-{date[^5..^3]}-{day:00}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? DayExclusion.None with { Dates = [string.Create(CultureInfo.InvariantCulture, $"{date[..^2]}{day:00}")] }
            : item;

    // Dec 24, 25 and 26: behind a date "and" joins later days of its month, where no more of an hour stands behind the number.
    private static bool TryNumber(TokenCursor cursor, DayExclusion before, out Clause.Except item)
    {
        item = new(DayExclusion.None with { MonthDays = [cursor.Peek().Value] });
        return before.Dates is [_] && cursor.Sees(TokenKind.Number) && cursor.Peek().Value is >= 1 and <= 31 && cursor.Peek().Value > int.Parse(before.Dates[0][^2..], CultureInfo.InvariantCulture)
            && cursor.Peek(-1) is { Kind: TokenKind.Join, Value: var joins } && (joins == KoreanWords.Joins || (cursor.Peek(1).Kind == TokenKind.Join && cursor.Peek(2).Kind == TokenKind.Number))
            && (cursor.EndsWithin(1) || cursor.Peek(1).Kind is TokenKind.At or TokenKind.From or TokenKind.Join or TokenKind.Note or TokenKind.Until or TokenKind.Zone) && cursor.TryTake(TokenKind.Number, out _);
    }

    private static bool TryItem(TokenCursor cursor, out Clause.Except found)
    {
        var item = DayExclusion.None;
        found = new(item);
        var start = cursor.Position;
        cursor.Skip(TokenKind.HolidayWord);

        if (cursor.TryTake(TokenKind.Holiday, out _))
        {
            found = new(item with { Holidays = true });
            return true;
        }

        cursor.Position = start;

        if (DateClauses.TryCalendar(cursor, out var date) && date is { Day: { } day } && DateClauses.Exists(date.Year, date.Month, day))
        {
            var monthDay = string.Create(CultureInfo.InvariantCulture, $"{date.Month:00}-{day:00}");
            found = new(item with { Dates = [date.Year is { } year ? string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{monthDay}") : monthDay] });
            return true;
        }

        cursor.Position = start;
        var days = new List<Clause>();

        // 월화, 월요일부터 수요일까지, Monday to Wednesday
        if (cursor.Peek().Kind is TokenKind.Day or TokenKind.DayGroup or TokenKind.DayLetter or TokenKind.DayPlural or TokenKind.From && DayClauses.Week(cursor, days) && days is [Clause.OnDays { Set: var set }])
        {
            found = new(item with { Days = set & DaySet.All });
            return !cursor.Sees(TokenKind.From) && !cursor.Sees(TokenKind.Range);
        }

        cursor.Position = start;

        // 12월 말일; that of February is no date of every year
        if (cursor.Sees(TokenKind.Number, TokenKind.MonthCounter, TokenKind.DayOfMonth) && cursor.Peek().Value is >= 1 and <= 12 and not 2 and var of)
        {
            var last = cursor.Peek(2).Value == 0 ? DateTime.DaysInMonth(2024, of) : cursor.Peek(2).Value;
            cursor.Position += 3;
            found = new(item with { Dates = [string.Create(CultureInfo.InvariantCulture, $"{of:00}-{last:00}")] });
            return true;
        }

        // 12월, in July and August, from June to August: with no day behind it
        var from = cursor.Sees(TokenKind.From, TokenKind.MonthName) && cursor.Peek().Value != BoundClauses.BehindDate && cursor.Skip(TokenKind.From);

        if (cursor.Peek().Kind is TokenKind.MonthName or TokenKind.Number && MonthClauses.Read(cursor, days) && days is [Clause.InMonths { Months: var months }])
        {
            found = new(item, [.. months], []);
            return (!from || months.Count > 1) && months.All(month => month is >= 1 and <= 12) && (cursor.AtEnd || cursor.Peek().Kind is not (TokenKind.DayOfMonth or TokenKind.From or TokenKind.Last or TokenKind.Number or TokenKind.Ordinal or TokenKind.Range or TokenKind.Until));
        }

        (cursor.Position, days) = (start, []);

        // 매월 1일 빼고 매일
        if (cursor.Peek() is { Kind: TokenKind.EveryUnit, Value: (int)TimeUnit.Month } && cursor.Peek(1).Kind is TokenKind.Number or TokenKind.Last or TokenKind.DayOfMonth)
        {
            cursor.Take();
        }

        // the second, which is a unit of time elsewhere
        if (cursor.Peek(-1).Kind == TokenKind.The && cursor.SeesUnit(TimeUnit.Second) && !NthClauses.Sees(cursor))
        {
            cursor.Take();
            found = new(item with { MonthDays = [2] }, [], [2]);
            return cursor.AtEnd || cursor.Peek().Kind is not (TokenKind.Of or TokenKind.Unit or TokenKind.Unknown);
        }

        if (NthClauses.Sees(cursor) || !DayClauses.TryMonthDay(cursor, listed: false, out var monthday) || monthday is < 0 or > 31)
        {
            return false;
        }

        found = new(item with { MonthDays = [monthday] }, [], DayClauses.IsBare(cursor, monthday) ? [monthday] : []);

        if (cursor.Sees(TokenKind.Of, TokenKind.The) && cursor.SeesUnit(TimeUnit.Month, 2))
        {
            cursor.Position += 3;
        }

        return true;
    }
}
