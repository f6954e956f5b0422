using System.ComponentModel.DataAnnotations;

namespace SchedulerService.Firing;

/// <summary>How due schedules are looked for.</summary>
internal sealed class FiringOptions
{
    public const string Section = "Firing";

    /// <summary>Seconds between looks. Default 1.</summary>
    [Range(1, 300)]
    public int IntervalSeconds { get; set; } = 1;

    /// <summary>Whether other schedulers share the work. Default true; false spares a lone one its lease.</summary>
    public bool Shared { get; set; } = true;

    /// <summary>Seconds after which a scheduler that has not renewed its membership counts as gone and the others do its part. Default 6.</summary>
    [Range(3, 60)]
    public int MemberLeaseSeconds { get; set; } = 6;

    /// <summary>Schedules read in one look; a full batch is followed by another at once. Default 100.</summary>
    [Range(1, 500)]
    public int BatchSize { get; set; } = 100;

    /// <summary>Instants of one schedule decided in one commit. Default 200; Firestore takes 500 writes.</summary>
    [Range(1, 400)]
    public int MaxInstantsPerCommit { get; set; } = 200;

    /// <summary>Seconds for which a run that ExecutionService does not know yet counts as running, for its message may be on the way. Default 300.</summary>
    [Range(1, 86_400)]
    public int StartGraceSeconds { get; set; } = 300;
}
