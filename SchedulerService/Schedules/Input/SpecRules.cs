using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Definitions;
using Cronos;
using SchedulerService.Holidays;
using SchedulerService.Instants;

namespace SchedulerService.Schedules.Input;

/// <summary>The input rules of specs, exclusions, gaps and folds: what is wrong with them by field, and what their defaults are.</summary>
internal static class SpecRules
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(366);

    /// <summary>Messages by field, as a caller wrote it below <c>schedule</c>: <c>specs[1].days.everyWeeks</c>.</summary>
    public static Dictionary<string, string[]> Check(ScheduleInput input)
    {
        var errors = new FieldErrors("");
        AddIf(errors, input.Gap is not (null or "next" or "skip"), "gap", "One of next or skip.");
        AddIf(errors, input.Fold is not (null or "first" or "both"), "fold", "One of first or both.");
        AddIf(errors, input.HolidayCalendar is not (null or "KR"), "holidayCalendar", "KR is the one calendar of public holidays so far.");
        AddIf(errors, input.Specs is { Count: 0 or > 16 }, "specs", "1 to 16 items.");

        foreach (var (index, spec) in (input.Specs ?? []).Index())
        {
            Check(spec, $"specs[{index}]", errors);
        }

        if (input.Except is { } except)
        {
            DayChecks.Check(except, "except", errors);
        }

        return errors.ToDictionary();
    }

    /// <summary>Specs that passed, with every default filled in.</summary>
    public static IReadOnlyList<ScheduleSpec> Resolve(IReadOnlyList<ScheduleSpec> specs, DateTimeOffset now, DateTime local) =>
        [.. specs.Select(spec => spec with
        {
            Cron = spec.Cron is { } cron ? Fields(cron) : null,
            Every = spec.Every is { } every ? Durations.Plain(every) : null,
            Anchor = spec.Every is null ? null : WholeSecond(spec.Anchor ?? now),
            Days = spec.Days is { EveryDays: null, EveryWeeks: null, EveryMonths: null } or null
                ? spec.Days
                : spec.Days with { AnchorDate = spec.Days.AnchorDate ?? DayChecks.Format(DateOnly.FromDateTime(local)) },
        })];

    /// <summary>Both exclusions at once.</summary>
    public static ScheduleExclusion? Join(ScheduleExclusion? one, ScheduleExclusion? other) => (one, other) switch
    {
        ({ } first, { } second) => new()
        {
            DaysOfWeek = Join(first.DaysOfWeek, second.DaysOfWeek),
            DaysOfMonth = Join(first.DaysOfMonth, second.DaysOfMonth),
            Dates = Join(first.Dates, second.Dates),
            Holidays = first.Holidays || second.Holidays,
        },
        _ => one ?? other,
    };

    /// <summary>The schedule with the calendar of its zone, where it needs one and names none.</summary>
    public static Schedule WithCalendar(Schedule schedule) =>
        LacksCalendar(schedule) ? schedule with { HolidayCalendar = HolidayCalendars.OfZone(schedule.TimeZone) } : schedule;

    public static bool LacksCalendar(Schedule schedule) => schedule.HolidayCalendar is null && NeedsCalendar(schedule);

    /// <summary>Whether public holidays decide which days the schedule has.</summary>
    public static bool NeedsCalendar(Schedule schedule) => schedule.Except is { Holidays: true } || schedule.Specs?.Any(spec => spec.Days?.BusinessDays is not null) == true;

    /// <summary>The field of a rule that has no instant after <paramref name="now"/>, whatever the bounds; null when each has one.</summary>
    public static string? SilentField(Schedule schedule, DateTimeOffset now)
    {
        var unbounded = schedule with { StartAt = null, EndAt = null };
        var rules = schedule.Specs is { } specs
            ? specs.Select((spec, index) => ($"specs[{index}]", Rule: unbounded with { Specs = [spec] }))
            : [(schedule.At is null ? "cron" : "at", unbounded)];

        foreach (var (field, rule) in rules.Where(rule => IsSilent(rule.Rule, now)))
        {
            return rule.Except is not null && !IsSilent(rule with { Except = null }, now) ? "except" : field;
        }

        return null;
    }

    /// <summary>What is wrong with a cron expression; null when nothing is.</summary>
    public static string? CronProblem(string cron)
    {
        if (Fields(cron).Split(' ').Length is not (5 or 6))
        {
            return "A cron expression has 5 fields, or 6 with seconds first.";
        }

        if (cron.Any(character => !char.IsWhiteSpace(character) && character is < ' ' or > '~'))
        {
            return "A cron expression has plain letters, digits and signs only.";
        }

        try
        {
            _ = CronRule.Parse(cron);
            return null;
        }
        catch (CronFormatException problem)
        {
            return problem.Message;
        }
        catch (MissingSeedException)
        {
            return "H, a value that is drawn, is not supported; name the value, or give jitterSeconds.";
        }
    }

    /// <summary>A cron expression with one space between its fields.</summary>
    public static string Fields(string cron) => string.Join(' ', cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void Check(ScheduleSpec? spec, string path, FieldErrors errors)
    {
        if (spec is null || new object?[] { spec.Cron, spec.Every, spec.Times }.Count(form => form is not null) != 1)
        {
            errors.Add(path, "Give exactly one of cron, every or times.");
            return;
        }

        errors.Collect(spec, $"{path}.");
        AddIf(errors, spec.Anchor is not null && spec.Every is null, $"{path}.anchor", "An anchor belongs to every.");
        AddIf(errors, spec.Anchor is { } anchor && !LocalTimes.IsInReach(anchor.UtcDateTime), $"{path}.anchor", LocalTimes.Reach);
        AddIf(errors, spec.Days is not null && spec.Times is null, $"{path}.days", "Days belong to times.");

        if (spec.Cron is { } cron && CronProblem(cron) is { } problem)
        {
            errors.Add($"{path}.cron", problem);
        }

        AddIf(errors, spec.Every is { } every && !(Durations.TryParse(every, out var duration) && duration >= ShortestInterval && duration <= LongestInterval), $"{path}.every", "An ISO 8601 duration of weeks, days, hours, minutes or seconds, from PT1M to P366D, such as PT90M.");
        DayChecks.Each(spec.Times, $"{path}.times", DayChecks.IsTime, "The time must be HH:mm, from 00:00 to 23:59.", errors);

        if (spec.Days is { } days)
        {
            DayChecks.Check(days, $"{path}.days", errors);
        }
    }

    private static bool IsSilent(Schedule schedule, DateTimeOffset now) => new ScheduleClock(schedule).Next(now) is null;

    private static DateTimeOffset WholeSecond(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private static IReadOnlyList<T>? Join<T>(IReadOnlyList<T>? one, IReadOnlyList<T>? other) => one is null || other is null ? one ?? other : [.. one.Union(other)];

    private static void AddIf(FieldErrors errors, bool condition, string field, string message)
    {
        if (condition)
        {
            errors.Add(field, message);
        }
    }
}
