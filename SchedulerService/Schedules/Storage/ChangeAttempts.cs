using AgentPlatform.Firestore;

namespace SchedulerService.Schedules.Storage;

/// <summary>
/// How one change of a schedule gets on. Others write the same document meanwhile, the firing loop above all: a race that was lost
/// is run again after a short random pause, as long as somebody gets on and patience lasts.
/// </summary>
internal sealed class ChangeAttempts(string agentId, TimeSpan patience, TimeProvider clock)
{
    /// <summary>Races lost one after another though the document stayed as it was.</summary>
    private const int MaxStill = 10;

    /// <summary>The longest pause is 160 ms.</summary>
    private const int MaxDoublings = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly long _began = clock.GetTimestamp();
    private Timestamp? _lostOver;
    private int _lost;
    private int _still;

    /// <summary>Steps in which what is due was decided, here or by others, and more was due after each.</summary>
    public int Steps { get; set; }

    /// <summary>Waits a moment after a race over the document as it was read (null: none was there).</summary>
    /// <exception cref="ScheduleBusyException">It was the last.</exception>
    public async Task LostAsync(StoredSchedule? read, CancellationToken cancellationToken)
    {
        _still = _lost > 0 && read?.StoredAt == _lostOver ? _still + 1 : 0;
        _lostOver = read?.StoredAt;
        _lost++;
        if (_still >= MaxStill || clock.GetElapsedTime(_began) >= patience)
        {
            throw new ScheduleBusyException(agentId);
        }

        await Task.Delay(Pause * (1 << Math.Min(_lost, MaxDoublings)) * Random.Shared.NextDouble(), clock, cancellationToken);
    }
}
