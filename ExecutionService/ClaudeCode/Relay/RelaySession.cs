using ExecutionService.ClaudeCode.Relay.Usage;

namespace ExecutionService.ClaudeCode.Relay;

/// <summary>One run's relay while it is open. Nothing of it is left when it is disposed.</summary>
internal sealed class RelaySession(RelayServer server, RelayHandler handler, RelayTotals totals, CancellationTokenSource broken, string folder, string socketPath, string token) : IAsyncDisposable
{
    private bool _closed;

    /// <summary>Unix socket that the sandbox shows to the program as a port.</summary>
    public string SocketPath => socketPath;

    /// <summary>What the program sends as its key. It is worth nothing anywhere else, and nothing here once the session is closed.</summary>
    public string Token => token;

    public RelayTotals Totals => totals;

    /// <summary>Cancelled when the relay cannot go on: <see cref="RelayTotals.Fault"/>.</summary>
    public CancellationToken Broken => broken.Token;

    /// <summary>Ends what is open, and waits until all of it is settled.</summary>
    public async Task CloseAsync()
    {
        if (!_closed)
        {
            _closed = true;
            await server.StopAsync();
            await handler.DrainAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        server.Dispose();
        handler.Dispose();
        broken.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
