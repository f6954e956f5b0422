using System.Diagnostics;
using System.Net.Http.Json;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;

namespace ExecutionService.Tests;

/// <summary>
/// <c>ExecutionService.Tests benchmark [seconds]</c>: runs of one model step by a model without delay, through the service's API over a
/// database file that is flushed at each commit; the same number of bare commits as the floor; and what runs take that wait for a person.
/// </summary>
internal static class RunBenchmark
{
    private const int Concurrency = 16;
    private const int Waiting = 5_000;

    /// <summary>Commits of a run: its creation, the claim, the model call's intent, its outcome with the end.</summary>
    private const int CommitsOfRun = 4;

    public static async Task RunAsync(TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("run-benchmark-");
        Console.WriteLine($"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB, .NET {Environment.Version}; load average {(await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0]}; {duration.TotalSeconds} s each, {Concurrency} at a time");
        await using (var server = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = Path.Combine(folder.FullName, "documents.db"), IndexesJson = await File.ReadAllTextAsync(Repository.File("firestore.indexes.json")) }))
        {
            using var db = new FirestoreDbBuilder { ProjectId = "bench", CallInvoker = server.CreateCallInvoker() }.Build();
            await using var service = await StartAsync(db, folder.FullName);
            var http = service.Client();
            await LoadAsync(TimeSpan.FromSeconds(15), _ => OnceAsync(http));
            Console.WriteLine($"runs:  {await LoadAsync(duration, _ => OnceAsync(http)),7:0} a second");
            Console.WriteLine($"floor: {await LoadAsync(duration, worker => CommitAsync(db, worker)) / CommitsOfRun,7:0} times {CommitsOfRun} commits a second");
            await MeasureWaitingAsync(http);
        }

        folder.Delete(recursive: true);
    }

    private static Task<ServiceApp> StartAsync(FirestoreDb db, string folder) => ServiceApp.StartAsync(
        new ServiceAppOptions
        {
            Create = ExecutionServiceApp.Create,
            Db = db,
            Settings = new Dictionary<string, string?> { ["Execution:WorkspaceRoot"] = Path.Combine(folder, "workspaces"), ["Logs:FollowOthers"] = "false", ["Sandbox:Kind"] = "none", ["Budget:MaxTokensPerUserPerDay"] = "1000000000000" },
            Configure = builder =>
            {
                builder.UseModel(new ScriptedChatClient((_, options) => options?.Tools is { Count: > 0 } ? ScriptedAnswer.ToolCall("1", ToolNames.Clock).WithUsage(10, 5) : ScriptedAnswer.Text("done").WithUsage(10, 5)));
            },
        },
        CancellationToken.None);

    private static async Task<bool> OnceAsync(HttpClient http)
    {
        var id = await StartRunAsync(http, ExecutionApp.Draft());
        // The stream of events ends with the run.
        return (await http.GetStringAsync($"/api/executions/{id}/events")).Contains("\"status\":\"success\"", StringComparison.Ordinal) ? true : throw new InvalidOperationException("A run did not succeed.");
    }

    private static async Task<string> StartRunAsync(HttpClient http, AgentDefinition draft)
    {
        using var response = await http.PostAsJsonAsync("/api/executions", new StartExecutionRequest { Draft = draft }, JsonDefaults.Strict);
        return (await response.Content.ReadFromJsonAsync<Execution>(JsonDefaults.Strict))!.Id;
    }

    private static async Task<bool> CommitAsync(FirestoreDb db, int worker)
    {
        var commit = db.StartBatch();
        commit.Create(db.Collection("floor").Document($"{worker}-{Guid.NewGuid():N}"), new Dictionary<string, object?> { ["text"] = "some text of an entry", ["number"] = 7 });
        await commit.CommitAsync();
        return true;
    }

    /// <summary>How often a second it is done, by <see cref="Concurrency"/> workers.</summary>
    private static async Task<double> LoadAsync(TimeSpan duration, Func<int, Task<bool>> work)
    {
        var (started, done) = (Stopwatch.GetTimestamp(), 0);
        await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(worker => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                await work(worker);
                Interlocked.Increment(ref done);
            }
        })));
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task MeasureWaitingAsync(HttpClient http)
    {
        var draft = ExecutionApp.Draft(null, ToolNames.Clock) with { Runtime = new AgentRuntime { ApprovalTools = [ToolNames.Clock] } };
        var before = Used();
        var ids = new List<string>();
        for (var n = 0; n < Waiting; n++)
        {
            ids.Add(await StartRunAsync(http, draft));
        }

        while ((await http.GetFromJsonAsync<Execution>($"/api/executions/{ids[^1]}", JsonDefaults.Strict))!.Status != ExecutionStatus.Waiting)
        {
            await Task.Yield();
        }

        var after = Used();
        Console.WriteLine($"{Waiting} runs that wait for a person: {(after.Managed - before.Managed) / 1024.0 / Waiting:0.0} KB of managed memory each, {(after.Resident - before.Resident) / 1024.0 / Waiting:0.0} KB resident (the store keeps parsed documents)");
    }

    private static (long Managed, long Resident) Used()
    {
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        using var self = Process.GetCurrentProcess();
        return (managed, self.WorkingSet64);
    }
}
