using System.Text.Json;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Logs;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using ExecutionService.Executions;
using ExecutionService.Replays;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tests.Replays;

/// <summary>A journal as some version of the service wrote it, kept so that later versions prove that they still understand it.</summary>
internal sealed record GoldenJournal(string Name, string EventHash, ExecutionState Execution, List<LogBatch> Batches)
{
    public static readonly AgentDefinition Draft = ExecutionApp.Draft() with { FinalAgentPrompt = "보고서를 씁니다. Write the report.", Description = "golden" };

    private static readonly JsonSerializerOptions Indented = new(JsonDefaults.Lenient) { WriteIndented = true };

    private static string Folder => Repository.File("tests", "ExecutionService.Tests", "Replays", "Golden");

    public static IEnumerable<GoldenJournal> All() =>
        Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(file => JsonSerializer.Deserialize<GoldenJournal>(File.ReadAllText(file), JsonDefaults.Lenient)!);

    /// <summary>Three model calls, a reading tool twice at once, an idempotent one and one with side effects.</summary>
    public static ScriptedChatClient Script() => new((messages, _) => messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Count() switch
    {
        0 => Calls(("1", ProbeTools.Read), ("2", ProbeTools.Read)).WithUsage(100, 7),
        2 => Calls(("3", ProbeTools.Idempotent), ("4", ProbeTools.Effect)).WithUsage(200, 8),
        _ => ScriptedAnswer.Text("All ", "is ", "done.").WithUsage(300, 9, cacheRead: 50),
    });

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
            JsonSerializer.Serialize(new GoldenJournal(name, replay.EventHash, execution with { StoredAt = null }, batches), Indented),
            cancellationToken);
    }

    private static ScriptedAnswer Calls(params (string Id, string Tool)[] calls)
    {
        var answers = calls.Select(call => ScriptedAnswer.ToolCall(call.Id, call.Tool, new Dictionary<string, object?> { ["n"] = 1 })).ToList();
        return new ScriptedAnswer([.. answers.Select(answer => answer.Updates[0]), answers[0].Updates[1]]);
    }
}
