using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Parsed committed documents, bounded by count and bytes; never older than what a reader of the file would see.</summary>
internal sealed class DocumentCache
{
    private const int ShardCount = 32;

    private readonly Shard[] shards = new Shard[ShardCount];
    private long sequence;

    public DocumentCache(int maxDocuments, long maxBytes)
    {
        for (var i = 0; i < ShardCount; i++)
        {
            shards[i] = new Shard((maxDocuments + ShardCount - 1) / ShardCount, maxBytes / ShardCount);
        }
    }

    /// <summary>Changes when any commit is being published; taken before a read, it guards what the read offers.</summary>
    public long Sequence => Volatile.Read(ref sequence);

    public Document? Find(string name) => ShardOf(name).Find(name);

    public Document? Find(string name, long updateMicros) =>
        Find(name) is { } document && CommitClock.Micros(document.UpdateTime) == updateMicros ? document : null;

    /// <summary>Keeps a document that was read from the file unless a commit may have replaced it since the sequence was taken.</summary>
    public void Offer(long readSequence, Document document, int size) => ShardOf(document.Name).Offer(readSequence, document, size);

    /// <summary>Forgets documents before their commit: until it ends, readers go to the file.</summary>
    public void BeginPublish(IReadOnlyCollection<StoredChange> changes)
    {
        var next = Interlocked.Increment(ref sequence);
        foreach (var change in changes)
        {
            ShardOf(change.Name.Full).Begin(change.Name.Full, next);
        }
    }

    /// <summary>
    /// Shows what was committed; after a failure nothing is kept. A new document is kept only once it has been read or changed:
    /// most (log entries, markers, messages of the outbox) never are, and what lives a little while is what the garbage collector pays for.
    /// </summary>
    public void EndPublish(IReadOnlyCollection<StoredChange> changes, bool committed)
    {
        var next = Interlocked.Increment(ref sequence);
        foreach (var change in changes)
        {
            ShardOf(change.Name.Full).End(change.Name.Full, committed && change.Before is not null ? change.After : null, change.Size, next);
        }
    }

    private Shard ShardOf(string name) => shards[(uint)name.GetHashCode(StringComparison.Ordinal) % ShardCount];

    private sealed class Entry(Document document, int size)
    {
        public Document Document => document;

        public int Size => size;

        public bool Used { get; set; }
    }

    private sealed class Shard(int maxDocuments, long maxBytes)
    {
        private readonly Lock gate = new();
        private readonly Dictionary<string, Entry> entries = [];
        private readonly Queue<Entry> clock = [];
        private long bytes;
        private int publishing;
        private long touched;

        public Document? Find(string name)
        {
            lock (gate)
            {
                if (!entries.TryGetValue(name, out var entry))
                {
                    return null;
                }

                entry.Used = true;
                return entry.Document;
            }
        }

        public void Offer(long readSequence, Document document, int size)
        {
            lock (gate)
            {
                if (publishing == 0 && touched <= readSequence)
                {
                    Put(document, size);
                }
            }
        }

        public void Begin(string name, long sequence)
        {
            lock (gate)
            {
                publishing++;
                touched = sequence;
                Remove(name);
            }
        }

        public void End(string name, Document? document, int size, long sequence)
        {
            lock (gate)
            {
                publishing--;
                touched = sequence;
                if (document is not null)
                {
                    Put(document, size);
                }
                else
                {
                    Remove(name);
                }
            }
        }

        private void Put(Document document, int size)
        {
            if (maxDocuments == 0 || size > maxBytes)
            {
                return;
            }

            Remove(document.Name);
            while (entries.Count >= maxDocuments || bytes + size > maxBytes)
            {
                EvictOne();
            }

            var entry = new Entry(document, size);
            entries[document.Name] = entry;
            clock.Enqueue(entry);
            bytes += size;
        }

        // Second chance: an entry that was used since it was last looked at goes round again.
        private void EvictOne()
        {
            var entry = clock.Dequeue();
            if (!IsCurrent(entry))
            {
                return;
            }

            if (entry.Used)
            {
                entry.Used = false;
                clock.Enqueue(entry);
                return;
            }

            Remove(entry.Document.Name);
        }

        private void Remove(string name)
        {
            if (entries.Remove(name, out var entry))
            {
                bytes -= entry.Size;
                DropStale();
            }
        }

        // Replaced entries stay in the queue until they are met; they must not outnumber the live ones.
        private void DropStale()
        {
            if (clock.Count <= (2 * entries.Count) + 64)
            {
                return;
            }

            for (var n = clock.Count; n > 0; n--)
            {
                var entry = clock.Dequeue();
                if (IsCurrent(entry))
                {
                    clock.Enqueue(entry);
                }
            }
        }

        private bool IsCurrent(Entry entry) => entries.TryGetValue(entry.Document.Name, out var current) && ReferenceEquals(current, entry);
    }
}
