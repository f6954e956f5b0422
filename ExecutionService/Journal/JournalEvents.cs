using System.Text.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Json;

namespace ExecutionService.Journal;

/// <summary>The journal's numbered entries: what people see of a run, live or later. Each is a JSON object whose first member is its type.</summary>
internal static class JournalEvents
{
    public const string DoneType = "done";
    public const string StepType = "step";

    public static string Status(string status, DateTimeOffset at, int? attempt = null) => Write(new { type = "status", status, at, attempt });

    public static string Log(string text, DateTimeOffset at) => Write(new { type = "log", text, at });

    public static string Delta(int stepIndex, string text) => Write(new { type = "delta", stepIndex, text });

    public static string Step(ExecutionStep step) => Write(new { type = StepType, step.Index, step.Kind, step.Name, step.Status, step.StartTime, step.EndTime, step.Input, step.Output, step.TokenUsage, step.Error });

    public static string Usage(TokenUsage tokenUsage, Cost cost) => Write(new { type = "usage", tokenUsage, cost });

    public static string Done(string status, string? result, ExecutionError? error, DateTimeOffset at) => Write(new { type = DoneType, status, result, error, at });

    /// <summary>The step that a <c>step</c> entry tells of.</summary>
    public static ExecutionStep ReadStep(string entry) => JsonSerializer.Deserialize<ExecutionStep>(entry, JsonDefaults.Lenient)!;

    private static string Write<T>(T entry) => JsonSerializer.Serialize(entry, JsonDefaults.Lenient);
}
