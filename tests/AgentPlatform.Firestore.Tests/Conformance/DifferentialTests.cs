using AgentPlatform.Firestore.Tests.Servers;
using Google.Cloud.Firestore.V1;
using Grpc.Core;

namespace AgentPlatform.Firestore.Tests.Conformance;

/// <summary>The same random operations on the embedded server and on Google's emulator leave no difference.</summary>
public sealed class DifferentialTests(InProcessServer embedded, EmulatorServer emulator)
{
    private const int Queries = 250;
    private const int Writes = 150;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Random_writes_and_queries_do_the_same_on_both(int seed)
    {
        var name = $"differential-{seed}-{Guid.NewGuid():N}";
        var ours = (await embedded.ConnectAsync()).Collection(name);
        var theirs = (await emulator.ConnectAsync()).Collection(name);
        var operations = new RandomOperations(seed);

        for (var i = 0; i < Writes; i++)
        {
            var write = operations.NextWrite();
            Assert.Equal(await RandomOperations.OutcomeAsync(() => write(theirs)), await RandomOperations.OutcomeAsync(() => write(ours)));
        }

        Assert.Equal(await DocumentsAsync(theirs), await DocumentsAsync(ours));

        for (var i = 0; i < Queries; i++)
        {
            var query = operations.NextQuery();
            var (expected, actual) = (await ResultAsync(query, theirs), await ResultAsync(query, ours));
            Assert.True(expected == actual, $"query {i}: {Describe(query(theirs))}\n emulator {expected}\n embedded {actual}");
        }
    }

    private static string Describe(Query query) => query.Proto.ToString();

    private static async Task<string> ResultAsync(Func<Query, Query> query, Query collection)
    {
        try
        {
            return string.Join(',', (await query(collection).GetSnapshotAsync(TestContext.Current.CancellationToken)).Select(d => d.Id));
        }
        catch (RpcException)
        {
            return "refused";
        }
    }

    private static async Task<List<string>> DocumentsAsync(Query collection) =>
        [.. (await collection.GetSnapshotAsync(TestContext.Current.CancellationToken)).Select(d => d.Id + " " + Canonical(new Value { MapValue = new MapValue { Fields = { d.Proto!.Fields } } }))];

    private static string Canonical(Value value) => value.ValueTypeCase switch
    {
        Value.ValueTypeOneofCase.ArrayValue => $"[{string.Join(',', value.ArrayValue.Values.Select(Canonical))}]",
        Value.ValueTypeOneofCase.MapValue => $"{{{string.Join(',', value.MapValue.Fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Key + ":" + Canonical(f.Value)))}}}",
        _ => value.ToString(),
    };
}
