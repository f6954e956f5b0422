using ExecutionService.Executions;
using ExecutionService.Workspaces;
using Microsoft.Extensions.Options;

namespace ExecutionService.Tools;

/// <summary>Opens the tools of a run from every source.</summary>
internal sealed class ToolCatalog(IEnumerable<IToolSource> sources, WorkspaceStore workspaces, IOptions<ExecutionOptions> options)
{
    /// <summary>The tools that the run's agent names. Dispose when the run is left.</summary>
    public async Task<AgentTools> OpenAsync(ExecutionState execution, CancellationToken cancellationToken)
    {
        var context = new ToolContext(execution, workspaces.Of(execution), _ => Task.FromResult<Sandboxes.SandboxEgress?>(null));
        var sets = new List<ToolSet>();
        foreach (var source in sources)
        {
            sets.Add(await source.OpenAsync(context, cancellationToken));
        }

        return new AgentTools(execution.Id, sets, options.Value.MaxToolOutputCharacters);
    }
}
