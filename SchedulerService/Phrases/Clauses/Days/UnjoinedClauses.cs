using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Clauses.Days;

/// <summary>
/// Items that stand side by side without a word that joins them. One may count the other (the second last Friday, 첫 3일), so they are no list. Days
/// of the week are: 월 수 금.
/// </summary>
internal static class UnjoinedClauses
{
    /// <summary>More days than these are offered by the first and the last of them only.</summary>
    private const int MostDaysWritten = 7;

    /// <summary>A number right behind another one, and what both count: "last Friday" behind "second".</summary>
    public static bool Counted(TokenCursor cursor, int first, List<Clause> clauses)
    {
        if (cursor.Sees(TokenKind.Number, TokenKind.DayCounter))
        {
            var days = cursor.Peek().Value;
            cursor.Position += 2;
            return Add(clauses, days is < 1 or > 31 ? [] : [.. first == 1 && days <= MostDaysWritten ? [Days(Enumerable.Range(1, days))] : Array.Empty<ScheduleShape>(), Days([days]), Days([Day(first)])]);
        }

        if (!NthClauses.TryOrdinal(cursor, out var second))
        {
            return false;
        }

        var (number, last) = (Math.Max(first, second), Math.Min(first, second) == -1);

        if (NthClauses.TryBusinessDay(cursor))
        {
            return Add(clauses,
            [
                .. first == 1 && second is > 1 and <= MostDaysWritten ? [Business([.. Enumerable.Range(1, second)])] : Array.Empty<ScheduleShape>(),
                .. last && number > 1 ? [Business(-number)] : Array.Empty<ScheduleShape>(),
                .. first == -1 && number is > 1 and <= MostDaysWritten ? [Business([.. Enumerable.Range(1, number).Select(nth => nth - number - 1)])] : Array.Empty<ScheduleShape>(),
                Business(first, second),
            ]);
        }

        if (DayClauses.TryDayNoun(cursor))
        {
            return Add(clauses, [.. last ? [Days([0])] : Array.Empty<ScheduleShape>(), Days([Day(number)]), Days([Day(first), Day(second)])]);
        }

        cursor.Skip(TokenKind.WeekWord);

        if (cursor.AtEnd || cursor.Peek().Kind is not (TokenKind.Day or TokenKind.DayPlural))
        {
            return false;
        }

        var day = cursor.Take().Value;
        NthDay[] both = [.. new[] { first, second }.Where(nth => nth is -1 or (>= 1 and <= 5)).Distinct().Select(nth => new NthDay(nth, day))];
        ScheduleShape[] list = both.Length > 0 ? [Weekdays(both)] : [];
        ScheduleShape[] each = both.Length > 1 ? [.. both.OrderBy(nth => nth.Nth).Select(nth => Weekdays(nth))] : [];
        return Add(clauses, last ? [.. each, .. list] : [.. list, .. each]);
    }

    /// <summary>
    /// Adds that what was read from the token <paramref name="start"/> on, the clauses from <paramref name="count"/> on, is not joined to a list of the
    /// same kind right before it, where it is so.
    /// </summary>
    public static void Mark(TokenCursor cursor, int start, List<Clause> clauses, int count)
    {
        var (before, kind) = (cursor.Listed, KindOf(clauses[count]));

        // "of the month" ends a list.
        cursor.Listed = (KindOf(clauses[^1]), cursor.Position);

        if (kind != ListedDays.None && (before.Kind == kind || (before.Kind, kind) == (ListedDays.Dates, ListedDays.MonthDays)) && IsNext(cursor, before.End, start))
        {
            clauses.Add(new Clause.Unjoined([]));
        }
    }

    private static bool IsNext(TokenCursor cursor, int end, int start)
    {
        for (var at = end; at < start; at++)
        {
            if (cursor.Peek(at - cursor.Position).Kind is not (TokenKind.At or TokenKind.In or TokenKind.Of or TokenKind.On or TokenKind.Particle or TokenKind.The))
            {
                return false;
            }
        }

        // A rule may begin with the word that joins.
        return cursor.Peek(start - cursor.Position).Kind != TokenKind.Join;
    }

    private static ListedDays KindOf(Clause clause) => clause switch
    {
        Clause.InMonths => ListedDays.Months,
        Clause.OnBusinessDays or Clause.OnMonthDays or Clause.OnNthDays => ListedDays.MonthDays,
        Clause.OnDate => ListedDays.Dates,
        _ => ListedDays.None,
    };

    private static bool Add(List<Clause> clauses, IReadOnlyList<ScheduleShape> readings)
    {
        clauses.Add(new Clause.Unjoined(readings));
        return true;
    }

    private static int Day(int ordinal) => ordinal is >= 1 and <= 31 ? ordinal : 0;

    private static ScheduleShape Days(IEnumerable<int> days) => new(ScheduleKind.Days) { MonthDays = [.. days.Distinct().OrderBy(day => day == 0 ? 32 : day)] };

    private static ScheduleShape Weekdays(params NthDay[] days) => new(ScheduleKind.Days) { NthDays = days };

    private static ScheduleShape Business(params int[] nth) => new(ScheduleKind.Days) { BusinessDays = [.. nth.Where(each => each is >= -23 and <= 23).Distinct()] };
}
