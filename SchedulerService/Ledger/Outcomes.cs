namespace SchedulerService.Ledger;

/// <summary>What can become of an occurrence.</summary>
internal static class Outcomes
{
    public const string Fired = "fired";
    public const string Missed = "missed";
    public const string OverBudget = "overBudget";
    public const string Paused = "paused";
    public const string Skipped = "skipped";
}
