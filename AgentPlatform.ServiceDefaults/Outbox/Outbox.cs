using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Json;
using Microsoft.Extensions.Options;

namespace AgentPlatform.ServiceDefaults.Outbox;

/// <summary>A message that was written with a commit and waits to be published.</summary>
public sealed record OutboxEntry(string Id, object Message, string? TraceParent);

/// <summary>
/// A change and the messages that announce it are one commit: <see cref="Add"/> writes the message with the change,
/// <see cref="Release"/> hands it to the relay once the commit has succeeded. If the process dies between, the sweep finds it.
/// </summary>
public sealed class Outbox(FirestoreDb db, PlatformServiceName service, TimeProvider clock, IOptions<OutboxOptions> options)
{
    private readonly Channel<OutboxEntry> _released = Channel.CreateBounded<OutboxEntry>(
        new BoundedChannelOptions(options.Value.QueueLimit) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    internal CollectionReference Collection { get; } = db.Collection($"outbox-{service.Value}");

    internal ChannelReader<OutboxEntry> Released => _released.Reader;

    /// <summary>Writes <paramref name="message"/> with <paramref name="commit"/>.</summary>
    public OutboxEntry Add(WriteBatch commit, object message)
    {
        var entry = new OutboxEntry(RandomId.New(), message, Activity.Current?.Id);
        commit.Create(Collection.Document(entry.Id), new Dictionary<string, object?>
        {
            ["type"] = message.GetType().Name,
            ["body"] = JsonSerializer.Serialize(message, message.GetType(), JsonDefaults.Lenient),
            ["traceParent"] = entry.TraceParent,
            ["createdAt"] = clock.GetUtcNow(),
        });
        return entry;
    }

    /// <summary>Hands a committed message to the relay. When the queue is full the message waits for the sweep.</summary>
    public void Release(OutboxEntry entry) => _released.Writer.TryWrite(entry);
}
