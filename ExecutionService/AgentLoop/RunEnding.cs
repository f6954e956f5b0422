using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Outbox;
using ExecutionService.AgentLoop.Holding;
using ExecutionService.AgentLoop.Steps;
using ExecutionService.Journal;

namespace ExecutionService.AgentLoop;

/// <summary>Ends a run: its last entries, its state and the messages that announce it are one commit.</summary>
internal sealed class RunEnding(HeldRun run, RunParts parts)
{
    private string ModelName => run.Execution.Agent.Model ?? parts.ModelInfo.Name;

    /// <summary>Ends it in success, together with the outcome of the step that gave the result.</summary>
    public Task SucceedAsync(string result, StepOutcome last) => EndAsync(ExecutionStatus.Success, result, null, last);

    /// <summary>Ends it as failed; <paramref name="announcement"/> is a message that goes out with the end.</summary>
    public Task FailAsync(string code, string message, StepOutcome? last = null, object? announcement = null) =>
        EndAsync(ExecutionStatus.Failed, null, new ExecutionError(code, message), last, announcement);

    /// <summary>Ends it because people no longer want it.</summary>
    public Task CancelAsync() => EndAsync(ExecutionStatus.Cancelled, null, null, null);

    private async Task EndAsync(string status, string? result, ExecutionError? error, StepOutcome? last, object? announcement = null)
    {
        var now = run.Now;
        var why = error ?? new ExecutionError(status, status == ExecutionStatus.Cancelled ? "The run was cancelled." : "The run has ended.");
        var open = run.History.OpenSteps.Where(step => step.Index != last?.StepIndex).ToList();
        var holds = open.SelectMany(step => run.History.AbandonedOf(step.Index)).ToList();
        // Kept before the end is told, so that whoever hears of it finds them.
        var kept = await parts.Artifacts.KeepAsync(run.Execution, CancellationToken.None);
        var messages = new List<OutboxEntry>();
        await run.AppendProgressAsync(
            [
                .. last?.Events ?? [],
                .. open.Select(step => JournalEvents.Step(step with { Status = StepStatus.Failed, EndTime = now, Error = why })),
                .. kept.Items.Select(JournalEvents.Artifact),
                .. kept.Note is { } note ? [JournalEvents.Log(note, now)] : Array.Empty<string>(),
                JournalEvents.Status(status, now),
                JournalEvents.Done(status, result, error, now),
            ],
            last?.Notes ?? [],
            execution => (last?.Change(execution) ?? execution) with { Status = status, EndTime = now, Result = result, Error = error, Owner = null, StepCount = run.History.NextIndex, LostTokens = execution.LostTokens + holds.Sum(held => held.Lost) },
            commit =>
            {
                last?.With?.Invoke(commit);
                // A call that was cut off may have been paid for as far as it came.
                holds.ForEach(held => parts.Budgets.Change(commit, run.Execution, held.Hold, -held.Hold.Tokens, held.Lost));
                messages.AddRange(new[] { Ended(run.Execution), announcement }.OfType<object>().Select(message => parts.Outbox.Add(commit, message)));
            });
        messages.ForEach(parts.Outbox.Release);
    }

    private ExecutionEnded Ended(Executions.ExecutionState execution) => new(
        execution.Id, execution.UserId, execution.AgentId, execution.AgentVersion, execution.Trigger, execution.Status, execution.StartTime!.Value, execution.EndTime!.Value, RunPrompt.Shorten(execution.Result), execution.Error, ModelName, execution.TokenUsage, execution.Cost);
}

/// <summary>What a step that is over adds to the journal and to the run.</summary>
/// <param name="StepIndex">The step.</param>
/// <param name="Events">Its entries.</param>
/// <param name="Notes">Its notes.</param>
/// <param name="Change">What it changes of the run.</param>
/// <param name="With">Other writes of the same commit.</param>
internal sealed record StepOutcome(
    int StepIndex, IReadOnlyList<string> Events, IReadOnlyList<JournalNote> Notes, Func<Executions.ExecutionState, Executions.ExecutionState> Change, Action<WriteBatch>? With = null);
