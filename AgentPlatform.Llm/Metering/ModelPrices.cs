using System.Text.RegularExpressions;
using AgentPlatform.Contracts;

namespace AgentPlatform.Llm;

/// <summary>What model calls cost: configured prices over the built-in ones, in exact decimals.</summary>
public sealed partial class ModelPrices
{
    private const decimal Million = 1_000_000m;

    private readonly Dictionary<string, ModelPrice> prices = new(BuiltInPrices.ByModel, StringComparer.OrdinalIgnoreCase);

    public ModelPrices(IReadOnlyDictionary<string, ModelPrice>? configured = null)
    {
        foreach (var (model, price) in configured ?? new Dictionary<string, ModelPrice>())
        {
            prices[model] = price;
        }
    }

    /// <summary>False for a model whose calls are reckoned as free because nobody said what it costs.</summary>
    public bool IsKnown(string model) => Find(model) is not null;

    /// <summary>
    /// Cost of one call, not of a sum of calls: some prices depend on the length of the prompt.
    /// Zero for a model of unknown price; ask <see cref="IsKnown"/> first where that matters.
    /// </summary>
    public Cost CostOf(string model, TokenUsage usage)
    {
        if (Find(model) is not { } price)
        {
            return Cost.Zero;
        }

        var uncached = Math.Max(0, usage.Input - usage.CacheRead - usage.CacheWrite);
        var factor = usage.Input > price.LongPromptThreshold ? price.LongPromptFactor : 1;
        var amount = ((uncached * price.Input) + (usage.CacheRead * price.CacheRead) + (usage.CacheWrite * price.CacheWrite) + (usage.Output * price.Output)) * factor / Million;
        return CostArithmetic.FromAmount(amount);
    }

    /// <summary>A dated name (<c>…-20261101</c>) or <c>…-latest</c> has the price of the plain one.</summary>
    private ModelPrice? Find(string model) =>
        prices.GetValueOrDefault(model) ?? prices.GetValueOrDefault(DateSuffix().Replace(model, ""));

    [GeneratedRegex("-([0-9]{8}|latest)$")]
    private static partial Regex DateSuffix();
}
