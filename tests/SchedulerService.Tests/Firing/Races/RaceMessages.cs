using System.Text.Json;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Outbox;

namespace SchedulerService.Tests.Firing.Races;

/// <summary>The outbox's relay and the bus: messages come late, again, in any order, and those that a run ended may be lost.</summary>
internal sealed class RaceMessages(FirestoreDb db, Random random, Func<DateTimeOffset> now, Func<RaceFault, bool> strikes)
{
    private readonly PriorityQueue<object, (DateTimeOffset At, int Number)> _waiting = new();
    private int _number;

    /// <summary>Messages come at once.</summary>
    public bool IsPrompt { get; set; }

    public bool IsEmpty => _waiting.Count == 0;

    public DateTimeOffset? Next => _waiting.TryPeek(out _, out var first) ? first.At : null;

    public void Send(object message)
    {
        if (message is ExecutionEnded && strikes(RaceFault.MessageLost))
        {
            return;
        }

        // A change that waits comes after looks at what it changes.
        Deliver(message, !IsPrompt && random.Next(4) == 0 ? random.Next(0, message is AgentScheduleChanged ? 900 : 60) : 0);
        if (strikes(RaceFault.MessageRepeated))
        {
            Deliver(message, random.Next(0, 600));
        }
    }

    /// <summary>After a consumer failed, the broker gives the message to another.</summary>
    public void Deliver(object message, int seconds) => _waiting.Enqueue(message, (now().AddSeconds(seconds), _number++));

    public IEnumerable<object> Due()
    {
        while (_waiting.TryPeek(out _, out var first) && first.At <= now())
        {
            yield return _waiting.Dequeue();
        }
    }

    /// <summary>Publishes what the outbox holds.</summary>
    public async Task RelayAsync()
    {
        var entries = await db.Collection("outbox-schedulerservice").GetSnapshotAsync(TestContext.Current.CancellationToken);
        foreach (var (entry, messages) in entries.Documents.Select(entry => (Entry: entry, Messages: Outbox.Read(entry))).OrderBy(entry => entry.Messages[0].Body, StringComparer.Ordinal))
        {
            foreach (var (type, body, _) in messages)
            {
                Send(type == nameof(StartExecution)
                    ? JsonSerializer.Deserialize<StartExecution>(body, JsonDefaults.Lenient)!
                    : JsonSerializer.Deserialize<CancelExecution>(body, JsonDefaults.Lenient)!);
            }

            if (!strikes(RaceFault.RelayKilled))
            {
                await entry.Reference.DeleteAsync(null, TestContext.Current.CancellationToken);
            }
        }
    }
}
