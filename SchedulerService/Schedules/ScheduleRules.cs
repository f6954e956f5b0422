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
            ({ } phrase, _, _) => FromPhrase(phrase, zoneId, local),
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

    private static ScheduleResolution FromPhrase(string phrase, string zone, DateTime local) => PhraseGrammar.Read(phrase, local) switch
    {
        PhraseReading.Understood { Shape: var shape } => new ScheduleResolution.Resolved(FromShape(shape, zone) with { Phrase = phrase }),
        PhraseReading.Refused { Refusal: var refusal } => new ScheduleResolution.Refused(refusal, PhraseGrammar.LanguageOf(phrase)),
        var reading => throw new InvalidOperationException(reading.ToString()),
    };

    private static Schedule FromForm(ScheduleInput input, ScheduleShape shape, string zone) => FromShape(shape, zone) with
    {
        Frequency = input.Frequency,
        Time = shape.Kind == ScheduleKind.Once ? null : input.Time,
        DaysOfWeek = shape.Days == 0 ? null : [.. DaySet.Days(shape.Days).Select(day => DaySet.Names[day])],
        DayOfMonth = input.DayOfMonth,
    };

    private static Schedule FromShape(ScheduleShape shape, string zone) => new()
    {
        At = shape.Kind == ScheduleKind.Once ? LocalTimes.Format(shape.At) : null,
        Cron = shape.Kind == ScheduleKind.Once ? null : CronWriter.Write(shape),
        TimeZone = zone,
        Text = ScheduleSentences.Say(shape, zone),
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
        var bounded = PolicyRules.Apply(schedule, input) with { StartAt = input.StartAt?.ToUniversalTime(), EndAt = input.EndAt?.ToUniversalTime(), JitterSeconds = input.JitterSeconds ?? 0 };
        var runs = NextRuns(bounded, now, NextRunsShown);

        if (runs.Count > 0)
        {
            return new ScheduleResolution.Resolved(bounded with { NextRuns = runs });
        }

        var field = input.EndAt is not null || input.StartAt is not null ? "endAt" : bounded.At is not null ? "at" : "cron";
        return new ScheduleResolution.Invalid(input.Phrase is not null && field != "endAt" ? "phrase" : field, "The schedule has no instant in the future.");
    }
}
