using AgentPlatform.Contracts.Schedules;
using SchedulerService.Schedules;

namespace SchedulerService.Forecasting;

/// <summary>Which instants a preview shows: those of a number, or those of a span of days.</summary>
internal static class PreviewRules
{
    /// <summary>The most instants in one answer; of more the first are shown, and how many they are is told.</summary>
    public const int MaxRuns = 10_000;

    private const int DefaultCount = 10;

    /// <summary>An instant at <c>from</c> itself is shown.</summary>
    public static IReadOnlyList<PreviewRun> Runs(PreviewRequest request, Schedule schedule, DateTimeOffset now)
    {
        var clock = new ScheduleClock(schedule);
        var from = request.From ?? now;
        var instants = clock.After(request.From is null ? from : from.AddTicks(-1));
        var shown = request.Days is { } days
            ? instants.TakeWhile(instant => instant < from.AddDays(days)).Take(MaxRuns)
            : instants.Take(request.Count ?? DefaultCount);
        return [.. shown.Select(clock.Preview)];
    }
}
