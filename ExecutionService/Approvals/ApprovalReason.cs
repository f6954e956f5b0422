namespace ExecutionService.Approvals;

/// <summary>Why a person is asked about a tool call.</summary>
internal static class ApprovalReason
{
    /// <summary>The agent's definition wants it.</summary>
    public const string Approval = "approval";

    /// <summary>The process died while the tool ran: it may have acted, or not.</summary>
    public const string UnknownOutcome = "unknownOutcome";
}
