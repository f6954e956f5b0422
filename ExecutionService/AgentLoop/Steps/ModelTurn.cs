using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Llm;
using ExecutionService.AgentLoop.Holding;
using ExecutionService.Budgets;
using ExecutionService.Journal;
using ExecutionService.Tools;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;

namespace ExecutionService.AgentLoop.Steps;

/// <summary>
/// A model's turn in a run: the budget's hold, the call with its retries and fallbacks, and its outcome together with the
/// intents of the tool calls that it asks for.
/// </summary>
internal sealed class ModelTurn(
    HeldRun run, AgentTools tools, BudgetGate gate, RunEnding ending, RunParts parts)
{
    private ExecutionOptions Options => parts.Options;

    /// <summary>Makes the next model call, or ends the run when it may make none.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var agent = run.Execution.Agent;
        if (run.History.ModelCalls >= agent.Limits.MaxSteps)
        {
            await ending.FailAsync("step-limit", $"The run has made {agent.Limits.MaxSteps} model calls, its limit.");
            return;
        }

        if (string.IsNullOrWhiteSpace(agent.Prompt))
        {
            await ending.FailAsync(ProblemCodes.Conflict, "The agent has no prompt (finalAgentPrompt) to follow.");
            return;
        }

        var failure = default(ModelUnavailableException);
        var models = new[] { agent.Model ?? parts.ModelInfo.Name }.Concat(agent.Runtime.FallbackModels).ToList();
        foreach (var name in models)
        {
            try
            {
                await RunAsync(name, cancellationToken);
                return;
            }
            catch (ModelUnavailableException exception)
            {
                failure = exception;
                if (name != models[^1])
                {
                    await run.AppendAsync([JournalEvents.Log($"Model {name} cannot be had; the next one is asked.", run.Now)], [], null, cancellationToken);
                }
            }
        }

        await ending.FailAsync(failure!.Code, failure.Message);
    }

    private async Task RunAsync(string name, CancellationToken cancellationToken)
    {
        var retry = new ResiliencePipelineBuilder { TimeProvider = parts.Clock }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ModelUnavailableException>(failure => failure.Retryable && Options.ModelRetries > 0),
            MaxRetryAttempts = Math.Max(1, Options.ModelRetries),
            Delay = TimeSpan.FromSeconds(Options.ModelRetryDelaySeconds),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            DelayGenerator = attempt => ValueTask.FromResult((attempt.Outcome.Exception as ModelUnavailableException)?.RetryAfter),
        }).Build();
        await retry.ExecuteAsync(async token => await AttemptAsync(name, token), cancellationToken);
    }

    private async Task AttemptAsync(string name, CancellationToken cancellationToken)
    {
        var conversation = RunPrompt.Build(run.Execution, run.History, run.Now);
        var chatOptions = new ChatOptions { ModelId = name == parts.ModelInfo.Name ? run.Execution.Agent.Model : name, Tools = [.. tools.Declarations] };
        var compacts = Compaction.IsDue(run.History, TokenEstimator.OfPrompt(conversation, chatOptions), Options.ContextTokens);
        var prompt = compacts ? Compaction.Prompt(conversation) : conversation;
        chatOptions.ToolMode = compacts ? ChatToolMode.None : null;
        var index = run.History.InterruptedModelStep?.Index ?? run.History.NextIndex;
        var step = new ExecutionStep(index, StepKind.Model, name, StepStatus.Running, run.History.InterruptedModelStep?.StartTime ?? run.Now, null, RunPrompt.Excerpt(prompt), null, null, null);
        await gate.SettleAbandonedAsync(index);
        var answer = await gate.HoldAsync([JournalEvents.Step(step)], new JournalNote(index) { Prompt = RunPrompt.Mark(prompt) }, TokenEstimator.OfPrompt(prompt, chatOptions), RunPrompt.MaxOutputTokens, cancellationToken);
        if (answer.Hold is not { } hold)
        {
            await ending.FailAsync(ProblemCodes.BudgetExceeded, answer.Reason!, announcement: answer.Announcement);
            return;
        }

        chatOptions.MaxOutputTokens = answer.MaxOutputTokens;
        var call = new ModelStep(parts.Model, run, parts.Clock, TimeSpan.FromMilliseconds(Options.DeltaIntervalMilliseconds));
        ChatResponse response;
        try
        {
            response = await call.RunAsync(index, prompt, chatOptions, cancellationToken);
            AnswerRules.ThrowIfUnusable(response, compacts);
        }
        catch (Exception failure) when (failure is ModelUnavailableException or OperationCanceledException)
        {
            // An answer that broke off, or that nothing can be done with, may have been paid for as far as it came.
            var used = call.Started ? Math.Min(hold.Tokens, hold.InputTokens + call.ReceivedTokens) : 0;
            await gate.ReleaseAsync(index, hold, used, failure is ModelUnavailableException ? failure.Message : $"The model call of step {index} was broken off.");
            throw;
        }

        await CompleteAsync(step, response, call.Pending(index), hold, compacts, answer.MaxOutputTokens < RunPrompt.MaxOutputTokens);
    }

    /// <summary>Writes a model call's outcome together with what comes next: the tool calls' intents, or the end.</summary>
    private async Task CompleteAsync(ExecutionStep step, ChatResponse response, IReadOnlyList<string> pending, BudgetHold hold, bool compacts, bool clamped)
    {
        var usage = UsageReader.From(response.Usage);
        // A provider that does not say what a call took has not given it away.
        var untold = usage.Input + usage.Output > 0 ? 0 : Math.Min(hold.Tokens, hold.InputTokens + TokenEstimator.OfPrompt(response.Messages));
        var cost = parts.Prices.CostOf(step.Name, usage);
        LlmTelemetry.CountCost(step.Name, cost);
        var now = run.Now;
        var done = step with { Status = StepStatus.Success, EndTime = now, Output = RunPrompt.Excerpt(response.Messages), TokenUsage = usage };
        run.History.Add(done);
        var total = (Usage: run.Execution.TokenUsage.Add(usage), Cost: CostArithmetic.Add(run.Execution.Cost, cost));
        var events = new List<string>([.. pending, JournalEvents.Step(done), JournalEvents.Usage(total.Usage, total.Cost)]);
        var outcome = new StepOutcome(
            step.Index,
            events,
            [compacts ? JournalNote.Completed(step.Index, Compaction.Result(response.Text)) with { CompactsThrough = step.Index - 1 } : JournalNote.Completed(step.Index, response.Messages)],
            execution => execution with { TokenUsage = total.Usage, Cost = total.Cost, StepCount = step.Index + 1, LostTokens = execution.LostTokens + untold },
            commit => parts.Budgets.Change(commit, run.Execution, hold, -hold.Tokens, usage.Input + usage.Output + untold));
        var calls = compacts ? [] : RunHistory.CallsOf(response.Messages);
        foreach (var call in calls)
        {
            var intent = new ExecutionStep(run.History.NextIndex, StepKind.Tool, call.Name, Waits(call.Name) ? StepStatus.Pending : StepStatus.Running, now, null, AgentTools.InputOf(call), null, null, null);
            run.History.Add(intent);
            events.Add(JournalEvents.Step(intent));
        }

        if (calls.Count > 0 || compacts)
        {
            await run.AppendProgressAsync(outcome.Events, outcome.Notes, outcome.Change, outcome.With);
        }
        else
        {
            await FinishAsync(response, outcome, clamped);
        }
    }

    /// <summary>Ends the run with the answer, unless the agent asks for a document that it is not: then the model is told why, and tries again.</summary>
    private async Task FinishAsync(ChatResponse response, StepOutcome outcome, bool clamped)
    {
        if (AnswerRules.WhyNoResult(response, clamped) is { } problem)
        {
            await ending.FailAsync(problem.Code, problem.Message, outcome);
        }
        else if (run.Execution.Agent.Runtime.OutputSchema is not { } schema || OutputCheck.WhyNot(schema, response.Text) is not { } why)
        {
            await ending.SucceedAsync(RunPrompt.ResultOf(run.Execution.Agent, response.Messages)!, outcome);
        }
        else if (run.History.Corrections >= Options.OutputCorrections)
        {
            await ending.FailAsync("output-invalid", why, outcome);
        }
        else
        {
            ChatMessage correction = new(ChatRole.User, $"{why} Answer again with the whole JSON document and nothing else.");
            await run.AppendProgressAsync(
                [.. outcome.Events, JournalEvents.Log(why, run.Now)],
                [JournalNote.Completed(outcome.StepIndex, [.. response.Messages, correction])],
                outcome.Change,
                outcome.With);
        }
    }

    /// <summary>Whether a tool call is not under way with the commit of its intent: a person is asked, or its beginning is written down first.</summary>
    private bool Waits(string tool) => tools.EffectOf(tool) == ToolEffect.SideEffecting || Approvals.ApprovalRules.Needs(run.Execution.Agent.Runtime.ApprovalTools, tool);
}
