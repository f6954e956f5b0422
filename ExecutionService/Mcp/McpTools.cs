using AgentPlatform.Contracts.Agents;
using ExecutionService.Mcp.Transports;
using ExecutionService.Sandboxes;
using ExecutionService.Tools;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Client;

namespace ExecutionService.Mcp;

/// <summary>
/// Gives a run the tools of its agent's MCP servers: those with a URL over HTTPS, those with a command as programs in the sandbox. A
/// server that cannot be had is named with the reason, and the run goes on without it.
/// </summary>
internal sealed partial class McpTools(McpHttp http, McpSecretReader secrets, ISandbox sandbox, TimeProvider clock, IOptions<McpOptions> options, ILogger<McpTools> logger) : IToolSource
{
    public async ValueTask<ToolSet> OpenAsync(ToolContext context, CancellationToken cancellationToken)
    {
        var servers = context.Execution.Agent.Runtime.McpServers.DistinctBy(server => server.Name, StringComparer.Ordinal).ToList();
        if (servers.Count == 0)
        {
            return ToolSet.None;
        }

        var opening = servers.ConvertAll(server => OpenAsync(server, context, cancellationToken));
        try
        {
            return new ToolSet(
                [.. (await Task.WhenAll(opening)).SelectMany(opened => opened.Tools)],
                opening.Where(opened => opened.Result.Reason is not null).ToDictionary(opened => $"{opened.Result.Server.Name}__*", opened => opened.Result.Reason!, StringComparer.Ordinal),
                new McpConnections([.. opening.Select(opened => opened.Result.Connection).OfType<McpConnection>()], logger));
        }
        catch (OperationCanceledException)
        {
            await new McpConnections([.. opening.Where(opened => opened.IsCompletedSuccessfully).Select(opened => opened.Result.Connection).OfType<McpConnection>()], logger).DisposeAsync();
            throw;
        }
    }

    private async Task<Opened> OpenAsync(McpServer server, ToolContext context, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.ConnectSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        IClientTransport? transport = null;
        McpConnection? connection = null;
        string reason;
        try
        {
            transport = await TransportOfAsync(server, context, either.Token);
            using var answering = CancellationTokenSource.CreateLinkedTokenSource(either.Token, (transport as SandboxTransport)?.Gone ?? CancellationToken.None);
            connection = await McpConnection.OpenAsync(server, transport, options.Value, clock, answering.Token);
            return new Opened(server, await new McpToolList(connection, clock, logger).ReadAsync(answering.Token), connection, null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Servers are strangers: whatever one does, the run goes on without it.
            reason = patience.IsCancellationRequested ? $"it did not answer within {options.Value.ConnectSeconds} seconds{(server.Url is null ? ", or too many programs ran for there to be a place for it" : "")}" : McpFailure.Explain(exception, transport);
            LogUnavailable(exception, server.Name, context.Execution.Id, reason);
        }
        catch
        {
            await CloseAsync(connection, transport);
            throw;
        }

        await CloseAsync(connection, transport);
        return new Opened(server, [], null, $"The MCP server '{server.Name}' cannot be used: {reason}.");
    }

    private async Task<IClientTransport> TransportOfAsync(McpServer server, ToolContext context, CancellationToken cancellationToken)
    {
        if (server.Url is { } url)
        {
            var address = new Uri(url);
            var client = http.CreateClient(address);
            try
            {
                return new HttpClientTransport(await SettingsAsync(server, address, context, cancellationToken), client, null, ownsHttpClient: true);
            }
            catch
            {
                client.Dispose();
                throw;
            }
        }

        if (!sandbox.Status.Available)
        {
            throw new McpRefusedException($"programs cannot be run here: {sandbox.Status.Reason?.TrimEnd('.')}");
        }

        var call = new SandboxCall
        {
            ExecutionId = context.Execution.Id,
            UserId = context.Execution.UserId,
            WorkspaceFolder = context.Workspace.Folder,
            Arguments = [server.Command!, .. server.Arguments],
            Egress = await context.Egress(cancellationToken),
            OutputBytes = options.Value.MaxOutputBytes,
            WallClock = TimeSpan.FromSeconds(context.Execution.Agent.Limits.MaxRunSeconds),
        };
        return new SandboxTransport(server.Name, sandbox, call, TimeSpan.FromSeconds(options.Value.CloseSeconds), clock);
    }

    private async Task<HttpClientTransportOptions> SettingsAsync(McpServer server, Uri address, ToolContext context, CancellationToken cancellationToken)
    {
        var settings = new HttpClientTransportOptions
        {
            Endpoint = address,
            Name = server.Name,
            TransportMode = HttpTransportMode.StreamableHttp,
            // Nothing is heard that was not asked for.
            EnableStandaloneGetStream = false,
            MaxReconnectionAttempts = 2,
        };
        if (server.Secret is { } secret)
        {
            var token = await secrets.ReadAsync(context.Execution.UserId, secret, address.IdnHost, cancellationToken);
            settings.AdditionalHeaders = token is null ? throw new McpRefusedException($"there is no secret {secret} that may be sent to {address.IdnHost}")
                : token.Length == 0 || token.Any(character => character is <= ' ' or > '~') ? throw new McpRefusedException($"the secret {secret} cannot be sent as a token: it has spaces or characters beyond ASCII")
                : new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" };
        }

        return settings;
    }

    private async Task CloseAsync(McpConnection? connection, IClientTransport? transport)
    {
        if (connection is not null)
        {
            await new McpConnections([connection], logger).DisposeAsync();
        }
        else if (transport is IAsyncDisposable open)
        {
            await open.DisposeAsync();
        }
    }

    /// <summary>A server that was tried: its tools and connection, or the reason why not.</summary>
    private sealed record Opened(McpServer Server, IReadOnlyList<AgentTool> Tools, McpConnection? Connection, string? Reason);

    [LoggerMessage(LogLevel.Information, "MCP server {Server} of execution {ExecutionId} cannot be used: {Reason}")]
    private partial void LogUnavailable(Exception exception, string server, string executionId, string reason);
}
