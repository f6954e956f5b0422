namespace ExecutionService.Mcp;

/// <summary>The connections of one run, closed together.</summary>
internal sealed class McpConnections(IReadOnlyList<McpConnection> connections) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await Task.WhenAll(connections.Select(connection => connection.DisposeAsync().AsTask()));
}
