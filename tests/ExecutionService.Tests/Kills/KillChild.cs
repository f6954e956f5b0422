using AgentPlatform.Contracts.Executions;
using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using ExecutionService.AgentLoop;
using ExecutionService.Approvals;
using ExecutionService.Executions;
using ExecutionService.Journal;
using ExecutionService.Tools;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionService.Tests.Kills;

/// <summary>The real service over a database file in a process that is killed: begins a run of ten steps, or goes on with it to its end.</summary>
internal static class KillChild
{
    /// <summary>The tools that the scripted model asks for, one a call; then it is done.</summary>
    public static readonly IReadOnlyList<string> Plan = [ProbeTools.Read, ProbeTools.Effect, ProbeTools.Idempotent, ProbeTools.Effect, ProbeTools.Read];

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(KillOrder order)
    {
        await using var server = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = order.DatabasePath, IndexesJson = await File.ReadAllTextAsync(Repository.File("firestore.indexes.json")) });
        using var db = new FirestoreDbBuilder { ProjectId = "tests", CallInvoker = server.CreateCallInvoker().Intercept(new KillInterceptor(order.Append, order.Before)) }.Build();
        var probe = new ProbeTools { Acting = (tool, _, _) => RecordAsync(order, tool) };
        var settings = new Dictionary<string, string?>
        {
            ["Execution:TakeOverAtStart"] = "true",
            ["Execution:WorkspaceRoot"] = Path.Combine(order.Folder, "workspaces"),
            ["Logs:FollowOthers"] = "false",
        };
        await using var service = await ServiceApp.StartAsync(
            new ServiceAppOptions { Create = ExecutionServiceApp.Create, Db = db, Settings = settings, Configure = builder => { builder.UseModel(new ScriptedChatClient((messages, _) => Answer(order, messages))); builder.Services.AddSingleton<IToolSource>(probe); } },
            CancellationToken.None);
        var store = service.Services.GetRequiredService<ExecutionStore>();
        if (await store.LoadAsync(order.ExecutionId, CancellationToken.None) is null)
        {
            await service.Services.GetRequiredService<ExecutionStarter>().StartAsync(order.ExecutionId, "user", ExecutionApp.Draft(), null, CancellationToken.None);
        }

        while (await store.LoadAsync(order.ExecutionId, CancellationToken.None) is { Open: true } run)
        {
            if (run.Status == ExecutionStatus.Waiting)
            {
                await RefuseAsync(service, store, run);
            }
            else if (run.Status == ExecutionStatus.Queued)
            {
                // The doorbell rings once; a process that died with it in its ear is called by the sweep.
                service.Services.GetRequiredService<ExecutionWorker>().Enqueue(run.Id, run.UserId);
            }

            await Task.Delay(Look, TimeProvider.System);
        }
    }

    /// <summary>How often the scripted model has been answered by a tool, that is: which of its calls a prompt is for.</summary>
    public static int CallOf(IEnumerable<ChatMessage> messages) => messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Count();

    private static ScriptedAnswer Answer(KillOrder order, IReadOnlyList<ChatMessage> messages)
    {
        var call = CallOf(messages);
        RecordAsync(order, $"model {call}").GetAwaiter().GetResult();
        return call < Plan.Count ? ScriptedAnswer.ToolCall($"call-{call}", Plan[call]).WithUsage(100, 10) : ScriptedAnswer.Text("All done.").WithUsage(100, 10);
    }

    private static Task RecordAsync(KillOrder order, string line) => File.AppendAllTextAsync(order.RecordPath, $"{line}\n");

    /// <summary>A person says that a call whose outcome nobody knows is not made again.</summary>
    private static async Task RefuseAsync(ServiceApp service, ExecutionStore store, ExecutionState run)
    {
        var steps = await JournalSteps.ReadAsync(new AgentPlatform.ServiceDefaults.Logs.AppendLog(store.Journal(run.Id)), CancellationToken.None);
        if (steps.LastOrDefault(step => step is { Kind: StepKind.Approval, Status: StepStatus.Waiting }) is { } question)
        {
            await service.Services.GetRequiredService<ApprovalWriter>().DecideAsync(run.UserId, run.Id, question.Index, new(false, "killed"), CancellationToken.None);
        }
    }
}
