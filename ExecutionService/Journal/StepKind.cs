namespace ExecutionService.Journal;

/// <summary>The kinds of a step.</summary>
internal static class StepKind
{
    public const string Approval = "approval";
    public const string Model = "model";
    public const string Tool = "tool";
}

/// <summary>The statuses of a step.</summary>
internal static class StepStatus
{
    public const string Failed = "failed";

    /// <summary>Asked for, and not begun.</summary>
    public const string Pending = "pending";

    public const string Running = "running";
    public const string Success = "success";

    /// <summary>A person has to decide.</summary>
    public const string Waiting = "waiting";
}
