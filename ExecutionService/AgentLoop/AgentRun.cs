using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Firestore;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Logs;
using AgentPlatform.ServiceDefaults.Outbox;
using ExecutionService.Executions;
using ExecutionService.Journal;
using ExecutionService.Tools;
using Microsoft.Extensions.AI;

namespace ExecutionService.AgentLoop;

/// <summary>
/// The loop of one run in the hands of one worker: model call, tool calls, model call, … until an answer asks for no tool.
/// Each step's intent is in the journal before it and its outcome after it; the outcome of one step and the intents of the
/// next are one commit.
/// </summary>
internal sealed class AgentRun(
    ExecutionState claimed,
    RunHistory history,
    LogFeed feed,
    long knowing,
    ExecutionStore store,
    Outbox outbox,
    IChatClient model,
    ModelInfo modelInfo,
    ModelPrices prices,
    ToolCatalog catalog,
    TimeProvider clock,
    ExecutionOptions options)
{
    private AgentTools _tools = null!;

    /// <summary>The run as this worker knows it.</summary>
    public ExecutionState Execution { get; private set; } = claimed;

    private string ModelName => Execution.Agent.Model ?? modelInfo.Name;

    /// <summary>Writes the claim; false when another worker was faster.</summary>
    public Task<bool> BeginAsync(CancellationToken cancellationToken) => feed.Writer.AppendAsync(
        _ => [JournalEvents.Status(Execution.Status, clock.GetUtcNow(), Execution.Attempt)],
        [],
        commit => store.Update(commit, Execution, fenced: true),
        knowing,
        cancellationToken);

    /// <summary>Works to the end of the run, or until <paramref name="control"/> stops it.</summary>
    /// <exception cref="RunLostException">Another worker holds the run.</exception>
    public async Task WorkAsync(RunControl control)
    {
        try
        {
            await using var opened = await catalog.OpenAsync(Execution, control.Token);
            _tools = opened;
            if (Execution.CancelRequested)
            {
                control.Stop(StopReason.Cancelled);
            }

            while (Execution.Open)
            {
                control.Token.ThrowIfCancellationRequested();
                if (history.OpenToolCalls is { Count: > 0 } open)
                {
                    await RunToolsAsync(open, control.Token);
                }
                else if (history.LastAnswer is { } answer && RunHistory.CallsOf(answer).Count == 0)
                {
                    await EndAsync(ExecutionStatus.Success, TextOf(answer), null, []);
                }
                else
                {
                    await CallModelAsync(control.Token);
                }
            }
        }
        catch (OperationCanceledException) when (control.Reason != StopReason.None)
        {
            await StopAsync(control.Reason);
        }
    }

    private async Task CallModelAsync(CancellationToken cancellationToken)
    {
        var limits = Execution.Agent.Limits;
        if (history.ModelCalls >= limits.MaxSteps)
        {
            await FailAsync("step-limit", $"The run has made {limits.MaxSteps} model calls, its limit.");
            return;
        }

        if (string.IsNullOrWhiteSpace(Execution.Agent.Prompt))
        {
            await FailAsync(ProblemCodes.Conflict, "The agent has no prompt (finalAgentPrompt) to follow.");
            return;
        }

        var prompt = RunPrompt.Build(Execution, history, clock.GetUtcNow());
        var chatOptions = new ChatOptions { ModelId = Execution.Agent.Model, Tools = [.. _tools.Declarations] };
        var used = Execution.TokenUsage.Input + Execution.TokenUsage.Output;
        var reserved = Budget.Reserve(limits.MaxTokensPerRun - used, TokenEstimator.OfPrompt(prompt, chatOptions), RunPrompt.MaxOutputTokens);
        if (!reserved.Granted)
        {
            await FailAsync(ProblemCodes.BudgetExceeded, $"The next model call could pass the run's limit of {limits.MaxTokensPerRun} tokens; {used} are used.");
            return;
        }

        chatOptions.MaxOutputTokens = reserved.MaxOutputTokens;
        var step = history.InterruptedModelStep ?? new ExecutionStep(history.NextIndex, StepKind.Model, ModelName, StepStatus.Running, clock.GetUtcNow(), null, RunPrompt.Excerpt(prompt), null, null, null);
        history.Add(step);
        await AppendAsync([JournalEvents.Step(step)], [], cancellationToken);
        var call = new ModelStep(model, clock, options, (events, token) => AppendAsync(events, [], token));
        try
        {
            var answer = await call.RunAsync(step.Index, prompt, chatOptions, cancellationToken);
            await CompleteAsync(step, answer.Response, answer.PendingEvents);
        }
        catch (ModelUnavailableException failure)
        {
            var error = new ExecutionError(failure.Code, failure.Message);
            var failed = step with { Status = StepStatus.Failed, EndTime = clock.GetUtcNow(), Error = error };
            await EndAsync(ExecutionStatus.Failed, null, error, [JournalEvents.Step(failed)]);
        }
    }

    /// <summary>Writes a model call's outcome together with what comes next: the tool calls' intents, or the end.</summary>
    private async Task CompleteAsync(ExecutionStep step, ChatResponse response, IReadOnlyList<string> pending)
    {
        var usage = UsageReader.From(response.Usage);
        var cost = prices.CostOf(ModelName, usage);
        LlmTelemetry.CountCost(ModelName, cost);
        var now = clock.GetUtcNow();
        var calls = RunHistory.CallsOf(response.Messages);
        var done = step with { Status = StepStatus.Success, EndTime = now, Output = RunPrompt.Excerpt(response.Messages), TokenUsage = usage };
        history.Add(done);
        // The run goes on from what the journal says, not from what this process remembers: a successor then sends the same prompts.
        var note = JournalNote.Write(step.Index, response.Messages);
        history.Complete(step.Index, JournalNote.Read(note).Messages);
        Execution = Execution with
        {
            TokenUsage = Execution.TokenUsage.Add(usage),
            Cost = CostArithmetic.Add(Execution.Cost, cost),
            StepCount = step.Index + 1,
        };
        var events = new List<string>([.. pending, JournalEvents.Step(done), JournalEvents.Usage(Execution.TokenUsage, Execution.Cost)]);
        foreach (var call in calls)
        {
            var intent = new ExecutionStep(history.NextIndex, StepKind.Tool, call.Name, StepStatus.Running, now, null, AgentTools.InputOf(call), null, null, null);
            history.Add(intent);
            events.Add(JournalEvents.Step(intent));
        }

        if (calls.Count == 0)
        {
            await EndAsync(ExecutionStatus.Success, TextOf(response.Messages), null, events, note);
        }
        else
        {
            await AppendAsync(events, [note], withProgress: true);
        }
    }

    private async Task RunToolsAsync(IReadOnlyList<(FunctionCallContent Call, ExecutionStep Step)> open, CancellationToken cancellationToken)
    {
        foreach (var (call, step) in open)
        {
            var (output, failed) = await InvokeAsync(call, step.Index, cancellationToken);
            var done = step with
            {
                Status = failed ? StepStatus.Failed : StepStatus.Success,
                EndTime = clock.GetUtcNow(),
                Output = RunPrompt.Shorten(output),
                Error = failed ? new ExecutionError("tool-failed", RunPrompt.Shorten(output)) : null,
            };
            IList<ChatMessage> messages = [new(ChatRole.Tool, [new FunctionResultContent(call.CallId, output)])];
            history.Add(done);
            var note = JournalNote.Write(step.Index, messages);
            history.Complete(step.Index, JournalNote.Read(note).Messages);
            Execution = Execution with { StepCount = step.Index + 1 };
            // What has been done is written down even if the run was stopped meanwhile.
            await AppendAsync([JournalEvents.Step(done)], [note], withProgress: true, null, CancellationToken.None);
        }
    }

    private async Task<(string Output, bool Failed)> InvokeAsync(FunctionCallContent call, int stepIndex, CancellationToken cancellationToken)
    {
        using var activity = LlmTelemetry.StartTool(call);
        var answer = await _tools.InvokeAsync(call, stepIndex, cancellationToken);
        LlmTelemetry.Fail(activity, answer.Failed ? "tool-failed" : null);
        return answer;
    }

    private Task StopAsync(StopReason reason) => reason switch
    {
        StopReason.Cancelled => EndAsync(ExecutionStatus.Cancelled, null, null, Interrupt(new ExecutionError("cancelled", "The run was cancelled."))),
        StopReason.TimeLimit => OverTimeAsync(new ExecutionError("time-limit", $"The run has lasted {Execution.Agent.Limits.MaxRunSeconds} seconds, its limit.")),
        StopReason.Handover => store.RenewAsync(Execution.Id, clock.GetUtcNow(), CancellationToken.None),
        _ => Task.CompletedTask,
    };

    private Task OverTimeAsync(ExecutionError error) => EndAsync(ExecutionStatus.Failed, null, error, Interrupt(error));

    /// <summary>Entries that close the steps which the end of the run finds open.</summary>
    private List<string> Interrupt(ExecutionError why) =>
        [.. history.OpenSteps.Select(step => JournalEvents.Step(step with { Status = StepStatus.Failed, EndTime = clock.GetUtcNow(), Error = why }))];

    private Task FailAsync(string code, string message) => EndAsync(ExecutionStatus.Failed, null, new ExecutionError(code, message), []);

    private async Task EndAsync(string status, string? result, ExecutionError? error, IReadOnlyList<string> events, string? note = null)
    {
        var now = clock.GetUtcNow();
        Execution = Execution with { Status = status, EndTime = now, Result = result, Error = error, Owner = null };
        var ended = new ExecutionEnded(
            Execution.Id, Execution.UserId, Execution.AgentId, Execution.AgentVersion, Execution.Trigger, status, Execution.StartTime!.Value, now, RunPrompt.Shorten(result), error, ModelName, Execution.TokenUsage, Execution.Cost);
        OutboxEntry? announcement = null;
        await AppendAsync(
            [.. events, JournalEvents.Status(status, now), JournalEvents.Done(status, result, error, now)],
            note is null ? [] : [note],
            withProgress: true,
            commit => announcement = outbox.Add(commit, ended));
        outbox.Release(announcement!);
    }

    private Task AppendAsync(IReadOnlyList<string> events, IReadOnlyList<string> notes, CancellationToken cancellationToken) =>
        AppendAsync(events, notes, withProgress: false, null, cancellationToken);

    private async Task AppendAsync(IReadOnlyList<string> events, IReadOnlyList<string> notes, bool withProgress = false, Action<WriteBatch>? with = null, CancellationToken cancellationToken = default)
    {
        var written = await feed.Writer.AppendAsync(
            _ => events,
            notes,
            commit =>
            {
                if (withProgress)
                {
                    Execution = Execution with { SweepAt = clock.GetUtcNow() + TimeSpan.FromSeconds(options.LeaseSeconds) };
                    store.Update(commit, Execution, fenced: false);
                }

                with?.Invoke(commit);
            },
            knowing,
            cancellationToken);
        if (!written)
        {
            throw new RunLostException();
        }
    }

    private static string TextOf(IEnumerable<ChatMessage> messages) => string.Concat(messages.Select(message => message.Text));
}
