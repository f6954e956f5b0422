using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Input;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings;

/// <summary>Which date a clause means, seen from now.</summary>
internal sealed class DateMeaning(Suggestions suggest, DateTime now)
{
    /// <summary>The month of a year without one: "until 2027" may be its beginning or its end.</summary>
    public const int WholeYear = 0;

    public PhraseReading Resolve(Clause date, int hour, int minute) => date switch
    {
        Clause.InDays { Days: var days } => InDays(days, hour, minute),
        Clause.InWeek week => InWeek(week, hour, minute),
        Clause.OnDate day => OnDate(day, hour, minute),
        _ => throw new ArgumentException($"{date.GetType().Name} is not a date.", nameof(date)),
    };

    /// <summary>The day on which something begins or ends; a refusal's code when there is none. A month begins with its first day and ends with its last.</summary>
    public string? Find(Clause date, bool isEnd, out DateTime found)
    {
        found = default;

        switch (date)
        {
            case Clause.InDays { Days: <= 3660 and var days }:
                found = now.Date.AddDays(days);
                return null;
            case Clause.InWeek week:
                var reading = InWeek(week, 0, 0);
                found = reading is PhraseReading.Understood { Shape: var shape } ? shape.At : default;
                return reading is PhraseReading.Refused { Refusal: var refusal } ? refusal.Code : null;
            case Clause.OnDate { Month: var month, Day: { } day, Year: var year } when DateClauses.Exists(year, month, day) && (year is null or (>= LocalTimes.FirstYear and <= LocalTimes.LastYear)):
                found = year is { } known ? new(known, month, day) : Upcoming(month, day);
                return null;
            case Clause.OnDate { Month: >= 1 and <= 12, Day: null, Year: null or (>= LocalTimes.FirstYear and <= LocalTimes.LastYear) } whole:
                var of = whole.Year ?? (whole.Month < now.Month ? now.Year + 1 : now.Year);
                found = new(of, whole.Month, isEnd ? DateTime.DaysInMonth(of, whole.Month) : 1);

                // "11월부터", said in November, can also mean the next one.
                return whole.Year is null && !isEnd && whole.Month == now.Month ? RefusalCodes.AmbiguousDay : null;
            case Clause.OnDate { Month: WholeYear, Day: null, Year: >= LocalTimes.FirstYear and <= LocalTimes.LastYear }:
                return RefusalCodes.AmbiguousRule;
            default:
                return RefusalCodes.ImpossibleDate;
        }
    }

    /// <summary>Dates next to one that there is not, or that is not clear: the last of its month and the first after it. None when it says no month.</summary>
    public IEnumerable<DateTime> Nearest(Clause date)
    {
        if (date is Clause.InWeek week)
        {
            var nearest = OfWeek(week).AddDays(-7);
            return nearest < now.Date ? [OfWeek(week), OfWeek(week).AddDays(7)] : [nearest, OfWeek(week)];
        }

        if (date is Clause.OnDate { Month: WholeYear, Day: null, Year: { } whole })
        {
            return [.. new[] { whole - 1, whole }.Where(year => year >= now.Year).DefaultIfEmpty(now.Year).Select(year => new DateTime(year, 12, 31))];
        }

        if (date is not Clause.OnDate { Month: >= 0 and <= 13 } missing)
        {
            return [];
        }

        var (month, isFirst) = (Math.Clamp(missing.Month, 1, 12), missing.Month is 0 or 13 || missing.Day is null or < 1);
        var last = In(missing.Year is >= LocalTimes.FirstYear and <= LocalTimes.LastYear and var year ? year : now.Year);
        last = last < now.Date ? In(now.Year) : last;
        last = last < now.Date ? In(now.Year + 1) : last;
        return missing.Month == 13 ? [last, last.AddMonths(1)] : isFirst ? [last] : [last, last.AddDays(1)];

        DateTime In(int year) => new(year, month, isFirst ? 1 : DateTime.DaysInMonth(year, month));
    }

    private PhraseReading InDays(int days, int hour, int minute) => days is >= 0 and <= 3660
        ? Once(now.Date.AddDays(days))
        : Refusals.Because(RefusalCodes.ImpossibleDate, suggest.Of(Shape(now.Date.AddDays(3660)).AtTime(hour, minute)));

    // Weeks begin on Monday. "Next Friday" said before Friday may be this week's or the one after: it is asked, not guessed.
    private PhraseReading InWeek(Clause.InWeek week, int hour, int minute)
    {
        var date = OfWeek(week);
        var nearest = date.AddDays(-7);

        return !week.Exact && nearest > now.Date
            ? Refusals.Because(RefusalCodes.AmbiguousDay, suggest.Of(Shape(nearest).AtTime(hour, minute), Shape(date).AtTime(hour, minute)))
            : date < now.Date
                ? Refusals.Because(RefusalCodes.Past, suggest.Of(Shape(date.AddDays(7)).AtTime(hour, minute)))
                : Once(date);
    }

    // Without a year: the next such date whose time is still to come.
    private PhraseReading OnDate(Clause.OnDate day, int hour, int minute)
    {
        int[] years = day.Year is { } known ? [known] : [.. Enumerable.Range(now.Year, 9)];
        DateTime[] dates = day.Day is { } dayOfMonth ? [.. years.Where(year => DateClauses.Exists(year, day.Month, dayOfMonth)).Select(year => new DateTime(year, day.Month, dayOfMonth))] : [];

        if (dates.Length == 0)
        {
            DateTime[] near = [.. Nearest(day).Where(date => date.AddHours(hour).AddMinutes(minute) > now)];
            return Refusals.Because(RefusalCodes.ImpossibleDate, suggest.Of((near.Length > 0 ? near : [now.Date.AddDays(1)]).Select(date => Shape(date).AtTime(hour, minute))));
        }

        var found = dates.FirstOrDefault(date => date.AddHours(hour).AddMinutes(minute) > now, dates[^1]);
        return found < now.Date
            ? Refusals.Because(RefusalCodes.Past, suggest.Of(Shape(Upcoming(found.Month, found.Day)).AtTime(hour, minute)))
            : Once(found);
    }

    private DateTime OfWeek(Clause.InWeek week) => now.Date.AddDays(-(((int)now.DayOfWeek + 6) % 7) + (week.Weeks * 7) + ((week.Day + 6) % 7));

    private DateTime Upcoming(int month, int day)
    {
        var year = Enumerable.Range(now.Year, 9).First(year => DateClauses.Exists(year, month, day) && new DateTime(year, month, day) >= now.Date);
        return new(year, month, day);
    }

    private static PhraseReading.Understood Once(DateTime date) => new PhraseReading.Understood(Shape(date));

    private static ScheduleShape Shape(DateTime date) => new(ScheduleKind.Once) { At = date };
}
