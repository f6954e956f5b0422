
namespace ExecutionService.Mcp;

/// <summary>The connections of one run, closed together. What a server does at the end is its own affair: the run is left all the same.</summary>
internal sealed partial class McpConnections(IReadOnlyList<McpConnection> connections, ILogger logger) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await Task.WhenAll(connections.Select(CloseAsync));

    private async Task CloseAsync(McpConnection connection)
    {
        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception exception)
        {
            LogNotClosed(exception, connection.Server.Name);
        }
    }

    [LoggerMessage(LogLevel.Information, "MCP server {Server} was left without a good-bye")]
    private partial void LogNotClosed(Exception exception, string server);
}
