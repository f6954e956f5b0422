using System.Globalization;
using AgentPlatform.Contracts;

namespace AgentPlatform.Llm;

/// <summary>Exact arithmetic on <see cref="Cost"/>.</summary>
public static class CostArithmetic
{
    /// <summary>As many digits as a decimal has; no exponent and no trailing zeros.</summary>
    private const string Exact = "0.#############################";

    /// <summary>Sum of two costs of one currency.</summary>
    public static Cost Add(Cost left, Cost right) => left.Currency == right.Currency
        ? FromAmount(AmountOf(left) + AmountOf(right), left.Currency)
        : throw new ArgumentException($"Costs in {left.Currency} and {right.Currency} cannot be added.", nameof(right));

    /// <summary>The number behind a cost.</summary>
    public static decimal AmountOf(Cost cost) => decimal.Parse(cost.Amount, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>A cost of exactly this amount.</summary>
    public static Cost FromAmount(decimal amount, string currency = "USD") => new(amount.ToString(Exact, CultureInfo.InvariantCulture), currency);
}
