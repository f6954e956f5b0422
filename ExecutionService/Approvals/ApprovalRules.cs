namespace ExecutionService.Approvals;

/// <summary>Which tool calls wait for a person. Pure.</summary>
internal static class ApprovalRules
{
    private const string AllOfServer = "__*";

    /// <summary>Whether an agent that names <paramref name="approvalTools"/> wants its calls of <paramref name="tool"/> approved.</summary>
    public static bool Needs(IReadOnlyList<string> approvalTools, string tool) => approvalTools.Any(name =>
        name.EndsWith(AllOfServer, StringComparison.Ordinal) ? tool.StartsWith(name[..^1], StringComparison.Ordinal) : name == tool);
}
