using ExecutionService.Egress;
using ExecutionService.Executions;
using ExecutionService.Sandboxes;
using ExecutionService.Workspaces;
using Microsoft.Extensions.Options;

namespace ExecutionService.Tools;

/// <summary>Opens the tools of a run from every source.</summary>
internal sealed class ToolCatalog(IEnumerable<IToolSource> sources, WorkspaceStore workspaces, EgressSessions egress, ISandbox sandbox, IOptions<ExecutionOptions> options)
{
    /// <summary>The tools that the run's agent names. Dispose when the run is left.</summary>
    public async Task<AgentTools> OpenAsync(ExecutionState execution, CancellationToken cancellationToken)
    {
        var wayOut = new RunEgress(egress, execution);
        var context = new ToolContext(execution, workspaces.Of(execution), wayOut.OpenAsync);
        var opened = new List<ToolSet>();
        try
        {
            foreach (var source in sources)
            {
                opened.Add(await source.OpenAsync(context, cancellationToken));
            }
        }
        catch
        {
            await Closing().DisposeAsync();
            throw;
        }

        return new AgentTools(context, opened, options.Value.MaxToolOutputCharacters, Closing());

        RunClosing Closing() => new(execution.Id, opened, wayOut, sandbox);
    }
}
