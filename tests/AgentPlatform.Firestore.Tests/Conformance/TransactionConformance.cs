using AgentPlatform.Firestore.Tests.Servers;
using Google.Cloud.Firestore.V1;
using Google.Protobuf;
using Grpc.Core;

namespace AgentPlatform.Firestore.Tests.Conformance;

public abstract class TransactionConformance(TestServer server) : ConformanceTests(server)
{
    [Fact]
    public async Task Contended_increments_are_all_counted()
    {
        const int writers = 4, each = 5;
        var counter = Root.Document("counter");
        await counter.SetAsync(Map(("n", 0)), cancellationToken: Token);

        await Task.WhenAll(Enumerable.Range(0, writers).Select(async _ =>
        {
            for (var i = 0; i < each; i++)
            {
                await Db.RunTransactionAsync(
                    async transaction =>
                    {
                        var now = await transaction.GetSnapshotAsync(counter, transaction.CancellationToken);
                        transaction.Update(counter, "n", now.GetValue<long>("n") + 1);
                    },
                    50,
                    Token);
            }
        }));

        Assert.Equal(writers * each, (await counter.GetSnapshotAsync(Token)).GetValue<long>("n"));
    }

    [Fact]
    public async Task Sixty_four_writers_of_one_new_document_have_one_winner()
    {
        var created = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
        {
            try
            {
                await Root.Document("claim").CreateAsync(Map(("by", i)), Token);
                return i;
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.AlreadyExists or StatusCode.Aborted)
            {
                return -1;
            }
        })));

        var winner = Assert.Single(created, i => i >= 0);
        Assert.Equal(winner, (await Root.Document("claim").GetSnapshotAsync(Token)).GetValue<int>("by"));
    }

    [Fact]
    public async Task A_failing_callback_writes_nothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Db.RunTransactionAsync(
            transaction =>
            {
                transaction.Set(Root.Document("never"), Map(("x", 1)));
                throw new InvalidOperationException("stop");
            },
            cancellationToken: Token));

        Assert.False((await Root.Document("never").GetSnapshotAsync(Token)).Exists);
    }

    [Fact]
    public async Task A_read_after_a_write_is_an_error()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Db.RunTransactionAsync(
            transaction =>
            {
                transaction.Set(Root.Document("a"), Map(("x", 1)));
                return transaction.GetSnapshotAsync(Root.Document("a"));
            },
            cancellationToken: Token));
    }

    [Fact]
    public async Task A_transaction_reads_a_query_and_gives_a_result()
    {
        await Root.Document("a").SetAsync(Map(("x", 1)), cancellationToken: Token);

        var count = await Db.RunTransactionAsync(
            async transaction =>
            {
                var found = await transaction.GetSnapshotAsync(Root.WhereEqualTo("x", 1), Token);
                transaction.Create(Root.Document("b"), Map(("seen", found.Count)));
                return found.Count;
            },
            cancellationToken: Token);

        Assert.Equal(1, count);
        Assert.Equal(1, (await Root.Document("b").GetSnapshotAsync(Token)).GetValue<int>("seen"));
    }

    [Fact]
    public async Task An_ended_transaction_cannot_be_committed()
    {
        var id = await BeginAsync();
        await Db.Client.RollbackAsync(new RollbackRequest { Database = Db.RootPath, Transaction = id }, Db.Headers, cancellationToken: Token);

        await RefusedAsync(StatusCode.InvalidArgument, () => Db.Client.CommitAsync(new CommitRequest { Database = Db.RootPath, Transaction = id }, Db.Headers, cancellationToken: Token).ResponseAsync);
    }

    private async Task<ByteString> BeginAsync() =>
        (await Db.Client.BeginTransactionAsync(new BeginTransactionRequest { Database = Db.RootPath }, Db.Headers, cancellationToken: Token)).Transaction;

    public sealed class Emulator(EmulatorServer server) : TransactionConformance(server);

    public sealed class InProcess(InProcessServer server) : TransactionConformance(server)
    {
        [Fact]
        public async Task Of_two_readers_the_second_to_commit_is_aborted()
        {
            var document = Root.Document("a");
            await document.SetAsync(Map(("n", 0)), cancellationToken: Token);
            var (first, second) = (await BeginAsync(), await BeginAsync());
            foreach (var id in (ByteString[])[first, second])
            {
                await Db.Client.GetDocumentAsync(new GetDocumentRequest { Name = document.Path, Transaction = id }, Db.Headers, cancellationToken: Token);
            }

            await CommitAsync(first, document, 1);
            await RefusedAsync(StatusCode.Aborted, () => CommitAsync(second, document, 2));

            Assert.Equal(1, (await document.GetSnapshotAsync(Token)).GetValue<int>("n"));
        }

        [Fact]
        public async Task A_document_that_appears_in_a_read_query_aborts()
        {
            var id = await BeginAsync();
            using (var call = Db.Client.RunQuery(new RunQueryRequest { Parent = Root.ParentPath, StructuredQuery = Root.Proto, Transaction = id }, Db.Headers, cancellationToken: Token))
            {
                await call.ResponseStream.ReadAllAsync(Token).ToListAsync(Token);
            }

            await Root.Document("phantom").SetAsync(Map(("x", 1)), cancellationToken: Token);

            await RefusedAsync(StatusCode.Aborted, () => CommitAsync(id, Root.Document("b"), 1));
        }

        private Task<CommitResponse> CommitAsync(ByteString id, DocumentReference document, int n) => Db.Client.CommitAsync(
            new CommitRequest
            {
                Database = Db.RootPath,
                Transaction = id,
                Writes = { new Write { Update = new Document { Name = document.Path, Fields = { ["n"] = new Value { IntegerValue = n } } } } },
            },
            Db.Headers,
            cancellationToken: Token).ResponseAsync;
    }

    public sealed class Loopback(LoopbackServer server) : TransactionConformance(server);
}
