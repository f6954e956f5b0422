using System.Collections.Concurrent;
using ExecutionService.Sandboxes.Kubernetes.Copies;
using ExecutionService.Sandboxes.Kubernetes.Execs;
using ExecutionService.Sandboxes.Kubernetes.Pods;
using k8s.Models;

namespace ExecutionService.Sandboxes.Kubernetes;

/// <summary>The sandbox in a cluster: a pod for each run, in which its calls are executed one after another.</summary>
internal sealed partial class KubernetesSandbox(
    IRunPods pods, PodCalls calls, PodFates fates, WorkspaceCopies copies, KubernetesSandboxCheck check, TimeProvider clock, ILogger<KubernetesSandbox> logger) : ISandbox
{
    /// <summary>The exit code of a program that was killed.</summary>
    private const int Killed = 137;

    /// <summary>For what is done after a call whether or not its run is cancelled; a cancelled run ends within seconds.</summary>
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<string, SandboxRun> _runs = new(StringComparer.Ordinal);

    public SandboxStatus Status => check.Status;

    public async Task<SandboxResult> RunAsync(SandboxCall call, CancellationToken cancellationToken)
    {
        // A run that has a pod already goes on, though the last check failed: the API may be back.
        var refusal = (_runs.ContainsKey(call.ExecutionId) ? null : Status.Reason) ?? CallRules.Refusal(call);
        if (refusal is not null)
        {
            throw new SandboxFailedException(refusal);
        }

        var started = clock.GetTimestamp();
        var run = _runs.GetOrAdd(call.ExecutionId, _ => new SandboxRun());
        try
        {
            await run.Turn.WaitAsync(cancellationToken);
            try
            {
                return await RunInTurnAsync(run, call, cancellationToken);
            }
            finally
            {
                run.Turn.Release();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new SandboxResult(SandboxEnd.Cancelled, Killed, "", "", false, clock.GetElapsedTime(started));
        }
    }

    public async Task ReleaseAsync(string executionId, CancellationToken cancellationToken)
    {
        if (!_runs.TryRemove(executionId, out var run))
        {
            return;
        }

        // A call that is being cancelled ends first.
        await run.Turn.WaitAsync(cancellationToken);
        try
        {
            run.Released = true;
            if (run.Holder is { } holder)
            {
                await DeleteAsync(holder, cancellationToken);
                LogReleased(logger, executionId, holder.Name);
            }
        }
        finally
        {
            run.Turn.Release();
        }
    }

    private async Task<SandboxResult> RunInTurnAsync(SandboxRun run, SandboxCall call, CancellationToken cancellationToken)
    {
        if (run.Released)
        {
            throw new SandboxFailedException("The run has ended.");
        }

        // A pod may have gone between two calls, at its deadline or with its node. Nothing of this call has run then.
        var mayStartAgain = run.Pod is not null;
        while (true)
        {
            var pod = await PodAsync(run, call, cancellationToken);
            var end = await calls.RunAsync(pod, call, cancellationToken);
            if (end.Lost)
            {
                await LoseAsync(run, pod, "killing what ran in it took too long");
                return end.Result;
            }

            if (end.Broken is null && end.Result is not { End: SandboxEnd.Exited, ExitCode: Killed })
            {
                await CopyOutAsync(run, pod, call, end.Result, cancellationToken);
                return end.Result;
            }

            // Not with the call's token: what became of the program is to be known although the run is cancelled by now.
            var fate = await fates.ReadAsync(pod, CleanUpTime);
            if (end.Broken is null && fate is not null && PodWords.IsReady(fate))
            {
                await CopyOutAsync(run, pod, call, end.Result, cancellationToken);
                return end.Result;
            }

            await LoseAsync(run, pod, PodWords.Ended(fate));
            if (fate is not null && PodWords.IsOutOfMemory(fate))
            {
                return end.Result with { End = SandboxEnd.MemoryLimit };
            }

            if (end.Started || !mayStartAgain)
            {
                throw Lost(end, fate);
            }

            mayStartAgain = false;
        }
    }

    /// <summary>The run's pod, with the workspace in it.</summary>
    private async Task<string> PodAsync(SandboxRun run, SandboxCall call, CancellationToken cancellationToken)
    {
        try
        {
            if (run.Pod is null)
            {
                run.Holder ??= await pods.CreateAsync(call, run.Lost, cancellationToken);
                run.Pod = await pods.ReadyAsync(run.Holder.Name, cancellationToken);
            }

            if (!pods.MountsWorkspace)
            {
                run.Copied = await copies.InAsync(run.Pod, call.WorkspaceFolder, run.Copied, cancellationToken);
            }

            return run.Pod;
        }
        catch (SandboxFailedException exception) when (run.Holder is not null)
        {
            await LoseAsync(run, run.Pod ?? run.Holder.Name, exception.Message);
            throw;
        }
    }

    private async Task CopyOutAsync(SandboxRun run, string pod, SandboxCall call, SandboxResult result, CancellationToken cancellationToken)
    {
        if (pods.MountsWorkspace || run.Copied is null)
        {
            return;
        }

        try
        {
            // Files of a call that was ended are kept as well, as where the workspace is mounted; but a cancelled run must end soon.
            if (result.End != SandboxEnd.Cancelled)
            {
                run.Copied = await copies.OutAsync(pod, call.WorkspaceFolder, run.Copied, cancellationToken);
            }
        }
        catch (SandboxFailedException exception)
        {
            await LoseAsync(run, pod, exception.Message);
            throw;
        }
    }

    /// <summary>Lets go of a pod; the next call gets another.</summary>
    private async Task LoseAsync(SandboxRun run, string pod, string why)
    {
        LogLost(logger, pod, why);
        var holder = run.Holder!;
        (run.Holder, run.Pod, run.Copied, run.Lost) = (null, null, null, holder.Lost + 1);
        using var limit = new CancellationTokenSource(CleanUpTime, clock);
        await DeleteAsync(holder, limit.Token);
    }

    private async Task DeleteAsync(RunHolder holder, CancellationToken cancellationToken)
    {
        try
        {
            await pods.DeleteAsync(holder.Name, cancellationToken);
        }
        catch (Exception exception) when (exception is SandboxFailedException or OperationCanceledException)
        {
            // It goes at its deadline; the run's outcome matters more.
            LogNotDeleted(logger, exception, holder.Name);
        }
    }

    private static SandboxFailedException Lost(PodCallEnd end, V1Pod? fate) => end.Started
        ? new SandboxFailedException($"The sandbox was lost while the program ran: {PodWords.Ended(fate)}. What the program had done by then is done.", end.Broken)
        : new SandboxFailedException($"The program could not be started in the sandbox: {PodWords.Ended(fate)}.", end.Broken);

    [LoggerMessage(LogLevel.Information, "The sandbox {Holder} of run {ExecutionId} was released")]
    private static partial void LogReleased(ILogger logger, string executionId, string holder);

    [LoggerMessage(LogLevel.Warning, "The sandbox pod {Pod} is given up: {Why}")]
    private static partial void LogLost(ILogger logger, string pod, string why);

    [LoggerMessage(LogLevel.Warning, "The sandbox {Holder} was not deleted; it goes at its deadline")]
    private static partial void LogNotDeleted(ILogger logger, Exception exception, string holder);
}
