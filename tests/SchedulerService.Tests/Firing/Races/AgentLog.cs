using AgentPlatform.Contracts.Schedules;
using SchedulerService.Firing.Backlogs;
using SchedulerService.Firing.Rules;

namespace SchedulerService.Tests.Firing.Races;

/// <summary>What the commits so far say of one agent's schedule.</summary>
internal sealed class AgentLog
{
    public Schedule? Schedule { get; set; }

    public bool IsActive { get; set; }

    public long Revision { get; set; } = -1;

    /// <summary>The rules that counted, each from the moment of the change that gave it until that of the one that took it away; null while it counts.</summary>
    public List<(Schedule Schedule, DateTimeOffset From, DateTimeOffset? To)> Rules { get; } = [];

    public DateTimeOffset? Next { get; set; }

    public DateTimeOffset? LastDecided { get; set; }

    /// <summary>Until when instants of the rule may have been decided by the one before, whose look came before the message of the change.</summary>
    public DateTimeOffset? SharedUntil { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    public IReadOnlyList<DateTimeOffset> Waiting { get; set; } = [];

    public IReadOnlyList<DateTimeOffset> Backfill { get; set; } = [];

    public IReadOnlyList<Unsettled> Unsettled { get; set; } = [];

    public string BackfillOverlap { get; set; } = Overlaps.BufferAll;

    /// <summary>The last outcome of each instant.</summary>
    public SortedDictionary<DateTimeOffset, string> Records { get; } = [];

    /// <summary>Instants that the clock gave.</summary>
    public HashSet<DateTimeOffset> Passed { get; } = [];

    /// <summary>Instants that only a backfill put into the ledger.</summary>
    public HashSet<DateTimeOffset> Backfilled { get; } = [];

    public List<string> Fired { get; } = [];

    public DateTimeOffset LastFired { get; set; }

    public HashSet<string> Cancelled { get; } = [];
}
