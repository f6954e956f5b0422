using System.Diagnostics;
using System.Text.Json;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Telemetry;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentPlatform.ServiceDefaults.Outbox;

/// <summary>Publishes what the outbox holds and deletes it, at least once each.</summary>
public sealed partial class OutboxRelay(Outbox outbox, FirestoreDb db, IBus bus, TimeProvider clock, IOptions<OutboxOptions> options, ILogger<OutboxRelay> logger) : BackgroundService
{
    private const int MaxDeletesPerCommit = 200;

    private static readonly Dictionary<string, Type> Types = typeof(AgentScheduleChanged).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(AgentScheduleChanged).Namespace && type is { IsClass: true, IsNested: false })
        .ToDictionary(type => type.Name, StringComparer.Ordinal);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(RelayAsync(stoppingToken), SweepAsync(stoppingToken));

    /// <summary>Publishes messages older than one sweep interval, whoever wrote them. Returns how many.</summary>
    public async Task<int> RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stale = now - TimeSpan.FromSeconds(options.Value.SweepSeconds);
        var found = await outbox.Collection.WhereLessThan("createdAt", stale).OrderBy("createdAt").Limit(options.Value.SweepBatch).GetSnapshotAsync(cancellationToken);
        var entries = new List<OutboxEntry>();
        foreach (var snapshot in found.Documents)
        {
            if (Types.TryGetValue(snapshot.GetValue<string>("type"), out var type))
            {
                var message = JsonSerializer.Deserialize(snapshot.GetValue<string>("body"), type, JsonDefaults.Lenient)!;
                snapshot.TryGetValue<string>("traceParent", out var traceParent);
                entries.Add(new OutboxEntry(snapshot.Id, message, traceParent));
            }
            else
            {
                LogUnknownType(snapshot.GetValue<string>("type"), snapshot.Id);
            }
        }

        await PublishAsync(entries, cancellationToken);
        return entries.Count;
    }

    private async Task RelayAsync(CancellationToken stoppingToken)
    {
        while (await outbox.Released.WaitToReadAsync(stoppingToken))
        {
            var entries = new List<OutboxEntry>();
            while (entries.Count < MaxDeletesPerCommit && outbox.Released.TryRead(out var entry))
            {
                entries.Add(entry);
            }

            try
            {
                await PublishAsync(entries, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // Cut off by the stop: what was not deleted waits for the next sweep.
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    private Task SweepAsync(CancellationToken stoppingToken) =>
        PeriodicLoop.RunAsync(TimeSpan.FromSeconds(options.Value.SweepSeconds), clock, RunOnceAsync, logger, stoppingToken);

    private async Task PublishAsync(List<OutboxEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            return;
        }

        foreach (var entry in entries)
        {
            using var activity = ActivityContext.TryParse(entry.TraceParent, null, out var parent)
                ? PlatformTelemetry.Source.StartActivity("outbox publish", ActivityKind.Producer, parent)
                : null;
            await bus.Publish(entry.Message, entry.Message.GetType(), cancellationToken);
        }

        var deletes = db.StartBatch();
        foreach (var entry in entries)
        {
            deletes.Delete(outbox.Collection.Document(entry.Id));
        }

        await deletes.CommitAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Messages could not be published; they stay in the outbox until the next sweep")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "Outbox message {Id} has the unknown type {Type}; it stays in the outbox")]
    private partial void LogUnknownType(string type, string id);
}
