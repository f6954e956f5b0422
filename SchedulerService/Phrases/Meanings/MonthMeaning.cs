using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Meanings.Days;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings;

/// <summary>Days of the month that the clauses name: by number, by day of the week, by business day; and in which months.</summary>
internal sealed class MonthMeaning(IReadOnlyList<Clause> clauses, Suggestions suggest, DateTime now)
{
    /// <summary>More days of a month than these are offered as every day.</summary>
    private const int MostDaysWritten = 15;

    private readonly int[] _days = Days(clauses);
    private readonly NthDay[] _nth = Nth(clauses);
    private readonly int[] _business = Business(clauses);

    public int Count => _days.Length + _nth.Length + _business.Length;

    public bool Any => Count > 0;

    /// <summary>The days that there are, of every month.</summary>
    public ScheduleShape Shape => ShapeOf(clauses);

    /// <summary>The days that there are of those that some clauses name, of every month.</summary>
    public static ScheduleShape ShapeOf(IReadOnlyList<Clause> clauses) => new(ScheduleKind.Days)
    {
        MonthDays = [.. Days(clauses).Where(day => day is >= 0 and <= 31).OrderBy(day => day == 0 ? 32 : day)],
        NthDays = [.. Nth(clauses).Where(nth => nth.Nth <= 5)],
        BusinessDays = [.. Business(clauses).Where(nth => nth is >= -23 and <= 23 and not 0)],
    };

    /// <summary>Whether the clauses name a day of the month that no month has.</summary>
    public static bool IsImpossible(IReadOnlyList<Clause> clauses) => clauses.Any(clause => clause switch
    {
        Clause.OnMonthDays { Days: var days } => days.Any(day => day is < 0 or > 31),
        Clause.OnNthDays { Days: var days } => days.Any(day => day.Nth > 5),
        Clause.OnBusinessDays { Nth: var days } => days.Any(nth => nth is < -23 or 0 or > 23),
        _ => false,
    });

    public PhraseReading Monthly(int hour, int minute)
    {
        var often = clauses.OfType<Clause.TimesPer>().FirstOrDefault(times => times.Unit == TimeUnit.Month);

        if (!Any)
        {
            return Refusals.Because(RefusalCodes.MissingDay, often is null
                ? suggest.Of(Suggestions.Monthly(1).AtTime(hour, minute), Suggestions.Monthly(15).AtTime(hour, minute), Suggestions.Monthly(0).AtTime(hour, minute))
                : suggest.Of((often.Count > MostDaysWritten ? new(ScheduleKind.Days) : Suggestions.Monthly(DayTimes.MonthDays([], often.Count))).AtTime(hour, minute)));
        }

        return often is null || often.Count == Count ? Checked(Shape, hour, minute)
            : Refusals.Because(RefusalCodes.CountMismatch, suggest.Of(Filled(often.Count).AtTime(hour, minute), Possible.AtTime(hour, minute)));
    }

    public PhraseReading Spaced(int months, int hour, int minute)
    {
        var step = new DayStep(TimeUnit.Month, months);

        if (!Any)
        {
            return Refusals.Because(RefusalCodes.MissingDay, suggest.Of((Suggestions.Monthly(1) with { Step = step }).AtTime(hour, minute), (Suggestions.Monthly(0) with { Step = step }).AtTime(hour, minute)));
        }

        // Which month is the first depends on holidays that are not known here, unless the phrase names the beginning.
        return _business.Length > 0 && !clauses.OfType<Clause.Starting>().Any()
            ? Refusals.Because(RefusalCodes.Unsupported, suggest.Of((Possible with { Step = step, From = new DateTime(now.Year, now.Month, 1).AddMonths(1) }).AtTime(hour, minute), Possible.AtTime(hour, minute)))
            : Checked(Shape with { Step = step }, hour, minute);
    }

    /// <summary>Days of a month without 매월: several of them recur, as several days of the week do; one may be the next, or every one.</summary>
    public PhraseReading Unsaid(int hour, int minute) => Count > 1
        ? Checked(Shape, hour, minute)
        : Refusals.Because(Shape.HasMonthDays ? RefusalCodes.AmbiguousDay : RefusalCodes.ImpossibleDate, suggest.Of([.. hour == 0 && NightReadings.IsSaid(clauses) ? NightReadings.Of(Possible, hour, minute) : [Possible.AtTime(hour, minute), .. Next(hour, minute)]]));

    /// <summary>Months without 매년.</summary>
    public PhraseReading InMonths(int hour, int minute) =>
        InYear(Months is { Count: > 0 } months ? months : [1]).AtTime(hour, minute) is var yearly && Any
            ? Refusals.Because(RefusalCodes.AmbiguousDay, suggest.Of([yearly, .. FirstOf(yearly)]))
            : Refusals.Because(RefusalCodes.MissingDay, suggest.Of(yearly));

    /// <summary>Once or several times a year: on dates, on days of named months, at the beginning or the end of quarters.</summary>
    public PhraseReading Yearly(Clause.Repeat every, IReadOnlyList<Clause.OnDate> dates, int hour, int minute)
    {
        if (clauses.OfType<Clause.TimesPer>().FirstOrDefault() is { Unit: TimeUnit.Year, Count: var often })
        {
            return Refusals.Because(RefusalCodes.Unsupported, suggest.Of(InYear(DayTimes.Months(often)).AtTime(hour, minute)));
        }

        if (every.Count != 1 || clauses.OfType<Clause.TimesPer>().Any())
        {
            ScheduleShape[] yearly = dates.Count > 0 ? [.. dates.Select(OnDate)] : [InYear([1]), InYear([1, 7])];
            return Refusals.Because(RefusalCodes.Unsupported, suggest.Of(yearly.Select(shape => shape.AtTime(hour, minute))));
        }

        if (every.Unit != TimeUnit.Year)
        {
            return dates.Count > 0 || Months.Count > 0
                ? Refusals.Because(RefusalCodes.Conflict, suggest.Of(InYear(Months.Count > 0 ? Months : [1]).AtTime(hour, minute)))
                : OfPeriods(every.Unit == TimeUnit.Quarter ? 3 : 6, hour, minute);
        }

        return dates.Count > 0 ? OnDates(dates, hour, minute)
            : Months.Count == 0 || !Any ? Refusals.Because(RefusalCodes.MissingDay, suggest.Of(InYear(Months is { Count: > 0 } months ? months : [1]).AtTime(hour, minute), InYear([12]).AtTime(hour, minute)))
            : Checked(Shape with { Months = Months }, hour, minute);
    }

    // 3월 2일과 9월 2일 share the day; 3월 2일과 9월 1일 are two schedules.
    private PhraseReading OnDates(IReadOnlyList<Clause.OnDate> dates, int hour, int minute)
    {
        int[] months = [.. dates.Select(date => date.Month).Concat(Months).Distinct().Order()];
        int[] days = [.. dates.Select(date => date.Day!.Value).Concat(_days).Distinct().OrderBy(day => day == 0 ? 32 : day)];
        ScheduleShape[] alone = [.. dates.Select(date => OnDate(date).AtTime(hour, minute))];
        ScheduleShape[] all = days.Length == 1 && Months.Count > 0 ? [Shape with { MonthDays = days, Months = [.. months.Where(month => month is >= 1 and <= 12)], Times = [(hour * 60) + minute] }] : [];

        if (dates.Any(date => date.Year is not null) || (_nth.Length + _business.Length > 0 && months.Length > 1) || Months.Count > 0)
        {
            return Refusals.Because(RefusalCodes.Conflict, suggest.Of([.. all, .. alone]));
        }

        return months.Length == 1 || dates.Select(date => (date.Month, date.Day)).Distinct().Count() == months.Length * days.Length
            ? Checked(Shape with { MonthDays = days, Months = months }, hour, minute)
            : Refusals.Because(RefusalCodes.SeveralTimes, suggest.Of(alone));
    }

    // One date of each year, or the first of its month where it is none of every year.
    private static ScheduleShape OnDate(Clause.OnDate date) => new(ScheduleKind.Days)
    {
        MonthDays = [date.Day is { } day && DateClauses.Exists(2027, date.Month, day) ? day : 1],
        Months = [Math.Clamp(date.Month, 1, 12)],
    };

    // The first of something is in the first month of a quarter, the last in its last; the 15th may be in any.
    private PhraseReading OfPeriods(int months, int hour, int minute)
    {
        int[] firsts = [.. Enumerable.Range(0, 12 / months).Select(i => (i * months) + 1)];
        int[] lasts = [.. firsts.Select(month => month + months - 1)];
        var isFirst = _days.All(day => day == 1) && _nth.All(nth => nth.Nth > 0) && _business.All(nth => nth > 0);
        var isLast = _days.All(day => day == 0) && _nth.All(nth => nth.Nth < 0) && _business.All(nth => nth < 0);

        return !Any ? Refusals.Because(RefusalCodes.MissingDay, suggest.Of(InYear(firsts).AtTime(hour, minute), (Suggestions.Monthly(0) with { Months = lasts }).AtTime(hour, minute)))
            : isFirst ? Checked(Shape with { Months = firsts }, hour, minute)
            : isLast ? Checked(Shape with { Months = lasts }, hour, minute)
            : Refusals.Because(RefusalCodes.AmbiguousDay, suggest.Of((Possible with { Months = firsts }).AtTime(hour, minute)));
    }

    private static int[] Days(IReadOnlyList<Clause> clauses) => [.. clauses.OfType<Clause.OnMonthDays>().SelectMany(clause => clause.Days).Distinct()];

    private static NthDay[] Nth(IReadOnlyList<Clause> clauses) => [.. clauses.OfType<Clause.OnNthDays>().SelectMany(clause => clause.Days).Distinct()];

    private static int[] Business(IReadOnlyList<Clause> clauses) => [.. clauses.OfType<Clause.OnBusinessDays>().SelectMany(clause => clause.Nth).Distinct()];

    private IReadOnlyList<int> Months => [.. clauses.OfType<Clause.InMonths>().SelectMany(clause => clause.Months).Where(month => month is >= 1 and <= 12).Distinct().Order()];

    // A shape with some day of the month, for suggestions.
    private ScheduleShape Possible => Shape.HasMonthDays ? Shape : Suggestions.Monthly(0);

    private ScheduleShape InYear(IReadOnlyList<int> months) => (Possible.MonthDays.Any(day => day > 28) || !Any ? Suggestions.Monthly(1) : Possible) with { Months = months };

    // The next of a day that was said by its number.
    private IEnumerable<ScheduleShape> Next(int hour, int minute) => Shape is { NthDays.Count: > 0 } ? FirstOf(Shape.AtTime(hour, minute)) : Shape is { MonthDays: [var day] }
        ? Enumerable.Range(0, 12).Select(ahead => new DateTime(now.Year, now.Month, 1).AddMonths(ahead))
            .Where(month => day <= DateTime.DaysInMonth(month.Year, month.Month))
            .Select(month => new ScheduleShape(ScheduleKind.Once) { At = month.AddDays((day == 0 ? DateTime.DaysInMonth(month.Year, month.Month) : day) - 1) }.AtTime(hour, minute))
            .Where(once => once.At > now).Take(1)
        : [];

    // The first time of a rule, as a clock without changes shows it; business days are not known here.
    private IEnumerable<ScheduleShape> FirstOf(ScheduleShape rule) =>
        !rule.NeedsHolidays && new ScheduleClock(SpecWriter.Write(rule, "UTC")).Next(new(now, TimeSpan.Zero)) is { } first ? [new(ScheduleKind.Once) { At = first.DateTime }] : [];

    // As many days as were said, those that were named among them.
    private ScheduleShape Filled(int count) => count < Count ? Possible : Shape with { MonthDays = DayTimes.MonthDays(Shape.MonthDays, count - Shape.NthDays.Count - Shape.BusinessDays.Count) };

    private PhraseReading Checked(ScheduleShape shape, int hour, int minute)
    {
        int[] months = [.. clauses.OfType<Clause.InMonths>().SelectMany(clause => clause.Months), .. shape.Months];

        if (!IsImpossible(clauses) && !_days.Concat(shape.MonthDays).Any(day => day is < 0 or > 31) && !months.Any(month => month is < 1 or > 12)
            && !(months.Length > 0 && shape.MonthDays.Any(day => months.All(month => day > DateTime.DaysInMonth(2024, month)))))
        {
            return new PhraseReading.Understood(shape);
        }

        // The nearest days of the same months.
        var near = new ScheduleShape(ScheduleKind.Days) { Months = [.. months.Where(month => month is >= 1 and <= 12).Distinct().Order()], Step = shape.Step };
        ScheduleShape[] days = _business.Length > 0 ? [near with { BusinessDays = [-1] }, near with { BusinessDays = [1] }]
            : _nth is [{ Day: var day }, ..] ? [near with { NthDays = [new(-1, day)] }, near with { NthDays = [new(4, day)] }]
            : [near with { MonthDays = [0] }, near with { MonthDays = [1] }];
        return Refusals.Because(RefusalCodes.ImpossibleDate, suggest.Of(days.Select(each => each.AtTime(hour, minute))));
    }
}
