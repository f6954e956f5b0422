using AgentPlatform.Contracts.Agents;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace ExecutionService.Mcp;

/// <summary>A connection with one server, from the start of a run in a worker's hands to its end.</summary>
internal sealed class McpConnection(McpServer server, McpClient client, IClientTransport transport, McpOptions options, TimeProvider clock) : IAsyncDisposable
{
    public McpServer Server => server;

    public McpOptions Options => options;

    /// <summary>Connects.</summary>
    public static async Task<McpConnection> OpenAsync(McpServer server, IClientTransport transport, McpOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var settings = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "AgentPlatform", Version = typeof(McpConnection).Assembly.GetName().Version!.ToString() },
            InitializationTimeout = TimeSpan.FromSeconds(options.ConnectSeconds),
            TimeProvider = clock,
        };
        var client = await McpClient.CreateAsync(transport, settings, null, cancellationToken);
        return new McpConnection(server, client, transport, options, clock);
    }

    /// <summary>One page of the server's tools.</summary>
    public async Task<ListToolsResult> ListAsync(string? cursor, CancellationToken cancellationToken) => await client.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, cancellationToken);

    /// <summary>Lets the client know of the tools that will be called: some are called with headers.</summary>
    public void Know(IEnumerable<Tool> tools) => client.AddKnownTools(tools);

    /// <summary>Calls a tool. Cancelling tells the server.</summary>
    public async Task<CallToolResult> CallAsync(CallToolRequestParams call, CancellationToken cancellationToken) => await client.CallToolAsync(call, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await client.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(options.CloseSeconds), clock);
        }
        catch (Exception exception) when (exception is TimeoutException or HttpRequestException or IOException or McpException)
        {
            // A server that does not say good-bye is left all the same: closing the transport ends what hangs.
        }

        await ((IAsyncDisposable)transport).DisposeAsync();
    }

    /// <summary>Why the server failed.</summary>
    public string Explain(Exception failure) => McpFailure.Explain(failure, transport);
}
