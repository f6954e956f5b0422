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

    /// <summary>The times between what is shown that clocks skip and the schedule leaves out (<c>gap: skip</c>), at most as many as instants; null when there are none.</summary>
    public static IReadOnlyList<SkippedTime>? Skipped(PreviewRequest request, Schedule schedule, IReadOnlyList<PreviewRun> runs, DateTimeOffset now)
    {
        var from = request.From ?? now;
        var max = request.Days is null ? request.Count ?? DefaultCount : MaxRuns;
        DateTimeOffset? last = runs.Count == 0 ? null : runs[^1].At;

        // What comes after the last of so many is not shown; where there are fewer, the span is shown to its end.
        var to = runs.Count >= max ? last : request.Days is { } days ? from.AddDays(days).AddTicks(-1) : schedule.EndAt ?? last;
        var skipped = new ScheduleClock(schedule).Skipped(from, to ?? from, max);
        return skipped.Count == 0 ? null : skipped;
    }
}
