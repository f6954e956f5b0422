using System.Text;
using Microsoft.Extensions.Options;

namespace ExecutionService.Sandboxes.Kubernetes.Execs;

/// <summary>Runs calls in a pod within their limits.</summary>
internal sealed partial class PodCalls(PodExec exec, IOptions<KubernetesSandboxOptions> options, TimeProvider clock, ILogger<PodCalls> logger)
{
    /// <summary>The exit code of a program that was killed.</summary>
    private const int Killed = 137;

    /// <summary>Runs a program until it ends by itself, or until a limit or <paramref name="cancellationToken"/> ends it with everything that it has started.</summary>
    public async Task<PodCallEnd> RunAsync(string pod, SandboxCall call, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var wallClock = call.WallClock ?? TimeSpan.FromSeconds(options.Value.CallSeconds);
        var input = Encoding.UTF8.GetBytes(call.StandardInput ?? "");
        var command = PodCommands.Run(call, input.Length, wallClock);

        using var output = new CallOutput(call.OutputBytes ?? options.Value.OutputBytes, call.OnOutputLine);
        using var wall = new CancellationTokenSource(wallClock, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(wall.Token, output.Overflow, cancellationToken);
        using var abort = new CancellationTokenSource();
        var stop = ends.Token;
        var running = exec.RunAsync(pod, command, input.Length == 0 ? null : (stream, token) => stream.WriteAsync(input, token).AsTask(), (channel, data) => output.TakeAsync(channel, data, stop), abort.Token);

        var lost = !await EndsByItselfAsync(running, stop) && !await KillAsync(pod, running, abort);
        if (!lost)
        {
            await output.FinishAsync(stop);
        }

        var end = output.Overflowed ? SandboxEnd.OutputLimit
            : cancellationToken.IsCancellationRequested ? SandboxEnd.Cancelled
            : wall.IsCancellationRequested ? SandboxEnd.WallClock
            : SandboxEnd.Exited;
        var how = lost ? new ExecEnd(null, Started: true) : await running;
        var result = new SandboxResult(end, end == SandboxEnd.Exited ? how.ExitCode ?? Killed : Killed, output.Output, output.Error, output.Overflowed, clock.GetElapsedTime(started));
        return new PodCallEnd(result, lost, end == SandboxEnd.Exited ? how.Broken : null, how.Started);
    }

    private static async Task<bool> EndsByItselfAsync(Task running, CancellationToken stop)
    {
        try
        {
            await running.WaitAsync(stop);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return running.IsCompleted;
        }
    }

    /// <summary>Whether the program is dead for certain; if not, its pod has to go.</summary>
    private async Task<bool> KillAsync(string pod, Task running, CancellationTokenSource abort)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.KillSeconds), clock);
        try
        {
            var killing = await exec.RunAsync(pod, PodCommands.KillAll, null, (_, _) => ValueTask.CompletedTask, limit.Token);
            if (killing.Broken is null)
            {
                await running.WaitAsync(limit.Token);
                return true;
            }

            LogNotKilled(logger, killing.Broken, pod);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            LogNotKilled(logger, exception, pod);
        }

        await abort.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(1), clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return false;
    }

    [LoggerMessage(LogLevel.Warning, "What runs in the pod {Pod} was not killed in time; the pod is deleted")]
    private static partial void LogNotKilled(ILogger logger, Exception exception, string pod);
}

/// <summary>How a call ended in a pod.</summary>
/// <param name="Result">What it comes to.</param>
/// <param name="Lost">The program may still run, so the pod has to go.</param>
/// <param name="Broken">What broke the connection while nobody wanted to end the program.</param>
/// <param name="Started">Whether anything can have run.</param>
internal sealed record PodCallEnd(SandboxResult Result, bool Lost, Exception? Broken, bool Started);
