namespace AgentPlatform.Firestore.Embedded;

/// <summary>Who listens to what: a document, a collection, or all collections with an id.</summary>
internal sealed class ListenerRegistry(int maxWaiting) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, HashSet<ListenQueue>> byKey = [];
    private readonly HashSet<ListenQueue> queues = [];
    private bool closed;

    public static string GroupKey(string collectionId) => "*" + collectionId;

    public ListenQueue Open()
    {
        var queue = new ListenQueue(maxWaiting);
        lock (gate)
        {
            if (closed)
            {
                queue.Close();
            }

            queues.Add(queue);
        }

        return queue;
    }

    public void Close(ListenQueue queue)
    {
        lock (gate)
        {
            queues.Remove(queue);
            foreach (var key in byKey.Where(k => k.Value.Contains(queue)).Select(k => k.Key).ToList())
            {
                Remove(key, queue);
            }
        }
    }

    public void Subscribe(ListenQueue queue, IEnumerable<string> keys)
    {
        lock (gate)
        {
            foreach (var key in keys)
            {
                if (!byKey.TryGetValue(key, out var listeners))
                {
                    byKey.Add(key, listeners = []);
                }

                listeners.Add(queue);
            }
        }
    }

    public void Unsubscribe(ListenQueue queue, IEnumerable<string> keys)
    {
        lock (gate)
        {
            foreach (var key in keys)
            {
                Remove(key, queue);
            }
        }
    }

    /// <summary>Hands a commit to those it touches; called by the writer, in order, and never waits.</summary>
    public void Publish(PublishedCommit commit)
    {
        lock (gate)
        {
            if (byKey.Count == 0)
            {
                return;
            }

            var touched = new HashSet<ListenQueue>();
            foreach (var change in commit.Changes)
            {
                Collect(change.Name.Full, touched);
                Collect(change.Name.Collection, touched);
                Collect(GroupKey(change.Name.CollectionId), touched);
                Collect(GroupKey(""), touched);
            }

            foreach (var queue in touched)
            {
                queue.Offer(commit);
            }
        }
    }

    /// <summary>Ends all listeners.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            foreach (var queue in queues)
            {
                queue.Close();
            }
        }
    }

    private void Collect(string key, HashSet<ListenQueue> touched)
    {
        if (byKey.TryGetValue(key, out var listeners))
        {
            touched.UnionWith(listeners);
        }
    }

    private void Remove(string key, ListenQueue queue)
    {
        if (byKey.TryGetValue(key, out var listeners) && listeners.Remove(queue) && listeners.Count == 0)
        {
            byKey.Remove(key);
        }
    }
}
