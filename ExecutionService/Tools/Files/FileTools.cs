using AgentPlatform.Contracts.Agents;
using ExecutionService.Workspaces;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace ExecutionService.Tools.Files;

/// <summary>Tools on the files of the workspace.</summary>
internal sealed class FileTools(IOptions<WorkspaceOptions> options) : IToolSource
{
    private static readonly string[] Names = [ToolNames.EditFile, ToolNames.ListFiles, ToolNames.ReadFile, ToolNames.WriteFile];

    public ValueTask<ToolSet> OpenAsync(ToolContext context, CancellationToken cancellationToken)
    {
        if (WorkspaceSupport.Problem is { } reason)
        {
            return ValueTask.FromResult(new ToolSet([], Names.Where(context.Names).ToDictionary(name => name, _ => reason)));
        }

        var files = new TextFiles(context.Workspace, options.Value);
        AgentTool[] all =
        [
            new(AIFunctionFactory.Create(files.Edit, ToolNames.EditFile, "Replaces a piece of a text file of the workspace. The piece must occur once, unless all of its occurrences are to be replaced."), ToolEffect.Idempotent),
            new(AIFunctionFactory.Create(files.List, ToolNames.ListFiles, "Lists the files of the workspace with their sizes in bytes."), ToolEffect.ReadOnly),
            new(AIFunctionFactory.Create(files.Read, ToolNames.ReadFile, "Reads a text file of the workspace, whole or some of its lines."), ToolEffect.ReadOnly),
            new(AIFunctionFactory.Create(files.Write, ToolNames.WriteFile, "Writes a text file of the workspace, replacing it if it exists. Files under out/ are results for people."), ToolEffect.Idempotent),
        ];
        return ValueTask.FromResult(new ToolSet([.. all.Where(tool => context.Names(tool.Function.Name))]));
    }
}
