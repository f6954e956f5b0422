using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.ServiceDefaults.Logs;
using AgentPlatform.ServiceDefaults.Outbox;
using AgentPlatform.ServiceDefaults.Problems;
using ExecutionService.Executions;
using ExecutionService.Journal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ExecutionService.Approvals;

/// <summary>Writes a person's decision into the journal of a waiting run, and rings for a worker once nothing is left to decide: one commit.</summary>
internal sealed class ApprovalWriter(ExecutionStore store, LogFeeds feeds, Outbox outbox, TimeProvider clock)
{
    /// <summary>Tries against other writers of the same run.</summary>
    private const int MaxTries = 10;

    /// <summary>The run with the decision, or why it cannot be taken. Deciding the same again changes nothing.</summary>
    public async Task<(ExecutionState? Execution, ProblemHttpResult? Problem)> DecideAsync(string userId, string id, int stepIndex, ApprovalAnswer answer, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(userId, id, cancellationToken) is null)
        {
            return (null, Problem.NotFound());
        }

        using var feed = await feeds.OpenAsync(store.Journal(id), cancellationToken);
        for (var attempt = 1; attempt <= MaxTries; attempt++)
        {
            await feed.Writer.CatchUpAsync(cancellationToken);
            var knowing = feed.Writer.Foreign;
            var execution = (await store.LoadAsync(id, cancellationToken))!;
            var history = await RunHistory.ReadAsync(feed.Log, cancellationToken);
            if (history.QuestionOf(stepIndex) is not { } question)
            {
                return (null, Problem.NotFound());
            }

            if (history.AnswerOf(stepIndex) is { } known)
            {
                return known.Approve == answer.Approve ? (execution, null) : (null, Problem.Conflict($"The step was {(known.Approve ? "approved" : "refused")} before."));
            }

            if (execution.Status != ExecutionStatus.Waiting)
            {
                return (null, Problem.Conflict($"The execution does not wait for a decision ({execution.Status})."));
            }

            if (await TryWriteAsync(feed, knowing, Decided(execution, history), history.OpenApprovals.Single(step => step.Index == stepIndex), question, answer, cancellationToken) is { } decided)
            {
                return (decided, null);
            }
        }

        return (null, Problem.Conflict("The execution changes too fast; try again."));
    }

    /// <summary>The run once the decision is there: it goes on when that was the last one.</summary>
    private ExecutionState Decided(ExecutionState execution, RunHistory history) => history.OpenApprovals.Count > 1 ? execution : execution with
    {
        Status = ExecutionStatus.Queued,
        SweepAt = clock.GetUtcNow(),
        WaitedSeconds = execution.WaitedSeconds + (clock.GetUtcNow() - execution.WaitingSince!.Value).TotalSeconds,
        WaitingSince = null,
    };

    private async Task<ExecutionState?> TryWriteAsync(
        LogFeed feed, long knowing, ExecutionState execution, ExecutionStep step, ApprovalQuestion question, ApprovalAnswer answer, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var done = step with { Status = answer.Approve ? StepStatus.Success : StepStatus.Failed, EndTime = now, Output = answer.Note };
        var events = new List<string> { JournalEvents.Step(done), JournalEvents.Approval(done, question.Reason) };
        OutboxEntry? doorbell = null;
        if (execution.Status == ExecutionStatus.Queued)
        {
            events.Add(JournalEvents.Status(execution.Status, now));
        }

        var written = await feed.Writer.AppendAsync(
            _ => events,
            [new JournalNote(step.Index) { Answer = answer }.Write()],
            commit =>
            {
                store.Update(commit, execution, fenced: true);
                doorbell = execution.Status == ExecutionStatus.Queued ? outbox.Add(commit, new ExecutionQueued(execution.Id)) : null;
            },
            knowing,
            cancellationToken);
        if (written && doorbell is not null)
        {
            outbox.Release(doorbell);
        }

        return written ? execution : null;
    }
}
