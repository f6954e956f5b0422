using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Logs;
using ExecutionService.AgentLoop.Steps;
using ExecutionService.Executions;
using ExecutionService.Journal;
using Microsoft.Extensions.AI;

namespace ExecutionService.Replays;

/// <summary>
/// Derives a recorded run again from its journal, without model or tools: what the model was told before each call, the tool
/// calls that its answers asked for, the sums, and the result must come out as they were recorded.
/// </summary>
internal sealed class JournalReplay(ExecutionState execution)
{
    private readonly RunHistory _history = new();
    private readonly SortedDictionary<int, ExecutionStep> _steps = [];
    private readonly Dictionary<int, StringBuilder> _streamed = [];
    private TokenUsage _usage = new();
    private string? _end;

    /// <summary>What came out otherwise than it was recorded, for those who look for the reason.</summary>
    public List<string> Differences { get; } = [];

    /// <summary>SHA-256 over the steps as they ended and the end of the run; neither times, nor attempts, nor how the text was cut into pieces.</summary>
    public string EventHash => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new { steps = _steps.Values.Select(step => new { step.Index, step.Kind, step.Name, step.Status, step.Input, step.Output, step.TokenUsage, step.Error }), end = _end }, JsonDefaults.Lenient)));

    /// <summary>Reads a whole journal.</summary>
    public static async Task<JournalReplay> OfAsync(ExecutionState execution, AppendLog log, CancellationToken cancellationToken)
    {
        var replay = new JournalReplay(execution);
        await foreach (var batch in log.ReadAsync(0, cancellationToken))
        {
            replay.Apply(batch);
        }

        return replay;
    }

    /// <summary>Derives what was appended together from what came before it.</summary>
    public void Apply(LogBatch batch)
    {
        var notes = batch.Notes.Select(JournalNote.Read).ToList();
        var steps = batch.Entries.Where(entry => LogEntry.TypeOf(entry) == JournalEvents.StepType).Select(JournalEvents.ReadStep).ToList();
        foreach (var begun in steps.Where(step => step is { Kind: StepKind.Model, Status: StepStatus.Running }))
        {
            CheckPrompt(begun, notes.Find(note => note.StepIndex == begun.Index)?.Prompt);
            _streamed[begun.Index] = new StringBuilder();
        }

        foreach (var entry in batch.Entries.Where(entry => LogEntry.TypeOf(entry) == JournalEvents.DeltaType))
        {
            var (index, text) = JournalEvents.ReadDelta(entry);
            _streamed.GetValueOrDefault(index)?.Append(text);
        }

        _history.Apply(batch);
        foreach (var step in steps)
        {
            CheckStep(step, notes.Find(note => note.StepIndex == step.Index));
            _steps[step.Index] = step;
        }

        foreach (var entry in batch.Entries)
        {
            CheckEntry(entry);
        }
    }

    private void CheckPrompt(ExecutionStep step, PromptMark? mark)
    {
        Expect(step.Index == (_history.InterruptedModelStep?.Index ?? _history.NextIndex), $"step {step.Index} has another number");
        Expect(_history.OpenToolCalls.Count == 0, $"step {step.Index} was begun before all tools had answered");
        if (mark is null)
        {
            return;
        }

        var conversation = RunPrompt.Build(execution, _history, execution.StartTime ?? execution.CreatedAt);
        Expect(mark == RunPrompt.Mark(conversation) || mark == RunPrompt.Mark(Compaction.Prompt(conversation)), $"step {step.Index}: the model was told something else");
    }

    private void CheckStep(ExecutionStep step, JournalNote? note)
    {
        if (step.Kind == StepKind.Tool && !_steps.ContainsKey(step.Index) && execution.Agent.Runtime.Engine == AgentEngine.Loop)
        {
            var asked = _history.AskedFor(step.Index);
            Expect(asked?.Name == step.Name && Tools.AgentTools.InputOf(asked) == step.Input, $"step {step.Index} is not the tool call that the model asked for");
        }

        if (note?.Messages is not { } messages || execution.Agent.Runtime.Engine != AgentEngine.Loop)
        {
            // What another engine did is recorded, and nothing of it is derived here.
            return;
        }

        var added = StoredMessages.Read(messages);
        if (step.Kind == StepKind.Tool)
        {
            var result = added.SelectMany(message => message.Contents).OfType<FunctionResultContent>().SingleOrDefault();
            Expect(result?.CallId == _history.AskedFor(step.Index)?.CallId && step.Output == RunPrompt.Shorten(result?.Result?.ToString()), $"step {step.Index}: the tool's answer differs");
        }
        else if (note.CompactsThrough is null)
        {
            Expect(step.Output == RunPrompt.Excerpt(added.Where(message => message.Role == ChatRole.Assistant)), $"step {step.Index}: the model's answer differs");
            Expect(_streamed.GetValueOrDefault(step.Index)?.ToString() == string.Concat(added.Where(message => message.Role == ChatRole.Assistant).Select(message => message.Text)), $"step {step.Index}: the streamed text differs");
        }

        if (step is { Kind: StepKind.Model, TokenUsage: { } usage })
        {
            _usage = _usage.Add(usage);
        }
    }

    private void CheckEntry(string entry)
    {
        switch (LogEntry.TypeOf(entry))
        {
            case JournalEvents.UsageType when execution.Agent.Runtime.Engine == AgentEngine.Loop:
                Expect(JournalEvents.ReadUsage(entry) == _usage, "the sum of the tokens differs");
                break;
            case JournalEvents.DoneType:
                var (status, result, error) = JournalEvents.ReadDone(entry);
                _end = $"{status} {error?.Code} {result}";
                Expect(status != ExecutionStatus.Success || execution.Agent.Runtime.Engine != AgentEngine.Loop || result == RunPrompt.ResultOf(execution.Agent, _history.LastAnswer), "the result differs");
                break;
        }
    }

    private void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            Differences.Add(otherwise);
        }
    }
}
