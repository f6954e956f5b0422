using System.Collections.Concurrent;
using AgentPlatform.ServiceDefaults;
using AgentPlatform.ServiceDefaults.Limits;
using ExecutionService.AgentLoop.Holding;
using Microsoft.Extensions.Options;

namespace ExecutionService.AgentLoop;

/// <summary>Works on queued runs, several at a time: of one user no more than a part of them, and in turn with those of others.</summary>
internal sealed partial class ExecutionWorker(IServiceProvider services, TimeProvider clock, IOptions<ExecutionOptions> options, ILogger<ExecutionWorker> logger) : BackgroundService
{
    /// <summary>Waiting runs for each running one; more wait in the store for the sweep.</summary>
    private const int QueuePerRun = 64;

    private readonly ConcurrentDictionary<string, long> _waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _working = new();
    private readonly FairPlaces _places = new(options.Value.MaxConcurrentRuns, options.Value.MaxConcurrentRunsPerUser);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The name under which this process holds runs: a new one at every start, and one that tells operators where it ran.</summary>
    public string Owner { get; } = $"{Environment.MachineName}/{Environment.ProcessId}/{RandomId.New()}";

    /// <summary>How long a run is held without renewing.</summary>
    public TimeSpan Lease => TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    /// <summary>False when runs had better be offered to other replicas.</summary>
    public bool HasRoom => _waiting.Count < MaxWaiting / 2;

    private int MaxWaiting => options.Value.MaxConcurrentRuns * QueuePerRun;

    /// <summary>Takes a run up; when too many wait it is left to the sweep.</summary>
    public void Enqueue(string id, string userId, Urgency urgency = Urgency.InTurn)
    {
        // One that waits here already is not taken up twice.
        if (_waiting.Count >= MaxWaiting || (!_waiting.TryAdd(id, clock.GetTimestamp()) && urgency == Urgency.InTurn))
        {
            return;
        }

        var work = WorkAsync(id, userId, urgency);
        _working.TryAdd(work, true);
        work.ContinueWith(ended => _working.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public override void Dispose()
    {
        _stopping.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        RunMetrics.ObserveQueue(() => clock.GetElapsedTime(_waiting.Values.DefaultIfEmpty(clock.GetTimestamp()).Min()));
        _started.SetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync();
        await Task.WhenAll(_working.Keys);
    }

    private async Task WorkAsync(string id, string userId, Urgency urgency)
    {
        try
        {
            await _started.Task.WaitAsync(_stopping.Token);
            using var place = urgency == Urgency.End ? null : await _places.EnterAsync(userId, _stopping.Token);
            _waiting.TryRemove(id, out _);
            await services.GetRequiredService<AgentRunner>().RunAsync(id, urgency == Urgency.TakeOver, _stopping.Token);
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // Cut off by the stop, in whatever form it says so (gRPC has its own): another process takes the run up.
        }
        catch (Exception exception)
        {
            LogFailed(exception, id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Work on execution {ExecutionId} broke off; the sweep takes it up again")]
    private partial void LogFailed(Exception exception, string executionId);
}
