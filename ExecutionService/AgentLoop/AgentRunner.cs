using AgentPlatform.Contracts.Executions;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Logs;
using ExecutionService.AgentLoop.Holding;
using ExecutionService.Executions;
using ExecutionService.Journal;
using Grpc.Core;

namespace ExecutionService.AgentLoop;

/// <summary>Takes a run, works on it to its end, and lets go of it.</summary>
internal sealed partial class AgentRunner(
    ExecutionStore store,
    DeletedAgents deleted,
    LogFeeds feeds,
    RunningExecutions running,
    ExecutionWorker worker,
    RunParts parts,
    ILogger<AgentRunner> logger)
{
    /// <summary>Works on the run unless it has ended or another worker holds it (which <paramref name="force"/> ignores).</summary>
    public async Task RunAsync(string id, bool force, CancellationToken stoppingToken)
    {
        if (running.TryEnter(id) is not { } control)
        {
            return;
        }

        try
        {
            using var feed = await feeds.OpenAsync(store.Journal(id), stoppingToken);
            using var run = await ClaimAsync(id, force, feed, stoppingToken);
            if (run is not null)
            {
                await WorkAsync(run, control, stoppingToken);
            }
        }
        finally
        {
            running.Leave(id);
        }
    }

    /// <summary>Takes the lease: the next attempt, written together with an entry of the journal that fences off whoever held it.</summary>
    private async Task<AgentRun?> ClaimAsync(string id, bool force, LogFeed feed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = parts.Clock.GetUtcNow();
            var execution = await store.LoadAsync(id, cancellationToken);
            if (execution is not { Open: true } || (execution.Owner is not null && execution.SweepAt > now && !force))
            {
                return null;
            }

            await feed.Writer.CatchUpAsync(cancellationToken);
            var knowing = feed.Writer.Foreign;
            var history = execution.Attempt == 0 ? new RunHistory() : await RunHistory.ReadAsync(feed.Log, cancellationToken);
            var unwanted = execution is { Attempt: 0, AgentId: { } agentId } && await deleted.HasAsync(agentId, cancellationToken);
            var claimed = execution with
            {
                CancelRequested = execution.CancelRequested || unwanted,
                Status = ExecutionStatus.Running,
                StartTime = execution.StartTime ?? now,
                Attempt = execution.Attempt + 1,
                Owner = worker.Owner,
                SweepAt = now + worker.Lease,
            };
            var held = new HeldRun(claimed, history, feed, knowing, store, parts.Clock, worker.Lease, TimeSpan.FromDays(parts.Options.ApprovalDays));
            try
            {
                if (await held.TryClaimAsync(cancellationToken))
                {
                    if (execution.Owner is { } earlier && earlier != worker.Owner)
                    {
                        LogTakenOver(id, claimed.Attempt, earlier);
                    }

                    return new AgentRun(held, parts);
                }

                // The document changed since it was read: another worker's claim, or a wish to cancel, which is to be heard now.
                force = false;
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Aborted)
            {
                return null;
            }
        }
    }

    private async Task WorkAsync(AgentRun run, RunControl control, CancellationToken stoppingToken)
    {
        await using var stopping = stoppingToken.Register(() => control.Stop(StopReason.Handover));
        using var lease = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var keeper = new RunLease(store, control, run.Execution, worker.Lease, TimeSpan.FromSeconds(parts.Options.RenewSeconds), parts.Clock, logger).KeepAsync(lease.Token);
        // The time for which a person was waited for does not count.
        var left = run.Execution.StartTime!.Value + TimeSpan.FromSeconds(run.Execution.Agent.Limits.MaxRunSeconds + run.Execution.WaitedSeconds) + (parts.Clock.GetUtcNow() - (run.Execution.WaitingSince ?? parts.Clock.GetUtcNow())) - parts.Clock.GetUtcNow();
        await using var deadline = parts.Clock.CreateTimer(_ => control.Stop(StopReason.TimeLimit), null, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        var agent = run.Execution.Agent;
        using var activity = LlmTelemetry.StartAgent(agent.Name, run.Execution.AgentId, run.Execution.Id, parts.ModelInfo, agent.Model ?? parts.ModelInfo.Name, run.Execution.TraceParent);
        RunMetrics.Taken(run.Execution);
        var (before, lost) = (run.Execution.TokenUsage, false);
        try
        {
            await run.WorkAsync(control);
            // Whoever has ended the run or put it down does not hold it any more, and has lost nothing.
            if (control.Reason == StopReason.Lost && run.Execution.Owner is not null)
            {
                lost = true;
                LogLost(run.Execution.Attempt, run.Execution.Id, "told at its renewal");
            }
        }
        catch (RunLostException)
        {
            // The other worker goes on from the journal.
            lost = true;
            LogLost(run.Execution.Attempt, run.Execution.Id, "its write was refused");
        }
        finally
        {
            RunMetrics.Left(run.Execution, lost);
            LlmTelemetry.EndAgent(activity, run.Execution.TokenUsage.Input - before.Input, run.Execution.TokenUsage.Output - before.Output, lost ? "lost" : run.Execution.Error?.Code);
            await lease.CancelAsync();
            await keeper.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    [LoggerMessage(LogLevel.Information, "Took over execution {ExecutionId} as attempt {Attempt} from worker {Owner}")]
    private partial void LogTakenOver(string executionId, int attempt, string owner);

    [LoggerMessage(LogLevel.Information, "Attempt {Attempt} of execution {ExecutionId} lost it to another worker: {How}")]
    private partial void LogLost(int attempt, string executionId, string how);
}
