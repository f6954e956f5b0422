namespace AgentPlatform.Llm;

/// <summary>Prices as published in November 2026; configuration goes over them.</summary>
internal static class BuiltInPrices
{
    public static readonly IReadOnlyDictionary<string, ModelPrice> ByModel = new Dictionary<string, ModelPrice>(StringComparer.OrdinalIgnoreCase)
    {
        ["claude-haiku-4-5"] = Of(1m, 5m, 1.25m, 0.10m),
        ["claude-haiku-5-5"] = Of(0.10m, 0.50m, 0.125m, 0.01m) with { LongPromptThreshold = 100_000, LongPromptFactor = 5 },
        ["claude-opus-5"] = Of(5m, 25m, 6.25m, 0.50m),
        ["claude-opus-5-5"] = Of(4m, 20m, 5m, 0.20m),
        ["claude-sonnet-4-6"] = Of(3m, 15m, 3.75m, 0.30m),
        ["claude-sonnet-5"] = Of(2m, 10m, 2.5m, 0.20m),
        ["claude-sonnet-5-5"] = Of(2m, 10m, 2.5m, 0.10m),
        [ModelSelection.SimulatedModel] = Of(0, 0, 0, 0),
    };

    private static ModelPrice Of(decimal input, decimal output, decimal cacheWrite, decimal cacheRead) =>
        new() { Input = input, Output = output, CacheWrite = cacheWrite, CacheRead = cacheRead };
}
