namespace AgentPlatform.Llm;

/// <summary>The model behind the pipeline, as pages and health answers may show it. Holds no secret.</summary>
/// <param name="Provider">One of <see cref="ModelProviders"/>.</param>
/// <param name="Name">Default model of a call that names none.</param>
/// <param name="Simulated">True when no provider is called and answers come from rules.</param>
public sealed record ModelInfo(string Provider, string Name, bool Simulated);
