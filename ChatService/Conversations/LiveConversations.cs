using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<string, Entry> _open = new(StringComparer.Ordinal);

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
    public async Task<ConversationLease?> OpenAsync(string userId, string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entry = _open.GetOrAdd(id, _ => new Entry());
            if (!entry.TryAcquire())
            {
                _open.TryRemove(KeyValuePair.Create(id, entry));
                continue;
            }

            var lease = new ConversationLease(() => Release(id, entry));
            try
            {
                if (await entry.LoadAsync(() => LoadAsync(userId, id, cancellationToken), cancellationToken) is { } live && live.State.UserId == userId)
                {
                    lease.Conversation = live;
                    return lease;
                }
            }
            catch
            {
                lease.Dispose();
                throw;
            }

            lease.Dispose();
            return null;
        }
    }

    /// <summary>Keeps a conversation open beyond the lease under which it was opened.</summary>
    public ConversationLease Keep(LiveConversation conversation)
    {
        var entry = _open[conversation.State.Id];
        return entry.TryAcquire()
            ? new ConversationLease(() => Release(conversation.State.Id, entry)) { Conversation = conversation }
            : throw new InvalidOperationException("The conversation is not open.");
    }

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

    private void Release(string id, Entry entry)
    {
        if (entry.Release())
        {
            _open.TryRemove(KeyValuePair.Create(id, entry));
            entry.Dispose();
        }
    }

    private sealed class Entry : IDisposable
    {
        private readonly SemaphoreSlim _loading = new(1, 1);
        private readonly Lock _gate = new();
        private int _users;
        private bool _closed;
        private LiveConversation? _live;

        public bool TryAcquire()
        {
            lock (_gate)
            {
                _users += _closed ? 0 : 1;
                return !_closed;
            }
        }

        public bool Release()
        {
            lock (_gate)
            {
                return _closed = --_users == 0;
            }
        }

        public async Task<LiveConversation?> LoadAsync(Func<Task<LiveConversation?>> load, CancellationToken cancellationToken)
        {
            await _loading.WaitAsync(cancellationToken);
            try
            {
                return _live ??= await load();
            }
            finally
            {
                _loading.Release();
            }
        }

        public void Dispose()
        {
            _live?.Dispose();
            _loading.Dispose();
        }
    }
}

/// <summary>Keeps a conversation open.</summary>
internal sealed class ConversationLease(Action release) : IDisposable
{
    private Action? _release = release;

    public LiveConversation Conversation { get; set; } = null!;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
