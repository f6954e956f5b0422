using System.ComponentModel.DataAnnotations;

namespace ExecutionService.Budgets;

/// <summary>Budgets that the platform sets.</summary>
internal sealed class BudgetOptions
{
    public const string Section = "Budget";

    /// <summary>Tokens, input and output, of all runs of one user in one day (UTC). Default 20 million.</summary>
    [Range(1L, 1_000_000_000_000L)]
    public long MaxTokensPerUserPerDay { get; set; } = 20_000_000;

    /// <summary>
    /// Tokens of all runs of all users in one day (UTC): what guests cannot get around by coming as somebody else. None by default.
    /// Changing it, or <see cref="PlatformDayParts"/>, counts from what is spent and held from then on.
    /// </summary>
    [Range(1L, 1_000_000_000_000_000L)]
    public long? MaxTokensPerDay { get; set; }

    /// <summary>
    /// Parts that <see cref="MaxTokensPerDay"/> is split into, each user's runs drawing on one: a document can be written about once a
    /// second. Small installations have 1 and lose nothing by it. Default 1.
    /// </summary>
    [Range(1, 1_000)]
    public int PlatformDayParts { get; set; } = 1;

    /// <summary>Milliseconds before a run looks again when all that is left of a budget is held by other runs' calls; up to twice that, at random. Default 250.</summary>
    [Range(10, 60_000)]
    public int HeldRetryMilliseconds { get; set; } = 250;
}
