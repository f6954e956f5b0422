using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using ExecutionService.AgentLoop.Holding;
using ExecutionService.ClaudeCode;
using ExecutionService.ClaudeCode.Commands;
using ExecutionService.Journal;
using ExecutionService.Tools;
using Microsoft.Extensions.AI;

namespace ExecutionService.AgentLoop.Steps;

/// <summary>
/// Lets Claude Code do the whole job: one step with side effects, after which come the program's own tool calls. Nobody can know
/// how far a program came that died with its worker, so a person decides whether it begins again.
/// </summary>
internal sealed class EngineTurn(HeldRun run, ToolContext context, ToolTurn toolTurn, BudgetGate gate, RunEnding ending, RunParts parts)
{
    /// <summary>Works to the end of the run, or until a person has to decide.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var step = run.History.FirstStep;
        if (step is not null && new OpenToolCall(CallOf(step), step, run.History) is var call && !await MayGoOnAsync(call))
        {
            return;
        }

        if (parts.ClaudeCode.Status is { Available: false } status)
        {
            await ending.FailAsync("engine-unavailable", status.Reason ?? "The engine is not available.");
            return;
        }

        var prompt = RunPrompt.Build(run.Execution, new RunHistory(), run.Now);
        step = (step ?? new ExecutionStep(0, StepKind.Tool, AgentEngine.ClaudeCode, StepStatus.Running, run.Now, null, RunPrompt.Excerpt(prompt), null, null, null)) with { Status = StepStatus.Running };
        await gate.SettleAbandonedAsync(step.Index);
        await run.AppendAsync([JournalEvents.Step(step)], [new JournalNote(step.Index) { Begun = true }], null, cancellationToken);
        var relay = new EngineBudget(run, gate, parts, step.Index);
        var sink = new EngineSink(run, new ClaudeCodeJournal(step.Index, run.History.NextIndex), parts);
        var agent = run.Execution.Agent;
        context.Workspace.Make();
        var outcome = await parts.ClaudeCode.RunAsync(
            new ClaudeCodeRun
            {
                ExecutionId = run.Execution.Id,
                UserId = run.Execution.UserId,
                WorkspaceFolder = context.Workspace.Folder,
                Models = [agent.Model ?? parts.ModelInfo.Name, .. agent.Runtime.FallbackModels],
                Instructions = prompt[0].Text,
                Prompt = prompt[1].Text,
                Tools = ClaudeCodeTools.Of(agent.Tools, [.. agent.Runtime.ApprovalTools]),
                MaxTurns = agent.Limits.MaxSteps,
                WallClock = run.Execution.StartTime!.Value + TimeSpan.FromSeconds(agent.Limits.MaxRunSeconds + run.Execution.WaitedSeconds) - run.Now,
                Budget = relay.Relay,
                Egress = await context.Egress(cancellationToken),
            },
            sink.HearAsync,
            cancellationToken);
        await sink.FlushAsync(CancellationToken.None);
        // A program that was broken off has an outcome only if that was what ended the run.
        cancellationToken.ThrowIfCancellationRequested();
        await EndAsync(step, outcome, relay);
    }

    private static FunctionCallContent CallOf(ExecutionStep step) => new("engine", step.Name);

    /// <summary>Whether the program may begin (again): not while nobody knows what it did, unless a person said so.</summary>
    private async Task<bool> MayGoOnAsync(OpenToolCall call)
    {
        if (call.IsUnknown && run.Execution.Agent.Runtime.UnknownOutcome == UnknownOutcome.Fail)
        {
            await ending.FailAsync("outcome-unknown", "The process died while Claude Code worked: nobody knows what it has done.");
            return false;
        }

        if (call.IsUnknown || call.Question is { Answer: null })
        {
            await toolTurn.WaitAsync([call]);
            return false;
        }

        if (call.Question is { Answer.Approve: false })
        {
            await ending.FailAsync("outcome-unknown", "The process died while Claude Code worked, and a person decided that it does not begin again.");
            return false;
        }

        return true;
    }

    private async Task EndAsync(ExecutionStep step, ClaudeCodeOutcome outcome, EngineBudget relay)
    {
        var text = outcome.Text ?? "";
        IList<ChatMessage> answer = [new(ChatRole.Assistant, text)];
        var invalid = outcome.Succeeded && run.Execution.Agent.Runtime.OutputSchema is { } schema ? OutputCheck.WhyNot(schema, text) : null;
        var error = outcome.Error ?? (invalid is null ? null : new ExecutionError("output-invalid", invalid));
        var done = step with { Status = error is null ? StepStatus.Success : StepStatus.Failed, EndTime = run.Now, Output = RunPrompt.Shorten(text), TokenUsage = outcome.Usage, Error = error };
        run.History.Add(done);
        var last = new StepOutcome(step.Index, [JournalEvents.Step(done)], [JournalNote.Completed(step.Index, answer)], execution => execution with { StepCount = run.History.NextIndex });
        if (error is null)
        {
            await ending.SucceedAsync(RunPrompt.ResultOf(run.Execution.Agent, answer)!, last);
        }
        else
        {
            await ending.FailAsync(relay.Refusal is null ? error.Code : ProblemCodes.BudgetExceeded, relay.Refusal?.Reason ?? error.Message, last, relay.Refusal?.Announcement);
        }
    }
}
