using AgentPlatform.Firestore.Embedded;
using Microsoft.Extensions.Time.Testing;

namespace AgentPlatform.Firestore.Tests.Embedded;

public sealed class ExpiryTests : IAsyncDisposable
{
    private const string Indexes = """
        { "fieldOverrides": [ { "collectionGroup": "claims", "fieldPath": "expiresAt", "ttl": true, "indexes": [ { "order": "ASCENDING", "queryScope": "COLLECTION_GROUP" } ] } ] }
        """;

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly EmbeddedServers servers = new();
    private readonly FakeTimeProvider clock = new(Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => servers.DisposeAsync();

    [Fact]
    public async Task Documents_whose_time_is_over_are_deleted_wherever_they_are_and_the_others_stay()
    {
        var db = servers.Open(Indexes, clock: clock);
        await WriteAsync(db, "claims/over", Start.AddMinutes(5));
        await WriteAsync(db, "users/u/claims/over", Start.AddMinutes(10));
        await WriteAsync(db, "claims/later", Start.AddMinutes(11));
        await WriteAsync(db, "claims/text", "2020-01-01");
        await WriteAsync(db, "claims/put-off", Start.AddMinutes(5));
        await WriteAsync(db, "others/over", Start.AddMinutes(5));
        await db.Document("claims/put-off").UpdateAsync(new Dictionary<string, object?> { ["expiresAt"] = Start.AddDays(1) }, null, Token);

        clock.Advance(TimeSpan.FromMinutes(10));

        await UntilGoneAsync(db.Document("claims/over"));
        await UntilGoneAsync(db.Document("users/u/claims/over"));
        Assert.Equal(["later", "put-off", "text"], (await db.Collection("claims").GetSnapshotAsync(Token)).Documents.Select(document => document.Id));
        Assert.True((await db.Document("others/over").GetSnapshotAsync(Token)).Exists);
    }

    [Fact]
    public async Task More_than_are_deleted_at_once_are_all_deleted_and_what_expired_while_nobody_ran_is_deleted_at_the_start()
    {
        var db = servers.Open(Indexes, clock: clock);
        foreach (var chunk in Enumerable.Range(0, 450).Chunk(150))
        {
            var batch = db.StartBatch();
            Array.ForEach(chunk, number => batch.Create(db.Document($"claims/{number:000}"), new Dictionary<string, object?> { ["expiresAt"] = Start.AddMinutes(1) }));
            await batch.CommitAsync(Token);
        }

        await servers.CloseAsync();
        clock.Advance(TimeSpan.FromDays(1));
        db = servers.Open(Indexes, clock: clock);

        await UntilAsync(async () => (await db.Collection("claims").GetSnapshotAsync(Token)).Documents.Count == 0);
    }

    [Fact]
    public void A_policy_without_the_index_along_which_expired_documents_are_found_is_named()
    {
        var error = Assert.Throws<EmbeddedFirestoreException>(() => servers.Open("""{ "fieldOverrides": [ { "collectionGroup": "claims", "fieldPath": "expiresAt", "ttl": true, "indexes": [] } ] }"""));

        Assert.Contains("'expiresAt' of 'claims' has a ttl", error.Message, StringComparison.Ordinal);
    }

    private static Task<WriteResult> WriteAsync(FirestoreDb db, string path, object expiresAt) =>
        db.Document(path).CreateAsync(new Dictionary<string, object?> { ["expiresAt"] = expiresAt }, Token);

    private static Task UntilGoneAsync(DocumentReference document) => UntilAsync(async () => !(await document.GetSnapshotAsync(Token)).Exists);

    private static async Task UntilAsync(Func<Task<bool>> reached)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (!await reached())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
