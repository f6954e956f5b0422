using AgentPlatform.Contracts.Agents;

namespace ExecutionService.ClaudeCode;

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
        [.. tools.Where(tool => !approvalTools.Contains(tool)).SelectMany(Meaning).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

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
