using AgentPlatform.Contracts;
using AgentPlatform.Llm;

namespace ExecutionService.ClaudeCode.Relay.Usage;

/// <summary>Follows what one granted call uses, and settles it once.</summary>
internal sealed class RelayMeter(RelayCall call, RelayGrant grant, RelayBudget budget, ModelPrices prices, RelayTotals totals)
{
    private bool _settled;

    /// <summary>What it is known to have used; null while nothing is known.</summary>
    public TokenUsage? Usage { get; set; }

    /// <summary>The provider did not take the call on.</summary>
    public void NothingUsed() => Usage = new TokenUsage();

    public async Task SettleAsync()
    {
        if (_settled)
        {
            return;
        }

        _settled = true;
        if (Usage is { } usage && usage != new TokenUsage())
        {
            var cost = prices.CostOf(call.Model, usage);
            LlmTelemetry.CountCost(call.Model, cost);
            totals.Add(usage, cost);
        }

        await budget.Settle(call, grant, Usage);
    }
}
