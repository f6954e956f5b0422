using SchedulerService.Phrases.Words;

namespace SchedulerService.Schedules.Shapes;

/// <summary>A schedule as people think of it: the common form of phrases, the frequency form, specs and common cron expressions.</summary>
internal sealed record ScheduleShape(ScheduleKind Kind)
{
    /// <summary>The length of an interval: hours of <see cref="ScheduleKind.Hours"/>, seconds of <see cref="ScheduleKind.Elapsed"/>, minutes otherwise.</summary>
    public int Every { get; init; } = 1;

    /// <summary>The minutes of <see cref="ScheduleKind.Hours"/>, in rising order.</summary>
    public IReadOnlyList<int> Minutes { get; init; } = [0];

    /// <summary>The part of the day in which <see cref="ScheduleKind.Minutes"/> fire; their interval then counts from its beginning.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>Times of day of <see cref="ScheduleKind.Days"/> in minutes since midnight, in rising order.</summary>
    public IReadOnlyList<int> Times { get; init; } = [];

    /// <summary>Days of the week as bits, bit 0 is Sunday; zero is any day.</summary>
    public int Days { get; init; }

    /// <summary>Days of the month in rising order; zero is the last one.</summary>
    public IReadOnlyList<int> MonthDays { get; init; } = [];

    public IReadOnlyList<NthDay> NthDays { get; init; } = [];

    /// <summary>The n-th business day of the month, from its end when negative.</summary>
    public IReadOnlyList<int> BusinessDays { get; init; } = [];

    /// <summary>Months, 1 to 12, in rising order; none is any month.</summary>
    public IReadOnlyList<int> Months { get; init; } = [];

    public DayStep? Step { get; init; }

    /// <summary>Local time of the beginning, to the second: the anchor of <see cref="ScheduleKind.Elapsed"/>; its day is the anchor of <see cref="Step"/>.</summary>
    public DateTime? From { get; init; }

    /// <summary>The last local second: 23:59:59 where a whole day is the last.</summary>
    public DateTime? Until { get; init; }

    public DayExclusion Except { get; init; } = DayExclusion.None;

    /// <summary>What becomes of times that clocks skip: <c>next</c> or <c>skip</c>.</summary>
    public string Gap { get; init; } = "next";

    /// <summary>What becomes of times that come twice: <c>first</c> or <c>both</c>.</summary>
    public string Fold { get; init; } = "first";

    /// <summary>Whose public holidays count, where they are not those of the zone.</summary>
    public string? HolidayCalendar { get; init; }

    /// <summary>How late a run may start by the schedule's own will, in seconds.</summary>
    public int JitterSeconds { get; init; }

    /// <summary>How much time passes from the reading until a schedule that fires once; null where a date and time were said. <see cref="At"/> is then what a clock without changes would show.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Local date and time of a schedule that fires once.</summary>
    public DateTime At { get; init; }

    /// <summary>Whether days of the month are named, in whatever way.</summary>
    public bool HasMonthDays => MonthDays.Count + NthDays.Count + BusinessDays.Count > 0;

    /// <summary>Whether it fires on each day there is.</summary>
    public bool IsDaily => Kind == ScheduleKind.Days && Days == 0 && !HasMonthDays && Months.Count == 0 && Step is null;

    /// <summary>
    /// Whether <see cref="From"/> leaves out days of the week or month that it is in, or hours of its day. An anchor alone does not: it names
    /// that week or month whole.
    /// </summary>
    public bool BeginsLate => Step is { } step && From is { } from && DateOnly.FromDateTime(from) is var first
        && (from.TimeOfDay != TimeSpan.Zero
            || Enumerable.Range(1, step.Unit == TimeUnit.Week ? ((int)first.DayOfWeek + 6) % 7 : step.Unit == TimeUnit.Month ? first.Day - 1 : 0).Any(back => Counts(first.AddDays(-back))));

    /// <summary>Days of the month that some of its months lack.</summary>
    public IEnumerable<int> LackedDays => MonthDays.Where(day => day > (Months.Count == 0 ? 28 : Months.Min(month => DateTime.DaysInMonth(2027, month))));

    /// <summary>Whether a calendar of public holidays is needed to tell its days.</summary>
    public bool NeedsHolidays => BusinessDays.Count > 0 || Except.Holidays;

    /// <summary>Whether an interval of <see cref="ScheduleKind.Minutes"/> or <see cref="ScheduleKind.Hours"/>, which counts from midnight, has an instant at that time of the day.</summary>
    public bool HasStep(int hour, int minute, int second) => second == 0 && (Kind == ScheduleKind.Minutes ? minute % Every == 0 : hour % Every == 0 && Minutes.Contains(minute));

    public ScheduleShape AtTime(int hour, int minute) => Kind == ScheduleKind.Once
        ? this with { At = At.Date.AddHours(hour).AddMinutes(minute) }
        : this with { Times = [(hour * 60) + minute] };

    /// <summary>
    /// Whether a local date is one of those that <see cref="Step"/> counts from: the days of each n-th week, or of each n-th month as far as the
    /// calendar without holidays says. What else a rule asks of its days only leaves some of them out.
    /// </summary>
    public bool Counts(DateOnly date) => Step?.Unit switch
    {
        TimeUnit.Week => IsOfWeek(date),
        TimeUnit.Month when HasMonthDays => BusinessDays.Count > 0
            || MonthDays.Contains(date.Day)
            || (MonthDays.Contains(0) && date.Day == DateTime.DaysInMonth(date.Year, date.Month))
            || NthDays.Any(nth => nth.Is(date)),
        TimeUnit.Month => IsOfWeek(date),
        _ => true,
    };

    private bool IsOfWeek(DateOnly date) => Days == 0 || (Days >> (int)date.DayOfWeek & 1) == 1;
}
