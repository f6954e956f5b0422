using AgentPlatform.Contracts.Agents;
using ExecutionService.Executions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace ExecutionService.Tools;

/// <summary>
/// Makes the tools of a run. All of them are read-only or idempotent, so that one whose outcome is unknown after a crash is
/// simply run again.
/// </summary>
internal sealed class ToolCatalog(TimeProvider clock, IOptions<ExecutionOptions> options)
{
    public AgentTools For(ExecutionState execution)
    {
        var workspace = Workspace.Of(execution, options.Value);
        AIFunction[] all =
        [
            AIFunctionFactory.Create(new ClockTool(clock).Now, ToolNames.Clock, "The current date and time, in UTC and in a given IANA time zone."),
            AIFunctionFactory.Create(workspace.ListFiles, ToolNames.ListFiles, "Lists the files of the workspace with their sizes in bytes."),
            AIFunctionFactory.Create(workspace.ReadFileAsync, ToolNames.ReadFile, "Reads a text file of the workspace."),
            AIFunctionFactory.Create(workspace.WriteFileAsync, ToolNames.WriteFile, "Writes a text file of the workspace, replacing it if it exists. Files under out/ are results for people."),
        ];
        return new AgentTools([.. all.Where(tool => execution.Agent.Tools.Contains(tool.Name, StringComparer.Ordinal))], options.Value.MaxToolOutputCharacters);
    }
}
