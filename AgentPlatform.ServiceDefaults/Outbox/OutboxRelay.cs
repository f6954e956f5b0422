using System.Collections.Concurrent;
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

/// <summary>Publishes what the outbox holds, at least once each, and deletes it: at once, or later where the bus forgets with the process.</summary>
public sealed partial class OutboxRelay(Outbox outbox, OutboxGate gate, FirestoreDb db, IBus bus, TimeProvider clock, IOptions<OutboxOptions> options, ILogger<OutboxRelay> logger) : BackgroundService
{
    private const int MaxDeletesPerCommit = 200;
    private const int MaxMessagesAtOnce = 200;

    private static readonly Dictionary<string, Type> Types = typeof(AgentScheduleChanged).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(AgentScheduleChanged).Namespace && type is { IsClass: true, IsNested: false })
        .ToDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>What was published and is kept, with the time of its publication.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _kept = new(StringComparer.Ordinal);

    private TimeSpan Keep => TimeSpan.FromSeconds(options.Value.KeepSeconds);

    private TimeSpan Sweep => TimeSpan.FromSeconds(options.Value.SweepSeconds);

    /// <summary>Deletes what was kept long enough, and publishes messages that this process should have published or deleted by now, whoever wrote them. Returns how many it published.</summary>
    public async Task<int> RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await ForgetAsync(now - Keep, cancellationToken);
        var stale = Keep > TimeSpan.Zero ? now - Keep - (2 * Sweep) : now - Sweep;
        return await PublishAsync(Due(stale).Limit(options.Value.SweepBatch), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.Opened.WaitAsync(stoppingToken);
        await Task.WhenAll(RelayAsync(stoppingToken), SweepAsync(stoppingToken));
    }

    private Query Due(DateTimeOffset stale) => outbox.Collection.WhereLessThan("createdAt", stale).OrderBy("createdAt");

    private async Task<int> PublishAsync(Query due, CancellationToken cancellationToken)
    {
        var found = await due.GetSnapshotAsync(cancellationToken);
        var entries = new List<OutboxEntry>();
        foreach (var snapshot in found.Documents)
        {
            if (_kept.ContainsKey(snapshot.Id))
            {
                continue;
            }

            var messages = Outbox.Read(snapshot);
            if (messages.FirstOrDefault(message => !Types.ContainsKey(message.Type)).Type is { } unknown)
            {
                LogUnknownType(unknown, snapshot.Id);
            }
            else
            {
                entries.Add(new OutboxEntry(snapshot.Id, [.. messages.Select(message => new OutboxMessage(JsonSerializer.Deserialize(message.Body, Types[message.Type], JsonDefaults.Lenient)!, message.TraceParent))]));
            }
        }

        await PublishAsync(entries, cancellationToken);
        return entries.Sum(entry => entry.Messages.Count);
    }

    private async Task RelayAsync(CancellationToken stoppingToken)
    {
        while (await outbox.Released.WaitToReadAsync(stoppingToken))
        {
            var (entries, messages) = (new List<OutboxEntry>(), 0);
            while (messages < MaxMessagesAtOnce && outbox.Released.TryRead(out var entry))
            {
                entries.Add(entry);
                messages += entry.Messages.Count;
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

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        // What the process before this one kept may not have been consumed. It is no more than was published in that time.
        var left = Keep > TimeSpan.Zero;
        await PeriodicLoop.RunAsync(
            Sweep,
            clock,
            async (now, cancellationToken) =>
            {
                if (left)
                {
                    await PublishAsync(Due(now), cancellationToken);
                    left = false;
                }

                await RunOnceAsync(now, cancellationToken);
            },
            logger,
            stoppingToken);
    }

    private async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        foreach (var ids in _kept.Where(kept => kept.Value <= before).Select(kept => kept.Key).Chunk(MaxDeletesPerCommit))
        {
            await DeleteAsync(ids, cancellationToken);
            foreach (var id in ids)
            {
                _kept.TryRemove(id, out _);
            }
        }
    }

    private async Task PublishAsync(List<OutboxEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            return;
        }

        // Several at a time: a broker confirms each only when it is on the disks of most of its nodes. They arrive in no order that anybody may rely on.
        await Parallel.ForEachAsync(
            entries.SelectMany(entry => entry.Messages),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.PublishConcurrency, CancellationToken = cancellationToken },
            async (entry, cancellation) =>
            {
                using var activity = entry.TraceParent is null ? null : PlatformTelemetry.Start("outbox publish", ActivityKind.Producer, entry.TraceParent);
                await bus.Publish(entry.Message, entry.Message.GetType(), cancellation);
            });

        if (Keep == TimeSpan.Zero)
        {
            await DeleteAsync(entries.Select(entry => entry.Id), cancellationToken);
            return;
        }

        var now = clock.GetUtcNow();
        foreach (var entry in entries)
        {
            _kept[entry.Id] = now;
        }
    }

    private async Task DeleteAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var deletes = db.StartBatch();
        foreach (var id in ids)
        {
            deletes.Delete(outbox.Collection.Document(id));
        }

        await deletes.CommitAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Messages could not be published; they stay in the outbox until the next sweep")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "Outbox message {Id} has the unknown type {Type}; it stays in the outbox")]
    private partial void LogUnknownType(string type, string id);
}
