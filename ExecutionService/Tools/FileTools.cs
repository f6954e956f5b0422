using AgentPlatform.Contracts.Agents;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tools;

/// <summary>Tools on the files of the workspace.</summary>
internal sealed class FileTools : IToolSource
{
    public ValueTask<ToolSet> OpenAsync(ToolContext context, CancellationToken cancellationToken)
    {
        var workspace = context.Workspace;
        AgentTool[] all =
        [
            new(AIFunctionFactory.Create(workspace.ListFiles, ToolNames.ListFiles, "Lists the files of the workspace with their sizes in bytes."), ToolEffect.ReadOnly),
            new(AIFunctionFactory.Create(workspace.ReadFileAsync, ToolNames.ReadFile, "Reads a text file of the workspace."), ToolEffect.ReadOnly),
            new(AIFunctionFactory.Create(workspace.WriteFileAsync, ToolNames.WriteFile, "Writes a text file of the workspace, replacing it if it exists. Files under out/ are results for people."), ToolEffect.Idempotent),
        ];
        return ValueTask.FromResult(new ToolSet([.. all.Where(tool => context.Names(tool.Function.Name))]));
    }
}
