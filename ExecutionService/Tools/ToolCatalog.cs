using ExecutionService.Sandboxes;
using Microsoft.Extensions.Options;

namespace ExecutionService.Tools;

/// <summary>Opens the tools of a run from every source.</summary>
internal sealed class ToolCatalog(IEnumerable<IToolSource> sources, ISandbox sandbox, IOptions<ExecutionOptions> options)
{
    /// <summary>The tools that the run's agent names. Dispose when the run is left.</summary>
    public async Task<AgentTools> OpenAsync(ToolContext context, CancellationToken cancellationToken)
    {
        var opened = new List<ToolSet>();
        // Closed last: servers in the sandbox are told to end before.
        var release = new ToolSet([], Closing: new SandboxRelease(sandbox, context.Execution.Id));
        try
        {
            foreach (var source in sources)
            {
                opened.Add(await source.OpenAsync(context, cancellationToken));
            }
        }
        catch
        {
            await new AgentTools(context.Execution.Id, [.. opened, release], 0).DisposeAsync();
            throw;
        }

        return new AgentTools(context.Execution.Id, [.. opened, release], options.Value.MaxToolOutputCharacters);
    }

    /// <summary>Lets go of what the sandbox keeps between the calls of a run.</summary>
    private sealed class SandboxRelease(ISandbox sandbox, string executionId) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await sandbox.ReleaseAsync(executionId, CancellationToken.None);
    }
}
