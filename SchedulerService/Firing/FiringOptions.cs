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

    /// <summary>Schedules read at a time; a full batch is followed by another at once. Default 500. Memory grows with it and not with what is stored.</summary>
    [Range(1, 2000)]
    public int BatchSize { get; set; } = 500;

    /// <summary>
    /// Schedules decided in one look, all with its time; of a longer backlog the next look goes on at once. Default 5,000. Between
    /// batches the membership is renewed, so that nobody takes over what is worked on, and what others took over is left to them.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxSchedulesPerLook { get; set; } = 5000;

    /// <summary>Writes of one commit, which holds the decisions of several schedules. Default 300; Firestore takes 500.</summary>
    [Range(1, 500)]
    public int MaxWritesPerCommit { get; set; } = 300;

    /// <summary>Commits and questions about runs that are under way at a time. Default 8.</summary>
    [Range(1, 64)]
    public int MaxParallel { get; set; } = 8;

    /// <summary>Instants of one schedule decided in one commit, beside those that wait, and as many of what a change put aside, so that none of them waits for the other. Default 100: each takes a record, and Firestore takes 500 writes.</summary>
    [Range(1, 100)]
    public int MaxInstantsPerCommit { get; set; } = 100;

    /// <summary>Commits in which a request or a message decides what is due of a schedule before it changes it; what is due then still is recorded in the background and does not fire. Default 1, whoever makes it: the firing loop goes on meanwhile.</summary>
    [Range(1, 100)]
    public int SettleCommits { get; set; } = 1;

    /// <summary>Seconds for which a change tries again where others write the same schedule at the same time. Then a request gives up (503, or the bus brings it) and a message is retried later. Default 5.</summary>
    [Range(1, 60)]
    public int ChangePatienceSeconds { get; set; } = 5;

    /// <summary>Instants of one schedule that may wait for a run to end (<c>bufferAll</c>); further ones are skipped. Default 100.</summary>
    [Range(1, 100)]
    public int MaxWaiting { get; set; } = 100;

    /// <summary>Instants of a backfill that are started at a time where its runs do not wait for one another. Default 10 a second.</summary>
    [Range(1, 100)]
    public int BackfillBatch { get; set; } = 10;

    /// <summary>Seconds that an instant may be late and still fire where nothing is caught up (<c>catchUp: none</c>). Default 60: a restart or the death of a scheduler.</summary>
    [Range(1, 3600)]
    public int OnTimeSeconds { get; set; } = 60;

    /// <summary>Seconds after which ExecutionService is asked about a run that is waited for, for the message that it ended may be lost. Default 15.</summary>
    [Range(1, 3600)]
    public int WaitingCheckSeconds { get; set; } = 15;

    /// <summary>Seconds for which a run that ExecutionService does not know yet counts as running, for its message may be on the way. Default 300.</summary>
    [Range(1, 86_400)]
    public int StartGraceSeconds { get; set; } = 300;

    /// <summary>Seconds after which a schedule that could not be decided is tried again, so that it does not hold up others. Default 10.</summary>
    [Range(1, 3600)]
    public int RetrySeconds { get; set; } = 10;

    /// <summary>Scheduled runs that fail one after another until their schedule pauses itself, where it does not say otherwise; 0 for never. Default 10.</summary>
    [Range(0, 1000)]
    public int PauseAfterFailures { get; set; } = 10;

    /// <summary>Runs that one user's schedules start in a minute. Default 1,000. What several schedulers decide at the same moment may pass it by as much.</summary>
    [Range(1, 1_000_000)]
    public int MaxFiresPerUserPerMinute { get; set; } = 1000;

    /// <summary>Runs that one user's schedules start in a day (UTC). Default 20,000.</summary>
    [Range(1, 100_000_000)]
    public int MaxFiresPerUserPerDay { get; set; } = 20_000;
}
