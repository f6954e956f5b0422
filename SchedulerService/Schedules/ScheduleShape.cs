using SchedulerService.Phrases;

namespace SchedulerService.Schedules;

/// <summary>A schedule as people think of it: the common form of phrases, the frequency form, specs and common cron expressions.</summary>
internal sealed record ScheduleShape(ScheduleKind Kind)
{
    /// <summary>The length of an interval: hours of <see cref="ScheduleKind.Hours"/>, minutes otherwise.</summary>
    public int Every { get; init; } = 1;

    /// <summary>The minute of <see cref="ScheduleKind.Hours"/>.</summary>
    public int Minute { get; init; }

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

    /// <summary>Local time of the beginning: the anchor of <see cref="Step"/> and of <see cref="ScheduleKind.Elapsed"/>.</summary>
    public DateTime? From { get; init; }

    /// <summary>The last local day.</summary>
    public DateOnly? Until { get; init; }

    public DayExclusion Except { get; init; } = DayExclusion.None;

    /// <summary>Local date and time of a schedule that fires once.</summary>
    public DateTime At { get; init; }

    /// <summary>Whether days of the month are named, in whatever way.</summary>
    public bool HasMonthDays => MonthDays.Count + NthDays.Count + BusinessDays.Count > 0;

    /// <summary>Whether it fires on each day there is.</summary>
    public bool IsDaily => Kind == ScheduleKind.Days && Days == 0 && !HasMonthDays && Months.Count == 0 && Step is null;

    /// <summary>
    /// Whether <see cref="From"/> leaves out days of the week or month that it is in. An anchor alone does not: it names that week or month whole.
    /// </summary>
    public bool BeginsLate => Step is { } step && From is { } from && DateOnly.FromDateTime(from) is var first
        && Enumerable.Range(1, step.Unit == TimeUnit.Week ? ((int)first.DayOfWeek + 6) % 7 : step.Unit == TimeUnit.Month ? first.Day - 1 : 0).Any(back => Has(first.AddDays(-back)));

    /// <summary>Whether a calendar of public holidays is needed to tell its days.</summary>
    public bool NeedsHolidays => BusinessDays.Count > 0 || Except.Holidays;

    public ScheduleShape AtTime(int hour, int minute) => Kind == ScheduleKind.Once
        ? this with { At = At.Date.AddHours(hour).AddMinutes(minute) }
        : this with { Times = [(hour * 60) + minute] };

    /// <summary>Whether a local date is one of its days, as far as the calendar without holidays, steps and exclusions says.</summary>
    public bool Has(DateOnly date) =>
        (Days == 0 || (Days >> (int)date.DayOfWeek & 1) == 1)
        && (Months.Count == 0 || Months.Contains(date.Month))
        && (MonthDays.Count + NthDays.Count == 0
            || MonthDays.Contains(date.Day)
            || (MonthDays.Contains(0) && date.Day == DateTime.DaysInMonth(date.Year, date.Month))
            || NthDays.Any(nth => nth.Is(date)));
}
