namespace AgentPlatform.Llm;

/// <summary>Values of <see cref="LlmOptions.Provider"/>.</summary>
public static class ModelProviders
{
    public const string Anthropic = "anthropic";
    public const string OpenAI = "openai";
    public const string Simulated = "simulated";
}
