using AgentPlatform.Contracts.Schedules;
using SchedulerService.Holidays;
using SchedulerService.Phrases;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Schedules.Input;

/// <summary>Resolves a schedule as given into one with every default filled in, or says what is wrong with it.</summary>
internal static class ScheduleRules
{
    public const int NextRunsShown = 5;

    /// <summary>Stands where the sentence comes once the whole schedule is known.</summary>
    private static readonly LocalizedText Unsaid = new("", "");

    /// <summary>What a refused phrase is offered in its place is itself accepted: in the same zone, at the same moment, with all that stands beside it.</summary>
    public static ScheduleResolution Resolve(ScheduleInput input, string defaultZone, DateTimeOffset now, bool mayBeOver = false) => Read(input, defaultZone, now) switch
    {
        not ScheduleResolution.Resolved when mayBeOver && PastSchedules.Read(input, defaultZone, now) is { } over => over,
        ScheduleResolution.Refused refused => new PhraseOffers(input, defaultZone, now).Instead(refused),
        var resolution => resolution,
    };

    /// <summary>As <see cref="Resolve"/>, with the suggestions of the grammar, which knows neither the zone nor its calendar.</summary>
    internal static ScheduleResolution Read(ScheduleInput input, string defaultZone, DateTimeOffset now)
    {
        var errors = CommonErrors(input).Concat(SpecRules.Check(input)).ToDictionary();
        var said = input.Phrase is { } phrase ? PhraseGrammar.ZoneOf(phrase) : null;
        var zoneId = input.TimeZone ?? said ?? defaultZone;

        if (!TimeZones.TryFind(zoneId, out var zone))
        {
            errors["timeZone"] = [$"'{zoneId}' is not an IANA time zone."];
        }
        else if (said is not null && said != zoneId)
        {
            errors["timeZone"] = [$"The phrase names the zone '{said}', and this field another one."];
        }

        if (errors.Count > 0)
        {
            return new ScheduleResolution.Invalid(errors);
        }

        var local = LocalTimes.FromInstant(now, zone);
        var readAt = input.PhraseReadAt is { } time ? LocalTimes.ToInstant(LocalTimes.Parse(time), zone) : now;
        var given = (input.Phrase, input.Frequency, input.Specs) switch
        {
            ({ }, _, _) => PhraseSchedules.Resolve(input, zoneId, HolidayCalendars.OfZone(zoneId), readAt),
            (_, _, { } specs) => new ScheduleResolution.Resolved(new() { Specs = SpecRules.Resolve(specs, now, local), TimeZone = zoneId, Text = Unsaid }),
            (_, { }, _) => FrequencyForm.Read(input, local) is { Errors: var wrong, Shape: var shape } && wrong.Count > 0
                ? new ScheduleResolution.Invalid(wrong)
                : new ScheduleResolution.Resolved(FromForm(input, shape!, zoneId), shape),
            _ => FromCron(input.Cron!, zoneId),
        };

        return given is ScheduleResolution.Resolved resolved ? WithRuns(resolved, input, now) : given;
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

        if (input.PhraseReadAt is { } readAt)
        {
            string? wrong = input.Phrase is null ? "This field belongs to the phrase."
                : !LocalTimes.TryParse(readAt, out var time) ? LocalTimes.Form
                : LocalTimes.IsInReach(time) ? null : LocalTimes.Reach;
            if (wrong is not null)
            {
                errors["phraseReadAt"] = [wrong];
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

        if (input.EndAt is { } last && !LocalTimes.IsInReach(last.UtcDateTime))
        {
            errors["endAt"] = [LocalTimes.Reach];
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

    private static ScheduleResolution FromCron(string cron, string zone) => SpecRules.CronProblem(cron) is { } problem
        ? new ScheduleResolution.Invalid("cron", problem)
        : new ScheduleResolution.Resolved(new() { Cron = SpecRules.Fields(cron), TimeZone = zone, Text = Unsaid });

    private static ScheduleResolution WithRuns(ScheduleResolution.Resolved given, ScheduleInput input, DateTimeOffset now)
    {
        var schedule = given.Schedule;
        var whole = SpecRules.WithCalendar(PolicyRules.Apply(schedule, input) with
        {
            StartAt = schedule is { At: not null, StartAt: { } second } && !(input.StartAt > second) ? second : input.StartAt?.ToUniversalTime() ?? schedule.StartAt,
            EndAt = input.EndAt?.ToUniversalTime() ?? schedule.EndAt,
            JitterSeconds = input.JitterSeconds ?? schedule.JitterSeconds,
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
            return input.Phrase is null || (input.Except is not null && SpecRules.SilentField(whole with { Except = schedule.Except }, now) is null)
                ? new ScheduleResolution.Invalid(silent, "The schedule has no instant in the future.")
                : PhraseSchedules.Refuse(input.Phrase, given.Shape!, silent switch { "except" => RefusalCodes.NothingLeft, "at" => RefusalCodes.Past, _ => RefusalCodes.ImpossibleDate });
        }

        var runs = NextRuns(whole, now, NextRunsShown);
        return runs.Count > 0
            ? new ScheduleResolution.Resolved(whole with { NextRuns = runs, PhraseBounds = PhraseSchedules.Bounds(schedule, whole), Text = ScheduleSentences.Of(whole, given.Shape) }, given.Shape)
            : OutOfBounds(whole, input, now, given.Shape);
    }

    // Each rule has instants to come, and the bounds leave none of them: the one at fault is named, or the phrase that says it.
    private static ScheduleResolution OutOfBounds(Schedule whole, ScheduleInput input, DateTimeOffset now, ScheduleShape? shape)
    {
        var isEnd = NextRuns(whole with { EndAt = null }, now, 1).Count > 0;

        return input.Phrase is { } phrase && (isEnd ? input.EndAt : input.StartAt) is null ? PhraseSchedules.Refuse(phrase, shape!, RefusalCodes.NothingWithin)
            : isEnd ? new ScheduleResolution.Invalid("endAt", "The schedule has no instant in the future before its end.")
            : new ScheduleResolution.Invalid("startAt", "The schedule has no instant after its start.");
    }
}
