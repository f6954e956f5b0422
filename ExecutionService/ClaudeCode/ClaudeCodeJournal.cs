using System.Globalization;
using AgentPlatform.Contracts.Executions;
using ExecutionService.Journal;

namespace ExecutionService.ClaudeCode;

/// <summary>What the program says as entries of the run's journal: its text belongs to the engine's step, each of its tool calls is a step after it.</summary>
/// <param name="engineStep">Index of the engine's step.</param>
/// <param name="nextIndex">Index of its first tool call.</param>
internal sealed class ClaudeCodeJournal(int engineStep, int nextIndex)
{
    private readonly Dictionary<string, ExecutionStep> _open = new(StringComparer.Ordinal);

    /// <summary>The index of the next new step.</summary>
    public int NextIndex { get; private set; } = nextIndex;

    public IReadOnlyList<string> Entries(ClaudeCodeEvent said, DateTimeOffset now)
    {
        switch (said)
        {
            case ClaudeText text:
                return [JournalEvents.Delta(engineStep, text.Text)];
            case ClaudeToolStarted tool:
                var begun = new ExecutionStep(NextIndex++, StepKind.Tool, $"claude:{tool.Name}", StepStatus.Running, now, null, tool.Input, null, null, null);
                _open[tool.Id] = begun;
                return [JournalEvents.Step(begun)];
            case ClaudeToolEnded ended when _open.Remove(ended.Id, out var step):
                return [JournalEvents.Step(step with { Status = ended.Failed ? StepStatus.Failed : StepStatus.Success, EndTime = now, Output = ended.Output, Error = ended.Failed ? new ExecutionError("tool-failed", ended.Output) : null })];
            default:
                return Words(said) is { } words ? [JournalEvents.Log(words, now)] : [];
        }
    }

    /// <summary>Closes the tool calls that the end of the program finds open.</summary>
    public IReadOnlyList<string> Close(ExecutionError why, DateTimeOffset now)
    {
        var entries = _open.Values.OrderBy(step => step.Index).Select(step => JournalEvents.Step(step with { Status = StepStatus.Failed, EndTime = now, Error = why })).ToList();
        _open.Clear();
        return entries;
    }

    private static string? Words(ClaudeCodeEvent said) => said switch
    {
        ClaudeStarted started => $"Claude Code {started.Version} works with {started.Model}.",
        ClaudeRetry retry => $"A model call failed ({retry.Status?.ToString(CultureInfo.InvariantCulture) ?? retry.Error}); try {retry.Attempt} of {retry.MaxRetries} in {retry.Delay.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s.",
        ClaudeFallback fallback => $"{fallback.From} cannot be had; Claude Code goes on with {fallback.To}.",
        ClaudeCompacted => "Claude Code summarised the conversation, which had become too long.",
        ClaudeResult { CostUsd: { } cost } result => $"Claude Code made {result.Turns} turns; by its own reckoning they cost {cost.ToString("0.######", CultureInfo.InvariantCulture)} USD.",
        ClaudeUnreadable unreadable => $"Claude Code said something unreadable: {unreadable.Line}",
        _ => null,
    };
}
