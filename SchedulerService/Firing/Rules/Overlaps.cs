namespace SchedulerService.Firing.Rules;

/// <summary>What becomes of an instant that is due while a run of its schedule goes on.</summary>
internal static class Overlaps
{
    public const string AllowAll = "allowAll";
    public const string BufferAll = "bufferAll";
    public const string BufferOne = "bufferOne";
    public const string CancelOther = "cancelOther";
    public const string Skip = "skip";
    public const string TerminateOther = "terminateOther";

    public static readonly IReadOnlyList<string> All = [Skip, BufferOne, BufferAll, CancelOther, TerminateOther, AllowAll];
}
