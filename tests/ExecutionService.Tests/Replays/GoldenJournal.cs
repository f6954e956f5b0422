using System.Text.Json;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Logs;
using AgentPlatform.Testing.Services;
using ExecutionService.Executions;
using ExecutionService.Replays;

namespace ExecutionService.Tests.Replays;

/// <summary>A journal as some version of the service wrote it, kept so that later versions prove that they still understand it.</summary>
internal sealed record GoldenJournal(string Name, string EventHash, ExecutionState Execution, List<LogBatch> Batches)
{
    private static string Folder => Repository.File("tests", "ExecutionService.Tests", "Replays", "Golden");

    public static IEnumerable<GoldenJournal> All() =>
        Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(file => JsonSerializer.Deserialize<GoldenJournal>(File.ReadAllText(file), JsonDefaults.Lenient)!);

    public static async Task RecordAsync(string name, FirestoreDb db, string id, CancellationToken cancellationToken)
    {
        var store = new ExecutionStore(db);
        var execution = (await store.LoadAsync(id, cancellationToken))!;
        var batches = new List<LogBatch>();
        await foreach (var batch in new AppendLog(store.Journal(id)).ReadAsync(0, cancellationToken))
        {
            batches.Add(batch);
        }

        var replay = new JournalReplay(execution);
        batches.ForEach(replay.Apply);
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(
            Path.Combine(Folder, $"{name}.json"),
            JsonSerializer.Serialize(new GoldenJournal(name, replay.EventHash, execution with { StoredAt = null }, batches), JsonDefaults.Lenient),
            cancellationToken);
    }
}
