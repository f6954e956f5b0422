using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Llm;
using ExecutionService.AgentLoop.Holding;
using ExecutionService.Approvals;
using ExecutionService.Executions;
using ExecutionService.Journal;
using ExecutionService.Tools;
using Microsoft.Extensions.AI;

namespace ExecutionService.AgentLoop.Steps;

/// <summary>
/// The tool calls of one answer: reading ones side by side, all others one after another in the order in which the model asked
/// for them; those that a person has to decide about come last and let the run wait.
/// </summary>
internal sealed class ToolTurn(HeldRun run, AgentTools tools, RunEnding ending, ExecutionStore store, int maxParallelTools)
{
    /// <summary>Calls what may be called now.</summary>
    public async Task RunAsync(IReadOnlyList<OpenToolCall> open, CancellationToken cancellationToken)
    {
        if (open.FirstOrDefault(call => call.IsUnknown) is { } unknown && run.Execution.Agent.Runtime.UnknownOutcome == UnknownOutcome.Fail)
        {
            await ending.FailAsync("outcome-unknown", $"The process died while {unknown.Call.Name} ran (step {unknown.Step.Index}): nobody knows whether it has acted.");
            return;
        }

        // Told apart before anything is called: what is called leaves its marks in the history.
        var refused = open.Where(call => call.Question?.Answer is { Approve: false }).ToList();
        var waiting = open.Where(call => !IsReady(call)).Except(refused).ToList();
        // What a person decides about may be what the model wanted done first: only reading does not wait behind it.
        var ready = open.Except(refused).Except(waiting).Where(call => waiting.Count == 0 || call.Step.Index < waiting[0].Step.Index || tools.EffectOf(call.Call.Name) == ToolEffect.ReadOnly).ToList();
        foreach (var call in refused)
        {
            await CompleteAsync(call, Refusal(call), failed: true);
        }

        await CallAsync(ready, cancellationToken);
        if (waiting.Count > 0)
        {
            await WaitAsync(waiting);
        }
    }

    private bool IsReady(OpenToolCall call) =>
        !call.IsUnknown && (call.Question is { } question ? question.Answer is { Approve: true } : !ApprovalRules.Needs(run.Execution.Agent.Runtime.ApprovalTools, call.Call.Name));

    private async Task CallAsync(List<OpenToolCall> ready, CancellationToken cancellationToken)
    {
        for (var next = 0; next < ready.Count;)
        {
            var reading = ready.Skip(next).TakeWhile(call => tools.EffectOf(call.Call.Name) == ToolEffect.ReadOnly).ToList();
            foreach (var together in reading.Chunk(maxParallelTools))
            {
                await CallTogetherAsync(together, cancellationToken);
            }

            next += reading.Count;
            if (next < ready.Count)
            {
                var (call, output, failed) = await InvokeAsync(ready[next++], cancellationToken);
                await CompleteAsync(call, output, failed);
            }
        }
    }

    /// <summary>Calls side by side, and writes each outcome as it comes.</summary>
    private async Task CallTogetherAsync(IReadOnlyList<OpenToolCall> calls, CancellationToken cancellationToken)
    {
        var answers = calls.Select(call => InvokeAsync(call, cancellationToken)).ToList();
        try
        {
            await foreach (var answer in Task.WhenEach(answers))
            {
                var (call, output, failed) = await answer;
                await CompleteAsync(call, output, failed);
            }
        }
        finally
        {
            // Whatever broke this off: the tools are not closed under calls that still run.
            await ((Task)Task.WhenAll(answers)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(OpenToolCall Call, string Output, bool Failed)> InvokeAsync(OpenToolCall open, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var step = open.Step;
        if (tools.EffectOf(open.Call.Name) == ToolEffect.SideEffecting)
        {
            // From here until its outcome is written down nobody but this worker knows what it has done.
            step = step with { Status = StepStatus.Running, StartTime = run.Now };
            await run.AppendAsync([JournalEvents.Step(step)], [new JournalNote(step.Index) { Begun = true }], null, cancellationToken);
        }

        using var activity = LlmTelemetry.StartTool(open.Call);
        var (output, failed) = await tools.InvokeAsync(open.Call, step.Index, cancellationToken);
        LlmTelemetry.Fail(activity, failed ? "tool-failed" : null);
        return (open with { Step = step }, output, failed);
    }

    private async Task CompleteAsync(OpenToolCall open, string output, bool failed)
    {
        var done = open.Step with
        {
            Status = failed ? StepStatus.Failed : StepStatus.Success,
            EndTime = run.Now,
            Output = RunPrompt.Shorten(output),
            Error = failed ? new ExecutionError("tool-failed", RunPrompt.Shorten(output)) : null,
        };
        await run.AppendProgressAsync(
            [JournalEvents.Step(done)],
            [JournalNote.Completed(done.Index, [new(ChatRole.Tool, [new FunctionResultContent(open.Call.CallId, output)])])],
            execution => execution with { StepCount = Math.Max(execution.StepCount, done.Index + 1) });
    }

    /// <summary>Asks what has not been asked yet and puts the run down until a person has answered. A waiting run costs nothing: no process holds it.</summary>
    public async Task WaitAsync(IReadOnlyList<OpenToolCall> waiting)
    {
        var events = new List<string>();
        var notes = new List<JournalNote>();
        foreach (var call in waiting.Where(call => call.IsUnknown || call.Question is null))
        {
            var reason = call.IsUnknown ? ApprovalReason.UnknownOutcome : ApprovalReason.Approval;
            var question = new ExecutionStep(run.History.NextIndex, StepKind.Approval, call.Call.Name, StepStatus.Waiting, run.Now, null, call.Step.Input, null, null, null);
            run.History.Add(question);
            events.AddRange([JournalEvents.Step(question), JournalEvents.Approval(question, reason)]);
            notes.Add(new JournalNote(question.Index) { Question = new ApprovalQuestion(call.Step.Index, reason) });
        }

        var since = run.Execution.WaitingSince ?? run.Now;
        await run.AppendProgressAsync(
            [.. events, JournalEvents.Status(ExecutionStatus.Waiting, run.Now)],
            notes,
            execution => execution with { Status = ExecutionStatus.Waiting, Owner = null, WaitingSince = since, SweepAt = since + run.Patience, StepCount = run.History.NextIndex });
        if (await store.LoadAsync(run.Execution.Id, CancellationToken.None) is { CancelRequested: true } cancelled)
        {
            // The wish came while the run was still held: nobody else looks for it now, so the sweep does.
            await store.RequestCancelAsync(cancelled.Id, run.Now, CancellationToken.None);
        }
    }

    private static string Refusal(OpenToolCall call)
    {
        var (_, question, answer) = call.Question!.Value;
        var note = string.IsNullOrWhiteSpace(answer!.Note) ? "" : $" Note: {answer.Note}";
        return question.Reason == ApprovalReason.UnknownOutcome
            ? $"Nobody knows whether this call has acted: the process died while it ran. A person decided that it is not made again.{note}"
            : $"A person refused this call.{note}";
    }
}
