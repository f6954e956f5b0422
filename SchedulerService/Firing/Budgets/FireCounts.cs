using SchedulerService.Firing.Rules;

namespace SchedulerService.Firing.Budgets;

/// <summary>What users' schedules have started in this minute and day, as read and as decided since.</summary>
internal sealed class FireCounts(FiringOptions options, IReadOnlyDictionary<string, FireCount> stored)
{
    private readonly Dictionary<string, FireCount> _counts = new(stored, StringComparer.Ordinal);

    /// <summary>Where counts of the user's are that are long past.</summary>
    public IReadOnlyList<(string Map, string Key)> Outdated(string userId) => stored.TryGetValue(userId, out var count) ? count.Outdated : [];

    /// <summary>The bounds of a decision for a user's schedule.</summary>
    public FiringLimits Limit(FiringLimits limits, string userId)
    {
        var count = _counts.GetValueOrDefault(userId);
        var (minute, day) = (options.MaxFiresPerUserPerMinute - count.Minute, options.MaxFiresPerUserPerDay - count.Day);
        return limits with
        {
            FiresLeft = Math.Max(0, Math.Min(minute, day)),
            OverBudgetReason = day <= minute
                ? $"more than {options.MaxFiresPerUserPerDay} scheduled runs of this user in a day"
                : $"more than {options.MaxFiresPerUserPerMinute} scheduled runs of this user in a minute",
        };
    }

    public void Add(string userId, int fires)
    {
        var count = _counts.GetValueOrDefault(userId);
        _counts[userId] = count with { Minute = count.Minute + fires, Day = count.Day + fires };
    }
}
