using System.Threading.Channels;
using AgentPlatform.Firestore.Tests.Servers;
using Kind = AgentPlatform.Firestore.DocumentChange.Type;

namespace AgentPlatform.Firestore.Tests.Conformance;

public abstract class ListenConformance(TestServer server) : ConformanceTests(server)
{
    [Fact]
    public async Task A_query_listener_sees_what_comes_changes_and_goes()
    {
        await Root.Document("a").SetAsync(Map(("s", "run"), ("n", 1)), cancellationToken: Token);
        var snapshots = Channel.CreateUnbounded<QuerySnapshot>();
        await using var listener = Root.WhereEqualTo("s", "run").OrderBy("n").Listen((q, token) => snapshots.Writer.WriteAsync(q, token).AsTask(), Token);

        async Task<(Kind, string)> NextAsync()
        {
            var next = await snapshots.Reader.ReadAsync(Token);
            return (Assert.Single(next.Changes).ChangeType, string.Join(' ', Ids(next)));
        }

        Assert.Equal((Kind.Added, "a"), await NextAsync());
        await Root.Document("b").SetAsync(Map(("s", "run"), ("n", 0)), cancellationToken: Token);
        Assert.Equal((Kind.Added, "b a"), await NextAsync());
        await Root.Document("a").UpdateAsync("n", -1, cancellationToken: Token);
        Assert.Equal((Kind.Modified, "a b"), await NextAsync());
        await Root.Document("b").UpdateAsync("s", "done", cancellationToken: Token);
        Assert.Equal((Kind.Removed, "a"), await NextAsync());
        await Root.Document("a").DeleteAsync(cancellationToken: Token);
        Assert.Equal((Kind.Removed, ""), await NextAsync());
    }

    [Fact]
    public async Task A_document_listener_sees_it_appear_and_vanish()
    {
        var document = Root.Document("a");
        var snapshots = Channel.CreateUnbounded<DocumentSnapshot>();
        await using var listener = document.Listen((s, token) => snapshots.Writer.WriteAsync(s, token).AsTask(), Token);

        Assert.False((await snapshots.Reader.ReadAsync(Token)).Exists);
        await document.SetAsync(Map(("x", 1)), cancellationToken: Token);
        Assert.True((await snapshots.Reader.ReadAsync(Token)).Exists);
        await document.DeleteAsync(cancellationToken: Token);
        Assert.False((await snapshots.Reader.ReadAsync(Token)).Exists);
    }

    [Fact]
    public async Task A_limited_listener_is_refilled()
    {
        var batch = Db.StartBatch();
        foreach (var (id, n) in (ReadOnlySpan<(string, int)>)[("a", 1), ("b", 2), ("c", 3)])
        {
            batch.Set(Root.Document(id), Map(("n", n)));
        }

        await batch.CommitAsync(Token);
        var snapshots = Channel.CreateUnbounded<QuerySnapshot>();
        await using var listener = Root.OrderBy("n").Limit(2).Listen((q, token) => snapshots.Writer.WriteAsync(q, token).AsTask(), Token);
        Assert.Equal(["a", "b"], Ids(await snapshots.Reader.ReadAsync(Token)));

        await Root.Document("a").DeleteAsync(cancellationToken: Token);

        Assert.Equal(["b", "c"], Ids(await snapshots.Reader.ReadAsync(Token)));
    }

    [Fact]
    public async Task A_stopped_listener_ends()
    {
        var listener = Root.Listen((_, _) => Task.CompletedTask, Token);

        await listener.StopAsync(Token);

        Assert.True(listener.ListenerTask.IsCompletedSuccessfully);
        await listener.DisposeAsync();
    }

    public sealed class Emulator(EmulatorServer server) : ListenConformance(server);

    public sealed class InProcess(InProcessServer server) : ListenConformance(server);

    public sealed class Loopback(LoopbackServer server) : ListenConformance(server);
}
