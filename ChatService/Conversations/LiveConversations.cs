using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults;
using AgentPlatform.ServiceDefaults.Logs;
using AgentPlatform.ServiceDefaults.Outbox;
using ChatService.Turns;
using Microsoft.Extensions.Options;

namespace ChatService.Conversations;

/// <summary>The conversations that this process has open: its sockets and answers of one conversation share one object.</summary>
internal sealed class LiveConversations(ConversationStore store, LogFeeds feeds, IServiceProvider services, Outbox outbox, ModelInfo model, TimeProvider clock, IOptions<ConversationOptions> options, IHostApplicationLifetime lifetime)
{
    private readonly SharedObjects<LiveConversation> _open = new();

    /// <summary>The name under which this process holds answers.</summary>
    public string Owner { get; } = RandomId.New();

    /// <summary>How many are open, by sockets or by answers.</summary>
    public int Count => _open.Count;

    public ConversationStore Store => store;

    public Outbox Outbox => outbox;

    public ModelInfo Model => model;

    public TimeProvider Clock => clock;

    public ConversationOptions Options => options.Value;

    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>Resolved late: the runner needs the conversations, too.</summary>
    public TurnRunner Runner => services.GetRequiredService<TurnRunner>();

    /// <summary>The user's conversation, null when there is none. Dispose the lease when done with it.</summary>
    public async Task<Shared<LiveConversation>?> OpenAsync(string userId, string id, CancellationToken cancellationToken)
    {
        var lease = await _open.OpenAsync(id, () => LoadAsync(userId, id, cancellationToken), cancellationToken);
        if (lease is null || (lease.Value.State.UserId == userId && !lease.Value.IsDeleted))
        {
            return lease;
        }

        lease.Dispose();
        return null;
    }

    /// <summary>Keeps a conversation open beyond the lease under which it was opened.</summary>
    public Shared<LiveConversation> Keep(LiveConversation conversation) => _open.Keep(conversation.State.Id);

    private async Task<LiveConversation?> LoadAsync(string userId, string id, CancellationToken cancellationToken)
    {
        // The log is read before the document: what the document says is then never older than the log's end.
        var feed = await feeds.OpenAsync(store.Frames(id), cancellationToken);
        var foreign = feed.Writer.Foreign;
        if (await store.FindAsync(userId, id, cancellationToken) is { } state)
        {
            return new LiveConversation(this, feed, state, foreign);
        }

        feed.Dispose();
        return null;
    }
}
