using System.Globalization;
using AgentPlatform.Contracts;

namespace AgentService;

/// <summary>Costs as the store adds them up: whole billionths of a US dollar, since Firestore's increments of doubles would round.</summary>
internal static class CostNanos
{
    private const decimal PerUnit = 1_000_000_000m;

    public static long From(Cost cost) => (long)(decimal.Parse(cost.Amount, CultureInfo.InvariantCulture) * PerUnit);

    public static Cost ToCost(long nanos) => new((nanos / PerUnit).ToString("0.#########", CultureInfo.InvariantCulture));
}
