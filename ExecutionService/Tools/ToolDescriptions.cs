using AgentPlatform.Contracts.Agents;

namespace ExecutionService.Tools;

/// <summary>The tools that an agent may name, for people who choose among them.</summary>
internal static class ToolDescriptions
{
    public static readonly IReadOnlyList<ToolDescription> All =
    [
        new(ToolNames.Clock, "The current date and time, in UTC and in a given time zone.", ToolEffect.ReadOnly),
        new(ToolNames.EditFile, "Changes a part of a text file of the workspace.", ToolEffect.Idempotent),
        new(ToolNames.FetchUrl, "Reads a web page or file over HTTPS from the agent's allowed domains.", ToolEffect.ReadOnly),
        new(ToolNames.ListFiles, "Lists the files of the workspace with their sizes.", ToolEffect.ReadOnly),
        new(ToolNames.Notify, "Posts a signed message to the agent's notification address.", ToolEffect.Idempotent),
        new(ToolNames.ReadFile, "Reads a text file of the workspace.", ToolEffect.ReadOnly),
        new(ToolNames.RunNode, "Runs JavaScript with Node.js in the sandbox.", ToolEffect.SideEffecting),
        new(ToolNames.RunPython, "Runs Python in the sandbox.", ToolEffect.SideEffecting),
        new(ToolNames.RunShell, "Runs a shell script in the sandbox.", ToolEffect.SideEffecting),
        new(ToolNames.WriteFile, "Writes a text file of the workspace. Files under out/ are results for people.", ToolEffect.Idempotent),
    ];
}

/// <summary>One tool in words.</summary>
internal sealed record ToolDescription(string Name, string Text, ToolEffect Effect);
