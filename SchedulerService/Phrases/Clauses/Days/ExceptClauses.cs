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

    /// <summary>The value of a word that belongs to the noun behind it, if there is one: 주말을 제외한 매출.</summary>
    public const int OfNoun = 4;

    public static bool Read(TokenCursor cursor, List<Clause> clauses)
    {
        var before = cursor.Peek() is { Kind: TokenKind.Except, Value: BeforeDays or BeforeAnything } && cursor.Skip(TokenKind.Except, TokenKind.For);

        if (!TryDays(cursor, out var days) || (!before && !TryAfter(cursor)))
        {
            return false;
        }

        clauses.Add(new Clause.Except(days));
        return true;
    }

    // 은/는/을/를 stand between the days and the word, and 하고 after it.
    private static bool TryAfter(TokenCursor cursor)
    {
        cursor.Skip(TokenKind.Particle, TokenKind.OnlySuffix);

        if (!cursor.TryTake(TokenKind.Except, out var word) || word.Value is BeforeDays or BeforeAnything)
        {
            return false;
        }

        cursor.Skip(TokenKind.Particle);
        return true;
    }

    private static bool TryDays(TokenCursor cursor, out DayExclusion days)
    {
        (days, var count, var before) = (DayExclusion.None, 0, DayExclusion.None);

        while (count < ClauseReader.MostItems)
        {
            var end = cursor.Position;
            cursor.Skip(TokenKind.Join, TokenKind.The, TokenKind.On);

            var isDay = cursor.Peek().Kind is TokenKind.Number or TokenKind.Ordinal;

            if ((count > 0 && cursor.Position == end) || !TryItem(cursor, out var item))
            {
                cursor.Position = end;
                break;
            }

            before = isDay ? OfSameMonth(before, item) : item;
            days = days.And(before);
            count++;
        }

        return count > 0;
    }

    // 12월 24일과 25일: of that month, where it has such a day.
    private static DayExclusion OfSameMonth(DayExclusion before, DayExclusion item) =>
        before.Dates is [var date] && item.MonthDays is [> 0 and var day] && DateOnly.TryParseExact($"2024-{date[^5..^3]}-{day:00}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? DayExclusion.None with { Dates = [string.Create(CultureInfo.InvariantCulture, $"{date[..^2]}{day:00}")] }
            : item;

    private static bool TryItem(TokenCursor cursor, out DayExclusion item)
    {
        item = DayExclusion.None;
        var start = cursor.Position;
        cursor.Skip(TokenKind.HolidayWord);

        if (cursor.TryTake(TokenKind.Holiday, out _))
        {
            item = item with { Holidays = true };
            return true;
        }

        cursor.Position = start;

        if (DateClauses.TryCalendar(cursor, out var date) && date is { Day: { } day } && DateClauses.Exists(date.Year, date.Month, day))
        {
            var monthDay = string.Create(CultureInfo.InvariantCulture, $"{date.Month:00}-{day:00}");
            item = item with { Dates = [date.Year is { } year ? string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{monthDay}") : monthDay] };
            return true;
        }

        cursor.Position = start;

        if (DayClauses.TryDay(cursor, out var set, out var isLetter) && !isLetter)
        {
            // 월요일부터 수요일까지 would be half read.
            item = item with { Days = set & DaySet.All };
            return !cursor.Sees(TokenKind.From) && !cursor.Sees(TokenKind.Range);
        }

        cursor.Position = start;

        // 매월 1일 빼고 매일
        if (cursor.Peek() is { Kind: TokenKind.EveryUnit, Value: (int)TimeUnit.Month } && cursor.Peek(1).Kind is TokenKind.Number or TokenKind.Last or TokenKind.DayOfMonth)
        {
            cursor.Take();
        }

        if (NthClauses.Sees(cursor) || !DayClauses.TryMonthDay(cursor, listed: false, out var monthday) || monthday is < 0 or > 31)
        {
            return false;
        }

        item = item with { MonthDays = [monthday] };

        if (cursor.Sees(TokenKind.Of, TokenKind.The) && cursor.SeesUnit(TimeUnit.Month, 2))
        {
            cursor.Position += 3;
        }

        return true;
    }
}
