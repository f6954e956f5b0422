using AgentPlatform.Contracts.Schedules;
using Cronos;
using SchedulerService.Phrases;

namespace SchedulerService.Schedules;

/// <summary>Resolves a schedule as given into one with every default filled in, or says what is wrong with it.</summary>
internal static class ScheduleRules
{
    public const int NextRunsShown = 5;

    public static ScheduleResolution Resolve(ScheduleInput input, string defaultZone, DateTimeOffset now)
    {
        var errors = CommonErrors(input);
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
        var given = (input.Phrase, input.Frequency, input.Cron) switch
        {
            ({ }, _, _) => PhraseSchedules.Resolve(input, zoneId, input.HolidayCalendar ?? (zoneId is "Asia/Seoul" or "ROK" ? "KR" : null), local),
            (_, { }, _) => FrequencyForm.Read(input, local) is { Errors: var wrong, Shape: var shape } && wrong.Count > 0
                ? new ScheduleResolution.Invalid(wrong)
                : new ScheduleResolution.Resolved(FromForm(input, shape!, zoneId)),
            _ => FromCron(input.Cron!, zoneId),
        };

        return given is ScheduleResolution.Resolved { Schedule: var schedule } ? WithRuns(schedule, input, now) : given;
    }

    /// <summary>The same schedule with the instants that are next now.</summary>
    public static IReadOnlyList<DateTimeOffset> NextRuns(Schedule schedule, DateTimeOffset now, int count) =>
        new ScheduleClock(schedule).After(now).Take(count).ToArray();

    private static Dictionary<string, string[]> CommonErrors(ScheduleInput input)
    {
        var errors = new Dictionary<string, string[]>();
        var forms = new[] { input.Phrase, input.Frequency, input.Cron }.Count(form => form is not null);

        if (forms != 1)
        {
            errors["schedule"] = ["Give exactly one of phrase, frequency or cron."];
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

        if (input.Overlap is not (null or "skip"))
        {
            errors["overlap"] = ["Only 'skip' is supported so far."];
        }

        if (input.CatchUp is not (null or "last"))
        {
            errors["catchUp"] = ["Only 'last' is supported so far."];
        }

        if (input.CatchUpWindow is not (null or "PT24H" or "P1D"))
        {
            errors["catchUpWindow"] = ["Only 'PT24H' is supported so far."];
        }

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
    };

    private static ScheduleResolution FromCron(string cron, string zone)
    {
        var fields = string.Join(' ', cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        if (fields.Split(' ').Length is not (5 or 6))
        {
            return new ScheduleResolution.Invalid("cron", "A cron expression has 5 fields, or 6 with seconds first.");
        }

        try
        {
            ScheduleClock.Parse(fields);
        }
        catch (CronFormatException problem)
        {
            return new ScheduleResolution.Invalid("cron", problem.Message);
        }

        return new ScheduleResolution.Resolved(new() { Cron = fields, TimeZone = zone, Text = ScheduleSentences.SayCron(fields, zone) });
    }

    private static ScheduleResolution WithRuns(Schedule schedule, ScheduleInput input, DateTimeOffset now)
    {
        var bounded = schedule with { StartAt = input.StartAt?.ToUniversalTime(), EndAt = input.EndAt?.ToUniversalTime(), JitterSeconds = input.JitterSeconds ?? 0 };
        var runs = NextRuns(bounded, now, NextRunsShown);

        if (runs.Count > 0)
        {
            return new ScheduleResolution.Resolved(bounded with { NextRuns = runs });
        }

        var field = input.EndAt is not null || input.StartAt is not null ? "endAt" : bounded.At is not null ? "at" : "cron";
        return new ScheduleResolution.Invalid(input.Phrase is not null && field != "endAt" ? "phrase" : field, "The schedule has no instant in the future.");
    }
}
