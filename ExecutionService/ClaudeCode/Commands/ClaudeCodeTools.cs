using AgentPlatform.Contracts.Agents;

namespace ExecutionService.ClaudeCode.Commands;

/// <summary>Which of the program's own tools an agent's tools mean.</summary>
internal static class ClaudeCodeTools
{
    /// <summary>Those that work without a network and ask nobody.</summary>
    public static readonly IReadOnlyList<string> All = ["Bash", "Edit", "Glob", "Grep", "Read", "Write"];

    /// <summary>
    /// The program's tools for an agent that names <paramref name="tools"/>. Those that wait for approval are left out: the
    /// program cannot stop and ask.
    /// </summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> tools, IReadOnlyCollection<string> approvalTools) =>
        [.. tools.SelectMany(Meaning).Except(Denied(approvalTools), StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Whatever would do what waits for approval. A shell can do everything that the others can.</summary>
    private static IEnumerable<string> Denied(IReadOnlyCollection<string> approvalTools)
    {
        var denied = approvalTools.SelectMany(Meaning).ToHashSet(StringComparer.Ordinal);
        return denied.Count > 0 ? denied.Append("Bash") : denied;
    }

    private static string[] Meaning(string tool) => tool switch
    {
        ToolNames.EditFile => ["Edit"],
        ToolNames.ListFiles => ["Glob"],
        ToolNames.ReadFile => ["Grep", "Read"],
        ToolNames.RunNode or ToolNames.RunPython or ToolNames.RunShell => ["Bash"],
        ToolNames.WriteFile => ["Write"],
        _ => [],
    };
}
