using System.Collections.Concurrent;
using ExecutionService.Egress.Interception;
using ExecutionService.Egress.Rules;
using ExecutionService.Executions;
using ExecutionService.Secrets;
using Microsoft.Extensions.Options;

namespace ExecutionService.Egress.Proxying;

/// <summary>Opens the ways out of runs.</summary>
internal sealed partial class EgressSessions(
    SecretVault vault, EgressDialer dialer, EgressAuthority authority, TimeProvider clock, IOptions<EgressOptions> options, ILogger<EgressSessions> logger)
{
    /// <summary>The way out of a run; null when its agent may reach nothing.</summary>
    public Task<EgressSession?> OpenAsync(ExecutionState execution, CancellationToken cancellationToken) =>
        OpenAsync(execution.Id, execution.UserId, execution.Agent.Runtime.AllowedDomains, execution.Agent.Runtime.Secrets, cancellationToken);

    /// <summary>A way out to these domains with these secrets of the user; null without domains.</summary>
    public async Task<EgressSession?> OpenAsync(string executionId, string userId, IReadOnlyList<string> domains, IReadOnlyList<string> secretNames, CancellationToken cancellationToken)
    {
        if (domains.Count == 0)
        {
            return null;
        }

        var values = await vault.ReadAsync(userId, secretNames, cancellationToken);
        var noted = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var record = new EgressRecord(options.Value, clock);
        var run = new EgressRun(
            new EgressPolicy(domains),
            [.. values.Select(secret => new RunSecret(secret.Name, secret.Value, secret.Hosts))],
            record,
            decision => Log(executionId, record, decision),
            // One note a run is enough.
            used => vault.NoteUseAsync(userId, [.. used.Where(name => noted.TryAdd(name, true))]));
        return new EgressSession(run, new EgressProxy(run, dialer, authority, options.Value, clock), authority.CertificatesPath, options.Value, logger);
    }

    private void Log(string executionId, EgressRecord record, EgressDecision decision)
    {
        if (record.Dropped > 0)
        {
            // A program that asks without end does not fill the log.
            return;
        }

        if (decision.Allowed)
        {
            LogAllowed(executionId, decision.Host, decision.Port, decision.BytesUp, decision.BytesDown, decision.Reason);
        }
        else
        {
            LogRefused(executionId, decision.Host, decision.Port, decision.Reason);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Execution {ExecutionId} reached {Host}:{Port}: {BytesUp} bytes up, {BytesDown} down; {Reason}")]
    private partial void LogAllowed(string executionId, string host, int port, long bytesUp, long bytesDown, string reason);

    [LoggerMessage(LogLevel.Information, "Execution {ExecutionId} was refused {Host}:{Port}: {Reason}")]
    private partial void LogRefused(string executionId, string host, int port, string reason);
}
