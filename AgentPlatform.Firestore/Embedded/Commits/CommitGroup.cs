using Google.Cloud.Firestore.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Validates commits one after the other, each against the outcome of those before it, and writes them with one flush.</summary>
internal sealed class CommitGroup(StoreConnection connection, DocumentCache cache, IndexCatalog indexes, QueryRunner queries, CommitClock clock)
{
    private readonly Dictionary<string, Document?> written = [];

    /// <summary>Gives each commit its outcome; when the disk refuses, that outcome is the same error for all.</summary>
    public void Run(IReadOnlyList<PendingCommit> group)
    {
        written.Clear();
        var changes = new Dictionary<string, StoredChange>();
        var publishing = false;
        try
        {
            connection.Execute("BEGIN IMMEDIATE");
            foreach (var commit in group)
            {
                Validate(commit);
                foreach (var change in commit.Published?.Changes ?? [])
                {
                    changes[change.Name.Full] = change;
                }
            }

            if (changes.Count == 0)
            {
                connection.Execute("ROLLBACK");
                return;
            }

            connection.Execute("UPDATE meta SET value = $1 WHERE key = 'last'", group.Max(c => c.Published?.Micros ?? 0));
            publishing = true;
            cache.BeginPublish(changes.Values);
            connection.Execute("COMMIT");
            cache.EndPublish(changes.Values, committed: true);
        }
#pragma warning disable CA1031 // Whatever goes wrong, the next group starts from a clean transaction.
        catch (Exception e)
#pragma warning restore CA1031
        {
            RollBack();
            if (publishing)
            {
                cache.EndPublish(changes.Values, committed: false);
            }

            foreach (var commit in group)
            {
                commit.Refusal = e is SqliteException refused ? RpcErrors.ForCommit(refused) : RpcErrors.Create(StatusCode.Internal, $"The commit failed: {e.Message}");
                commit.Published = null;
            }
        }
    }

    private void Validate(PendingCommit commit)
    {
        try
        {
            CheckTransaction(commit);
            var micros = clock.Next();
            var time = CommitClock.Time(micros);
            var response = new CommitResponse { CommitTime = time };
            var touched = new Dictionary<string, (DocumentName Name, Document? Before, Document? After)>();
            foreach (var write in commit.Writes)
            {
                Apply(write, time, response, touched);
            }

            commit.Response = response;
            Store(commit, micros, touched);
        }
        catch (RpcException refusal)
        {
            commit.Refusal = refusal;
        }
    }

    private void CheckTransaction(PendingCommit commit)
    {
        if (commit.Transaction is not { } transaction)
        {
            return;
        }

        if (transaction.ReadOnly && commit.Writes.Count > 0)
        {
            throw RpcErrors.Create(StatusCode.InvalidArgument, "Cannot modify entities in a read-only transaction.");
        }

        if (!transaction.StillHolds(name => Load(DocumentName.Parse(name)), (parent, query) => queries.Run(connection, null, parent, query)))
        {
            throw RpcErrors.Contention();
        }
    }

    private void Apply(Write write, PbTimestamp time, CommitResponse response, Dictionary<string, (DocumentName Name, Document? Before, Document? After)> touched)
    {
        var name = WriteApplier.NameOf(write);
        if (!touched.TryGetValue(name, out var entry))
        {
            var parsed = DocumentName.Parse(name);
            var stored = Load(parsed);
            entry = (parsed, stored, stored);
        }

        WriteApplier.CheckPrecondition(write.CurrentDocument, entry.After, name);
        var result = new V1WriteResult();
        touched[name] = entry with { After = WriteApplier.Apply(write, entry.After, name, time, result) };
        response.WriteResults.Add(result);
    }

    private void Store(PendingCommit commit, long micros, Dictionary<string, (DocumentName Name, Document? Before, Document? After)> touched)
    {
        var changes = new List<StoredChange>(touched.Count);
        foreach (var (name, (parsed, before, after)) in touched)
        {
            if (OpenTransaction.Version(before) == OpenTransaction.Version(after))
            {
                continue;
            }

            var body = after?.ToByteArray();
            var change = new StoredChange(parsed, before, after, body?.Length ?? 0);
            Store(change, body);
            written[name] = after;
            changes.Add(change);
        }

        if (changes.Count > 0)
        {
            commit.Published = new PublishedCommit(micros, changes);
        }
    }

    private void Store(StoredChange change, byte[]? body)
    {
        var name = change.Name;
        var row = body is null
            ? connection.Scalar("DELETE FROM docs WHERE coll = $1 AND id = $2 RETURNING rid", name.Collection, name.Id)
            : connection.Scalar(
                "INSERT INTO docs (coll, id, grp, ut, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (coll, id) DO UPDATE SET ut = excluded.ut, body = excluded.body RETURNING rid",
                name.Collection, name.Id, name.CollectionId, OpenTransaction.Version(change.After), body);
        foreach (var definition in indexes.Of(name.CollectionId))
        {
            IndexMaintenance.Update(connection, definition, change, (long)row!);
        }
    }

    private Document? Load(DocumentName name) =>
        written.TryGetValue(name.Full, out var document) ? document : cache.Find(name.Full) ?? connection.Load(name)?.Document;

    private void RollBack()
    {
        try
        {
            connection.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back by itself.
        }
    }
}
