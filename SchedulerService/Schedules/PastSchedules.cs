using AgentPlatform.Contracts.Schedules;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Schedules;

/// <summary>Schedules whose instants have all passed. They are read as of a time at which there were some to come.</summary>
internal static class PastSchedules
{
    /// <summary>A year holds an instant of nearly every rule; one that has none in the last year before its end is refused as it is.</summary>
    private const int DaysBeforeEnd = 366;

    /// <summary>The schedule, without instants to come; null where it never had any.</summary>
    public static ScheduleResolution? Read(ScheduleInput input, string defaultZone, DateTimeOffset now) => Times(input, defaultZone)
        .Where(time => time < now)
        .Select(time => ScheduleRules.Read(input, defaultZone, time))
        .OfType<ScheduleResolution.Resolved>()
        .Select(resolved => resolved with { Schedule = resolved.Schedule with { NextRuns = ScheduleRules.NextRuns(resolved.Schedule, now, ScheduleRules.NextRunsShown) } })
        .FirstOrDefault();

    private static IEnumerable<DateTimeOffset> Times(ScheduleInput input, string defaultZone)
    {
        if (!TimeZones.TryFind(input.TimeZone ?? defaultZone, out var zone))
        {
            yield break;
        }

        foreach (var text in new[] { input.At, input.PhraseReadAt }.OfType<string>())
        {
            if (LocalTimes.TryParse(text, out var local) && LocalTimes.IsInReach(local))
            {
                yield return LocalTimes.ToInstant(local, zone).AddSeconds(-1);
            }
        }

        if (input.EndAt is { } end && LocalTimes.IsInReach(end.UtcDateTime.AddDays(-DaysBeforeEnd)))
        {
            yield return input.StartAt?.AddTicks(-1) ?? end.AddDays(-DaysBeforeEnd);
        }
    }
}
