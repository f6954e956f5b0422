using System.Text.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Json;

namespace ExecutionService.Journal;

/// <summary>The journal's numbered entries: what people see of a run, live or later. Each is a JSON object whose first member is its type.</summary>
internal static class JournalEvents
{
    public const string DeltaType = "delta";
    public const string DoneType = "done";
    public const string StepType = "step";
    public const string UsageType = "usage";

    public static string Status(string status, DateTimeOffset at, int? attempt = null) => Write(new { type = "status", status, at, attempt });

    public static string Log(string text, DateTimeOffset at) => Write(new { type = "log", text, at });

    public static string Delta(int stepIndex, string text) => Write(new { type = DeltaType, stepIndex, text });

    public static string Step(ExecutionStep step) => Write(new { type = StepType, step.Index, step.Kind, step.Name, step.Status, step.StartTime, step.EndTime, step.Input, step.Output, step.TokenUsage, step.Error });

    public static string Artifact(Artifact artifact) => Write(new { type = "artifact", artifact.Path, artifact.Size, artifact.ContentType });

    public static string Approval(ExecutionStep step, string reason) => Write(new { type = "approval", step.Index, step.Name, step.Status, step.Input, reason });

    public static string Usage(TokenUsage tokenUsage, Cost cost) => Write(new { type = UsageType, tokenUsage, cost });

    public static string Done(string status, string? result, ExecutionError? error, DateTimeOffset at) => Write(new { type = DoneType, status, result, error, at });

    /// <summary>The step that a <c>step</c> entry tells of.</summary>
    public static ExecutionStep ReadStep(string entry) => JsonSerializer.Deserialize<ExecutionStep>(entry, JsonDefaults.Lenient)!;

    /// <summary>The step of a <c>delta</c> entry and its text.</summary>
    public static (int StepIndex, string Text) ReadDelta(string entry)
    {
        using var delta = JsonDocument.Parse(entry);
        return (delta.RootElement.GetProperty("stepIndex").GetInt32(), delta.RootElement.GetProperty("text").GetString()!);
    }

    /// <summary>The tokens that a <c>usage</c> entry tells of.</summary>
    public static TokenUsage ReadUsage(string entry)
    {
        using var usage = JsonDocument.Parse(entry);
        return usage.RootElement.GetProperty("tokenUsage").Deserialize<TokenUsage>(JsonDefaults.Lenient)!;
    }

    /// <summary>How a <c>done</c> entry says that the run ended.</summary>
    public static (string Status, string? Result, ExecutionError? Error) ReadDone(string entry)
    {
        using var done = JsonDocument.Parse(entry);
        return (done.RootElement.GetProperty("status").GetString()!, done.RootElement.GetProperty("result").GetString(), done.RootElement.GetProperty("error").Deserialize<ExecutionError?>(JsonDefaults.Lenient));
    }

    private static string Write<T>(T entry) => JsonSerializer.Serialize(entry, JsonDefaults.Lenient);
}
