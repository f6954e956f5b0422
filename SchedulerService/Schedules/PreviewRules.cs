using AgentPlatform.Contracts.Schedules;

namespace SchedulerService.Schedules;

/// <summary>Which instants a preview shows: those of a number, or all of a span of days.</summary>
internal static class PreviewRules
{
    /// <summary>The most instants in one answer; more are refused rather than cut off in silence.</summary>
    public const int MaxRuns = 10_000;

    private const int DefaultCount = 10;

    /// <summary>Null when the days hold more than <see cref="MaxRuns"/>. An instant at <c>from</c> itself is shown.</summary>
    public static IReadOnlyList<PreviewRun>? Runs(PreviewRequest request, Schedule schedule, DateTimeOffset now)
    {
        var clock = new ScheduleClock(schedule);
        var from = request.From ?? now;
        var instants = clock.After(request.From is null ? from : from.AddTicks(-1));
        var shown = request.Days is { } days
            ? instants.TakeWhile(instant => instant < from.AddDays(days)).Take(MaxRuns + 1).ToArray()
            : instants.Take(request.Count ?? DefaultCount).ToArray();
        return shown.Length > MaxRuns ? null : [.. shown.Select(clock.Preview)];
    }
}
