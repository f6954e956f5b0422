namespace ExecutionService.Journal;

/// <summary>The kinds and statuses of a step.</summary>
internal static class StepKind
{
    public const string Model = "model";
    public const string Tool = "tool";
}

/// <summary>The statuses of a step.</summary>
internal static class StepStatus
{
    public const string Failed = "failed";
    public const string Running = "running";
    public const string Success = "success";
}
