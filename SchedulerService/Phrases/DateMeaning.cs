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
        if (day.Month is < 1 or > 12 || day.Day < 1 || day.Day > DateTime.DaysInMonth(2024, day.Month) || day.Year is < 1 or > 9998)
        {
            return Refusals.Because(RefusalCodes.ImpossibleDate, _suggest.Of(Shape(now.Date.AddDays(1)).AtTime(hour, minute)));
        }

        var years = day.Year is { } known ? [known] : Enumerable.Range(now.Year, 9);
        var dates = years.Where(year => day.Day <= DateTime.DaysInMonth(year, day.Month)).Select(year => new DateTime(year, day.Month, day.Day)).ToArray();

        if (dates.Length == 0)
        {
            var last = DateTime.DaysInMonth(day.Year!.Value, day.Month);
            var near = new DateTime(day.Year.Value, day.Month, last);
            return Refusals.Because(RefusalCodes.ImpossibleDate, _suggest.Of(Shape(near > now ? near : now.Date.AddDays(1)).AtTime(hour, minute)));
        }

        var date = dates.FirstOrDefault(date => date.AddHours(hour).AddMinutes(minute) > now, dates[^1]);
        return date < now.Date
            ? Refusals.Because(RefusalCodes.Past, _suggest.Of(Shape(Upcoming(day)).AtTime(hour, minute)))
            : Once(date);
    }

    private DateTime Upcoming(Clause.OnDate day)
    {
        var year = Enumerable.Range(now.Year, 9).First(year => day.Day <= DateTime.DaysInMonth(year, day.Month) && new DateTime(year, day.Month, day.Day) > now);
        return new(year, day.Month, day.Day);
    }

    private static PhraseReading.Understood Once(DateTime date) => new PhraseReading.Understood(Shape(date));

    private static ScheduleShape Shape(DateTime date) => new(ScheduleKind.Once) { At = date };
}
