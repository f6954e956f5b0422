namespace SchedulerService.Tests.Firing.Races;

/// <summary>
/// Something that a process does. It stops before each call to the store or to ExecutionService until it is let go, so that
/// exactly one thing happens at a time and a seed decides in which order.
/// </summary>
internal sealed class RaceWorker(RaceProcess process, string name)
{
    private static readonly AsyncLocal<RaceWorker?> _current = new();

    private readonly Lock _gate = new();
    private TaskCompletionSource<RaceFault?>? _permit;
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static RaceWorker Current => _current.Value ?? throw new InvalidOperationException("A call was made outside of a worker.");

    public RaceProcess Process => process;

    public string Name => name;

    /// <summary>The latest time that the work has read: it goes on with it though the clock is set back meanwhile.</summary>
    public DateTimeOffset LatestRead { get; private set; }

    /// <summary>Stands still until this simulated time.</summary>
    public DateTimeOffset PausedUntil { get; set; }

    public bool IsDone { get; private set; }

    /// <summary>Null when the work came to its end.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Takes down that work, if any goes on here, has read a time.</summary>
    public static DateTimeOffset Read(DateTimeOffset now)
    {
        if (_current.Value is { } worker && worker.LatestRead < now)
        {
            worker.LatestRead = now;
        }

        return now;
    }

    /// <summary>Begins and returns when the first call waits, or the work has ended.</summary>
    public Task StartAsync(Func<Task> work)
    {
        _ = Task.Run(async () =>
        {
            _current.Value = this;
            try
            {
                await work();
            }
#pragma warning disable CA1031 // Whatever a killed process throws dies with it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Failure = exception;
            }

            Settle(done: true);
        });
        return SettledAsync();
    }

    /// <summary>Lets the waiting call go and returns when the next one waits, or the work has ended.</summary>
    public Task ReleaseAsync(RaceFault? fault)
    {
        TaskCompletionSource<RaceFault?> permit;
        lock (_gate)
        {
            permit = _permit!;
            _permit = null;
            _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        permit.SetResult(fault);
        return SettledAsync();
    }

    /// <summary>Called before each call: the fault that the call is to meet.</summary>
    public Task<RaceFault?> WaitAsync()
    {
        if (process.IsDead)
        {
            return Task.FromResult<RaceFault?>(RaceFault.KilledBefore);
        }

        Task<RaceFault?> permit;
        lock (_gate)
        {
            _permit = new(TaskCreationOptions.RunContinuationsAsynchronously);
            permit = _permit.Task;
        }

        Settle(done: false);
        return permit;
    }

    private void Settle(bool done)
    {
        lock (_gate)
        {
            IsDone = done;
            _settled.TrySetResult();
        }
    }

    private Task SettledAsync()
    {
        lock (_gate)
        {
            return _settled.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }
}
