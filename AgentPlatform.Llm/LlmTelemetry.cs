namespace AgentPlatform.Llm;

/// <summary>Names under which the pipeline's traces and metrics are emitted.</summary>
public static class LlmTelemetry
{
    /// <summary>Activity source and meter of the model calls (GenAI semantic conventions).</summary>
    public const string SourceName = "AgentPlatform.Llm";
}
