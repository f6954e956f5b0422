using AgentPlatform.Contracts.Schedules;
using SchedulerService.Holidays;
using SchedulerService.Phrases;

namespace SchedulerService.Schedules;

/// <summary>Resolves a schedule as given into one with every default filled in, or says what is wrong with it.</summary>
internal static class ScheduleRules
{
    public const int NextRunsShown = 5;

    public static ScheduleResolution Resolve(ScheduleInput input, string defaultZone, DateTimeOffset now)
    {
        var errors = CommonErrors(input).Concat(SpecRules.Check(input)).ToDictionary();
        var zoneId = input.TimeZone ?? defaultZone;

        if (!TimeZones.TryFind(zoneId, out var zone))
        {
            errors["timeZone"] = [$"'{zoneId}' is not an IANA time zone."];
        }

        if (errors.Count > 0)
        {
            return new ScheduleResolution.Invalid(errors);
        }

        var local = LocalTimes.FromInstant(now, zone);
        var given = (input.Phrase, input.Frequency, input.Specs) switch
        {
            ({ }, _, _) => PhraseSchedules.Resolve(input, zoneId, input.HolidayCalendar ?? HolidayCalendars.OfZone(zoneId), local),
            (_, _, { } specs) => FromSpecs(SpecRules.Resolve(specs, now, local), input.Except, zoneId),
            (_, { }, _) => FrequencyForm.Read(input, local) is { Errors: var wrong, Shape: var shape } && wrong.Count > 0
                ? new ScheduleResolution.Invalid(wrong)
                : new ScheduleResolution.Resolved(FromForm(input, shape!, zoneId)),
            _ => FromCron(input.Cron!, input.Except, zoneId),
        };

        return given is ScheduleResolution.Resolved { Schedule: var schedule } ? WithRuns(schedule, input, now) : given;
    }

    /// <summary>The same schedule with the instants that are next now.</summary>
    public static IReadOnlyList<DateTimeOffset> NextRuns(Schedule schedule, DateTimeOffset now, int count) =>
        new ScheduleClock(schedule).After(now).Take(count).ToArray();

    private static Dictionary<string, string[]> CommonErrors(ScheduleInput input)
    {
        var errors = new Dictionary<string, string[]>();
        var forms = new object?[] { input.Phrase, input.Frequency, input.Cron, input.Specs }.Count(form => form is not null);

        if (forms != 1)
        {
            errors["schedule"] = ["Give exactly one of phrase, frequency, cron or specs."];
        }

        if (input.Frequency is null)
        {
            foreach (var (field, set) in new[] { ("time", input.Time is not null), ("daysOfWeek", input.DaysOfWeek is not null), ("dayOfMonth", input.DayOfMonth is not null), ("at", input.At is not null) })
            {
                if (set)
                {
                    errors[field] = ["This field belongs to the frequency form."];
                }
            }
        }

        PolicyRules.Check(input, errors);

        if (input.StartAt is { } start && input.EndAt is { } end && start >= end)
        {
            errors["endAt"] = ["The end must come after the start."];
        }

        if (input.StartAt is { } first && !LocalTimes.IsInReach(first.UtcDateTime))
        {
            errors["startAt"] = [LocalTimes.Reach];
        }

        if (input.At is { } at && LocalTimes.TryParse(at, out var local) && !LocalTimes.IsInReach(local))
        {
            errors["at"] = [LocalTimes.Reach];
        }

        if (input.JitterSeconds is < 0 or > 3600)
        {
            errors["jitterSeconds"] = ["The jitter must be from 0 to 3600 seconds."];
        }

        return errors;
    }

    private static Schedule FromForm(ScheduleInput input, ScheduleShape shape, string zone) => SpecWriter.Write(shape, zone) with
    {
        Frequency = input.Frequency,
        Time = shape.Kind == ScheduleKind.Once ? null : input.Time,
        DaysOfWeek = shape.Days == 0 ? null : [.. DaySet.Days(shape.Days).Select(day => DaySet.Names[day])],
        DayOfMonth = input.DayOfMonth,
        Text = ScheduleSentences.Say(shape with { Except = SpecReader.Read(input.Except) }, zone),
    };

    private static ScheduleResolution FromCron(string cron, ScheduleExclusion? except, string zone) => SpecRules.CronProblem(cron) is { } problem
        ? new ScheduleResolution.Invalid("cron", problem)
        : new ScheduleResolution.Resolved(new() { Cron = SpecRules.Fields(cron), TimeZone = zone, Text = ScheduleSentences.SayCron(SpecRules.Fields(cron), except, zone) });

    private static ScheduleResolution.Resolved FromSpecs(IReadOnlyList<ScheduleSpec> specs, ScheduleExclusion? except, string zone) =>
        new(new() { Specs = specs, TimeZone = zone, Text = ScheduleSentences.SaySpecs(specs, except, zone) });

    private static ScheduleResolution WithRuns(Schedule schedule, ScheduleInput input, DateTimeOffset now)
    {
        var whole = SpecRules.WithCalendar(PolicyRules.Apply(schedule, input) with
        {
            StartAt = input.StartAt?.ToUniversalTime() ?? schedule.StartAt,
            EndAt = input.EndAt?.ToUniversalTime() ?? schedule.EndAt,
            JitterSeconds = input.JitterSeconds ?? 0,
            Except = SpecRules.Join(schedule.Except, input.Except),
            HolidayCalendar = input.HolidayCalendar ?? schedule.HolidayCalendar,
            Gap = input.Gap ?? schedule.Gap,
            Fold = input.Fold ?? schedule.Fold,
        });

        if (SpecRules.LacksCalendar(whole))
        {
            return new ScheduleResolution.Invalid("holidayCalendar", $"Public holidays and business days need a calendar, and none belongs to the zone '{whole.TimeZone}': give holidayCalendar, such as KR.");
        }

        if (SpecRules.SilentField(whole, now) is { } silent)
        {
            return new ScheduleResolution.Invalid(input.Phrase is null || silent == "except" ? silent : "phrase", "The schedule has no instant in the future.");
        }

        var runs = NextRuns(whole, now, NextRunsShown);
        return runs.Count > 0
            ? new ScheduleResolution.Resolved(whole with { NextRuns = runs })
            : new ScheduleResolution.Invalid("endAt", "The schedule has no instant in the future.");
    }
}
