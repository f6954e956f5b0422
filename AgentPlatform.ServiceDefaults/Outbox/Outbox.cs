using System.Text.Json;
using System.Threading.Channels;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Json;
using Microsoft.Extensions.Options;

namespace AgentPlatform.ServiceDefaults.Outbox;

/// <summary>
/// A change and the messages that announce it are one commit: <see cref="Add"/> writes the message with the change,
/// <see cref="Release"/> hands it to the relay once the commit has succeeded. If the process dies between, the sweep finds it.
/// </summary>
public sealed class Outbox(FirestoreDb db, PlatformServiceName service, TimeProvider clock, IOptions<OutboxOptions> options)
{
    private const string Many = "messages";

    private readonly Channel<OutboxEntry> _released = Channel.CreateBounded<OutboxEntry>(
        new BoundedChannelOptions(options.Value.QueueLimit) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    internal CollectionReference Collection { get; } = db.Collection($"outbox-{service.Value}");

    internal ChannelReader<OutboxEntry> Released => _released.Reader;

    /// <summary>Writes <paramref name="message"/> with <paramref name="commit"/>.</summary>
    public OutboxEntry Add(WriteBatch commit, object message) => AddAll(commit, [OutboxMessage.Of(message)]);

    /// <summary>Writes one or more messages with <paramref name="commit"/>, as one document: where many are written at once, each document costs as much as its message.</summary>
    public OutboxEntry AddAll(WriteBatch commit, IReadOnlyList<OutboxMessage> messages)
    {
        var entry = new OutboxEntry(RandomId.New(), messages);
        var fields = messages is [var one] ? Fields(one) : new Dictionary<string, object?> { [Many] = messages.Select(Fields) };
        fields["createdAt"] = clock.GetUtcNow();
        commit.Create(Collection.Document(entry.Id), fields);
        return entry;
    }

    /// <summary>Hands committed messages to the relay. When the queue is full they wait for the sweep.</summary>
    public void Release(OutboxEntry entry) => _released.Writer.TryWrite(entry);

    /// <summary>What a document of the outbox holds: type and body of each message, and its trace.</summary>
    public static IReadOnlyList<(string Type, string Body, string? TraceParent)> Read(DocumentSnapshot entry)
    {
        var messages = entry.TryGetValue<object>(Many, out var many) ? ((List<object?>)many!).Cast<Dictionary<string, object?>>() : [entry.ToDictionary()];
        return [.. messages.Select(message => ((string)message["type"]!, (string)message["body"]!, (string?)message.GetValueOrDefault("traceParent")))];
    }

    private static Dictionary<string, object?> Fields(OutboxMessage message) => new()
    {
        ["type"] = message.Message.GetType().Name,
        ["body"] = JsonSerializer.Serialize(message.Message, message.Message.GetType(), JsonDefaults.Lenient),
        ["traceParent"] = message.TraceParent,
    };
}
