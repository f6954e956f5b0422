using System.Text.Json;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.ServiceDefaults;
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
    public async Task<CallToolResult> CallAsync(CallToolRequestParams call, CancellationToken cancellationToken)
    {
        var request = new JsonRpcRequest { Id = new RequestId(RandomId.New()), Method = RequestMethods.ToolsCall, Params = JsonSerializer.SerializeToNode(call, McpJsonUtilities.DefaultOptions) };
        try
        {
            var response = await AskAsync(request, cancellationToken);
            return response.Result.Deserialize<CallToolResult>(McpJsonUtilities.DefaultOptions) ?? throw new McpException("The server answered with nothing.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && transport is HttpClientTransport)
        {
            await TellCancelledAsync(request.Id);
            throw;
        }
    }

    /// <summary>Asks, as long as there is somebody to ask: a client whose server is gone would wait for ever.</summary>
    private async Task<JsonRpcResponse> AskAsync(JsonRpcRequest request, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = client.Completion.IsCompleted ? null : client.SendRequestAsync(request, ending.Token);
        if (asking is not null && await Task.WhenAny(asking, client.Completion) == asking)
        {
            return await asking;
        }

        await ending.CancelAsync();
        await (asking ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw new IOException("The server is gone.");
    }

    /// <summary>
    /// A server that keeps sessions goes on when a connection is closed; the client tells it only of calls that it has finished
    /// sending, and over HTTP sending lasts until the answer.
    /// </summary>
    private async Task TellCancelledAsync(RequestId id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.CloseSeconds), clock);
        try
        {
            var told = new CancelledNotificationParams { RequestId = id, Reason = "Nobody waits for it any more." };
            await client.SendNotificationAsync(NotificationMethods.CancelledNotification, told, McpJsonUtilities.DefaultOptions, patience.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException or McpException or McpRefusedException)
        {
            // It cannot be reached: there is nothing more to be done about the call.
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await client.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(options.CloseSeconds), clock);
        }
        finally
        {
            // Ends what hangs.
            await ((IAsyncDisposable)transport).DisposeAsync();
        }
    }

    /// <summary>Why the server failed.</summary>
    public string Explain(Exception failure) => McpFailure.Explain(failure, transport);
}
