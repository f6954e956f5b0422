using System.Security.Cryptography;
using AgentPlatform.Llm;
using ExecutionService.ClaudeCode.Relay.Usage;
using Microsoft.Extensions.Options;

namespace ExecutionService.ClaudeCode.Relay;

/// <summary>
/// The way from a sandbox to the model. Each run has a Unix socket and a token of its own; the provider's key is put in on this side.
/// </summary>
internal sealed class ModelRelay(AnthropicEndpoint endpoint, IHttpClientFactory clients, ModelPrices prices, IOptions<ClaudeCodeOptions> options, TimeProvider clock, ILoggerFactory logs)
{
    public const string ClientName = "claude-code-relay";

    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Connectable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Opens a run's relay. Dispose when its program has ended.</summary>
    public async Task<RelaySession> OpenAsync(RelayRun run, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("relay-").FullName;
        var socketPath = Path.Combine(folder, "model.sock");
        var token = $"run-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        var totals = new RelayTotals();
        var broken = new CancellationTokenSource();
        var handler = new RelayHandler(run, token, new RelayUpstream(endpoint, clients, options.Value, clock, hasFallback: run.Models.Count > 1), totals, prices, options.Value, broken.Cancel);
        var server = new RelayServer(socketPath, options.Value.MaxRequestBytes, handler.HandleAsync, logs);
        var session = new RelaySession(server, handler, totals, broken, folder, socketPath, token);
        try
        {
            await server.StartAsync(cancellationToken);
            // The sandbox's user is another than ours, and has to pass here; it sees this one file only, and needs the token.
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(socketPath, Connectable);
                File.SetUnixFileMode(folder, Passable);
            }

            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }
}
