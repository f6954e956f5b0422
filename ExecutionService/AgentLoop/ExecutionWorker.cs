using System.Threading.Channels;
using AgentPlatform.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace ExecutionService.AgentLoop;

/// <summary>Works on queued runs, several at a time.</summary>
internal sealed partial class ExecutionWorker(IServiceProvider services, TimeProvider clock, IOptions<ExecutionOptions> options, ILogger<ExecutionWorker> logger) : BackgroundService
{
    /// <summary>Waiting runs for each running one; more wait in the store for the sweep.</summary>
    private const int QueuePerRun = 64;

    private readonly Channel<(string Id, bool Force, long Since)> _queue = Channel.CreateBounded<(string, bool, long)>(
        new BoundedChannelOptions(options.Value.MaxConcurrentRuns * QueuePerRun) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The name under which this process holds runs: a new one at every start, and one that tells operators where it ran.</summary>
    public string Owner { get; } = $"{Environment.MachineName}/{Environment.ProcessId}/{RandomId.New()}";

    /// <summary>How long a run is held without renewing.</summary>
    public TimeSpan Lease => TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    /// <summary>False when runs had better be offered to other replicas.</summary>
    public bool HasRoom => _queue.Reader.Count < options.Value.MaxConcurrentRuns * QueuePerRun / 2;

    /// <summary>
    /// Takes a run up; when the queue is full it is left to the sweep. With <paramref name="force"/>, also when another
    /// worker seems to hold it.
    /// </summary>
    public void Enqueue(string id, bool force = false) => _queue.Writer.TryWrite((id, force, clock.GetTimestamp()));

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        RunMetrics.ObserveQueue(() => _queue.Reader.TryPeek(out var first) ? clock.GetElapsedTime(first.Since) : TimeSpan.Zero);
        return Task.WhenAll(Enumerable.Range(0, options.Value.MaxConcurrentRuns).Select(_ => WorkAsync(stoppingToken)));
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        var runner = services.GetRequiredService<AgentRunner>();
        await foreach (var (id, force, _) in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await runner.RunAsync(id, force, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // Cut off by the stop, in whatever form it says so (gRPC has its own): another process takes the run up.
                return;
            }
            catch (Exception exception)
            {
                LogFailed(exception, id);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Work on execution {ExecutionId} broke off; the sweep takes it up again")]
    private partial void LogFailed(Exception exception, string executionId);
}
