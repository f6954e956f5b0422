namespace SchedulerService.Firing.Rules;

/// <summary>What becomes of instants that passed while nobody looked.</summary>
internal static class CatchUps
{
    public const string All = "all";
    public const string Last = "last";
    public const string None = "none";
}
