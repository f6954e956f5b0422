using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>Which date a clause means, seen from now.</summary>
internal sealed class DateMeaning(PhraseLanguage language, DateTime now)
{
    private readonly Suggestions _suggest = new(language);

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
            case Clause.OnDate { Month: var month, Day: { } day, Year: var year } when DateClauses.Exists(year, month, day) && (year is null or (>= 1970 and <= 2400)):
                found = year is { } known ? new(known, month, day) : Upcoming(month, day);
                return null;
            case Clause.OnDate { Month: >= 1 and <= 12, Day: null, Year: null or (>= 1970 and <= 2400) } whole:
                var of = whole.Year ?? (whole.Month < now.Month ? now.Year + 1 : now.Year);
                found = new(of, whole.Month, isEnd ? DateTime.DaysInMonth(of, whole.Month) : 1);

                // "11월부터", said in November, can also mean the next one.
                return whole.Year is null && !isEnd && whole.Month == now.Month ? RefusalCodes.AmbiguousDay : null;
            default:
                return RefusalCodes.ImpossibleDate;
        }
    }

    private PhraseReading InDays(int days, int hour, int minute) => days is >= 0 and <= 3660
        ? Once(now.Date.AddDays(days))
        : Refusals.Because(RefusalCodes.ImpossibleDate, _suggest.Of(Shape(now.Date.AddDays(1)).AtTime(hour, minute)));

    // Weeks begin on Monday. "Next Friday" said before Friday may be this week's or the one after: it is asked, not guessed.
    private PhraseReading InWeek(Clause.InWeek week, int hour, int minute)
    {
        var monday = now.Date.AddDays(-(((int)now.DayOfWeek + 6) % 7));
        var date = monday.AddDays((week.Weeks * 7) + ((week.Day + 6) % 7));
        var nearest = date.AddDays(-7);

        return !week.Exact && nearest > now.Date
            ? Refusals.Because(RefusalCodes.AmbiguousDay, _suggest.Of(Shape(nearest).AtTime(hour, minute), Shape(date).AtTime(hour, minute)))
            : date < now.Date
                ? Refusals.Because(RefusalCodes.Past, _suggest.Of(Shape(date.AddDays(7)).AtTime(hour, minute)))
                : Once(date);
    }

    // Without a year: the next such date whose time is still to come.
    private PhraseReading OnDate(Clause.OnDate day, int hour, int minute)
    {
        if (day.Day is not { } dayOfMonth || !DateClauses.Exists(null, day.Month, dayOfMonth) || day.Year is < 1 or > 9998)
        {
            return Refusals.Because(RefusalCodes.ImpossibleDate, _suggest.Of(Shape(now.Date.AddDays(1)).AtTime(hour, minute)));
        }

        var years = day.Year is { } known ? [known] : Enumerable.Range(now.Year, 9);
        var dates = years.Where(year => DateClauses.Exists(year, day.Month, dayOfMonth)).Select(year => new DateTime(year, day.Month, dayOfMonth)).ToArray();

        if (dates.Length == 0)
        {
            var last = DateTime.DaysInMonth(day.Year!.Value, day.Month);
            var near = new DateTime(day.Year.Value, day.Month, last);
            return Refusals.Because(RefusalCodes.ImpossibleDate, _suggest.Of(Shape(near > now ? near : now.Date.AddDays(1)).AtTime(hour, minute)));
        }

        var date = dates.FirstOrDefault(date => date.AddHours(hour).AddMinutes(minute) > now, dates[^1]);
        return date < now.Date
            ? Refusals.Because(RefusalCodes.Past, _suggest.Of(Shape(Upcoming(day.Month, dayOfMonth)).AtTime(hour, minute)))
            : Once(date);
    }

    private DateTime Upcoming(int month, int day)
    {
        var year = Enumerable.Range(now.Year, 9).First(year => DateClauses.Exists(year, month, day) && new DateTime(year, month, day) >= now.Date);
        return new(year, month, day);
    }

    private static PhraseReading.Understood Once(DateTime date) => new PhraseReading.Understood(Shape(date));

    private static ScheduleShape Shape(DateTime date) => new(ScheduleKind.Once) { At = date };
}
