using System.Diagnostics;
using AgentPlatform.Firestore.Embedded;

namespace AgentPlatform.Firestore.Tests.Embedded;

/// <summary>Prints the embedded server's figures in process; asserts nothing.</summary>
internal static class Benchmark
{
    private const int Documents = 20_000;
    private const string Indexes = """
        { "indexes": [ { "collectionGroup": "runs", "queryScope": "COLLECTION", "fields": [ { "fieldPath": "userId", "order": "ASCENDING" }, { "fieldPath": "createdAt", "order": "DESCENDING" } ] } ] }
        """;

    public static async Task RunAsync(string folder)
    {
        foreach (var durability in Enum.GetValues<EmbeddedDurability>())
        {
            Directory.CreateDirectory(folder);
            await using (var server = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = Path.Combine(folder, "benchmark.db"), Durability = durability, IndexesJson = Indexes, EnforceIndexes = false }))
            {
                using var db = EmbeddedServers.Connect(server);
                await RunAsync(db, durability);
            }

            Directory.Delete(folder, true);
        }
    }

    private static async Task RunAsync(FirestoreDb db, EmbeddedDurability durability)
    {
        var runs = db.Collection("runs");
        await MeasureAsync($"{durability}: create 1 KB, 1 caller", 1_000, 1, i => db.Collection("warm").Document("a" + i).CreateAsync(Data(i)));
        await MeasureAsync($"{durability}: create 1 KB, 64 callers", Documents, 64, i => runs.Document("d" + i).CreateAsync(Data(i)));
        await MeasureAsync($"{durability}: update, 64 callers", 10_000, 64, i => runs.Document("d" + (i * 7 % Documents)).UpdateAsync("tokens", i + 1_000_000));
        await MeasureAsync($"{durability}: point get, 1 caller", 50_000, 1, i => runs.Document("d" + (i % Documents)).GetSnapshotAsync());
        await MeasureAsync($"{durability}: newest by name, limit 1", 10_000, 1, _ => runs.OrderByDescending("__name__").Limit(1).GetSnapshotAsync());
        await MeasureAsync($"{durability}: indexed query, limit 20", 5_000, 1, i => runs.WhereEqualTo("userId", "u" + (i % 50)).OrderByDescending("createdAt").Limit(20).GetSnapshotAsync());
        await MeasureAsync($"{durability}: scan of {Documents}, limit 20", 20, 1, _ => runs.WhereEqualTo("status", "failed").OrderBy("tokens").Limit(20).GetSnapshotAsync());
        await MeasureAsync($"{durability}: transaction read + update", 2_000, 1, i => db.RunTransactionAsync(async transaction =>
        {
            var document = runs.Document("d" + i);
            var now = await transaction.GetSnapshotAsync(document);
            transaction.Update(document, "tokens", now.GetValue<long>("tokens") + 1);
        }));
    }

    private static async Task MeasureAsync(string name, int count, int callers, Func<int, Task> operation)
    {
        for (var i = 0; i < Math.Min(2_000, count) && name.Contains("get", StringComparison.Ordinal); i++)
        {
            await operation(i);
        }

        var latencies = new double[count];
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
            {
                var start = Stopwatch.GetTimestamp();
                await operation(i);
                latencies[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        Array.Sort(latencies);
        Console.WriteLine($"{name,-40} {count / seconds,9:0}/s   p50 {latencies[count / 2],8:0.0} us   p99 {latencies[count * 99 / 100],9:0.0} us");
    }

    private static Dictionary<string, object?> Data(int i) => new()
    {
        ["createdAt"] = new Timestamp(1_700_000_000 + i, 0),
        ["prompt"] = new string('p', 800),
        ["status"] = i % 4 == 0 ? "failed" : "done",
        ["tokens"] = i,
        ["userId"] = "u" + (i % 50),
    };
}
