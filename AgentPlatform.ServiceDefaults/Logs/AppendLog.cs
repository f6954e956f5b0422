using System.Globalization;
using System.Runtime.CompilerServices;
using AgentPlatform.Firestore;

namespace AgentPlatform.ServiceDefaults.Logs;

/// <summary>
/// A numbered, append-only log in a subcollection: one document a batch, named by the number of its first entry and created
/// only if it does not exist. Whoever has not seen the newest batch collides with it, so the log itself is the fence between
/// writers: what is committed together with an append happened while its writer knew everything before it.
/// </summary>
public sealed class AppendLog(CollectionReference batches)
{
    private const string DocumentId = "__name__";

    /// <summary>The number in a document's name once more: names can only be read upwards.</summary>
    private const string FirstField = "first";

    /// <summary>The number of the last entry, 0 when there is none.</summary>
    public async Task<long> ReadTailAsync(CancellationToken cancellationToken)
    {
        var newest = await batches.OrderByDescending(FirstField).Limit(1).GetSnapshotAsync(cancellationToken);
        return newest.Count == 0 ? 0 : Read(newest.Documents[0]).Last;
    }

    /// <summary>Calls back with the number of the last entry, now and whenever there are more, whoever appends them.</summary>
    public FirestoreChangeListener Listen(Func<long, CancellationToken, Task> appended) =>
        batches.OrderByDescending(FirstField).Limit(1).Listen((newest, token) => newest.Count == 0 ? Task.CompletedTask : appended(Read(newest.Documents[0]).Last, token));

    /// <summary>Adds the creation of a batch to <paramref name="commit"/>, which fails with AlreadyExists when another writer was first.</summary>
    public void Append(WriteBatch commit, LogBatch batch, string writer)
    {
        var fields = new Dictionary<string, object?> { [FirstField] = batch.First, ["entries"] = batch.Entries, ["writer"] = writer };
        if (batch.Notes.Count > 0)
        {
            fields["notes"] = batch.Notes;
        }

        commit.Create(batches.Document(Name(batch.First)), fields);
    }

    /// <summary>Who wrote the batch that begins at <paramref name="first"/>; null when none does.</summary>
    public async Task<string?> WriterOfAsync(long first, CancellationToken cancellationToken)
    {
        var snapshot = await batches.Document(Name(first)).GetSnapshotAsync(cancellationToken);
        return snapshot.Exists ? snapshot.GetValue<string>("writer") : null;
    }

    /// <summary>The batches that hold entries after <paramref name="after"/>, oldest first; the first may begin before it.</summary>
    public async IAsyncEnumerable<LogBatch> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = Name(after + 1);
        if (after > 0)
        {
            var holder = await batches.OrderByDescending(FirstField).StartAt(after + 1).Limit(1).GetSnapshotAsync(cancellationToken);
            start = holder.Count == 0 ? start : holder.Documents[0].Id;
        }

        await foreach (var snapshot in batches.OrderBy(DocumentId).StartAt(start).StreamAsync(cancellationToken))
        {
            var batch = Read(snapshot);
            if (batch.Last > after)
            {
                yield return batch;
            }
        }
    }

    private static string Name(long first) => first.ToString("D12", CultureInfo.InvariantCulture);

    private static LogBatch Read(DocumentSnapshot snapshot) => new(
        long.Parse(snapshot.Id, CultureInfo.InvariantCulture),
        snapshot.GetValue<List<string>>("entries"),
        snapshot.TryGetValue<List<string>>("notes", out var notes) && notes is not null ? notes : []);
}
