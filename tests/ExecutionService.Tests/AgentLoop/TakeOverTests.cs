using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.ServiceDefaults.Logs;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using ExecutionService.Executions;
using ExecutionService.Journal;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tests.AgentLoop;

/// <summary>Workers die and others go on.</summary>
public sealed class TakeOverTests
{
    private static readonly TimeSpan AfterTheLease = TimeSpan.FromSeconds(13);

    [Fact]
    public async Task Wherever_a_worker_dies_another_one_goes_on_and_repeats_no_completed_model_call()
    {
        var cut = 0;
        while (await DiesAfterAsync(appends: cut + 1))
        {
            cut++;
        }

        // The claim, three calls' intents, two outcomes with tools, two tools, the end.
        Assert.Equal(9, cut);
    }

    [Fact]
    public async Task While_the_lease_lasts_a_run_is_left_alone_and_a_stale_worker_writes_nothing_after_it()
    {
        using var gate = new SemaphoreSlim(0);
        using var busy = new SemaphoreSlim(0);
        await using var store = new MortalStore();
        var stale = new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("busy").Behind(busy), ScriptedAnswer.Text("stale", "answer").WithUsage(1, 1).Behind(gate));
        await using var first = await ExecutionApp.StartAsync(stale, db: store.Connect(), settings: ("Execution:MaxConcurrentRuns", "1"));
        await using var second = await ExecutionApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("fresh").WithUsage(10, 5)), db: store.Connect());
        await first.StartRunAsync();
        await LoopTests.StartedAsync(first, 1);
        // The worker is busy, so that the test holds the work on the next run in its hands.
        var run = await first.StartRunAsync();
        var work = first.Runner.RunAsync(run.Id, force: false, TestContext.Current.CancellationToken);
        await LoopTests.StartedAsync(first, 2);

        await second.Runner.RunAsync(run.Id, force: false, TestContext.Current.CancellationToken);
        Assert.Equal(0, second.Model.Started);

        second.Clock.Advance(AfterTheLease);
        await second.Runner.RunAsync(run.Id, force: false, TestContext.Current.CancellationToken);
        var ended = await second.EndOfAsync(run.Id);
        var events = await second.ReadEventsAsync(run.Id);
        gate.Release(10);
        await work.WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken);

        Assert.Equal((ExecutionStatus.Success, "fresh", 2, 10), (ended.Status, ended.Result, ended.Attempt, ended.TokenUsage.Input));
        Assert.Equal(ended, await second.GetAsync(run.Id));
        await using var third = await ExecutionApp.StartAsync(db: store.Connect());
        Assert.Equal(events, await third.ReadEventsAsync(run.Id));
        Assert.DoesNotContain(first.Service.Published.All.OfType<ExecutionEnded>(), message => message.ExecutionId == run.Id);
        busy.Release(10);
    }

    [Fact]
    public async Task A_stale_worker_learns_that_it_lost_the_run_when_it_renews()
    {
        using var never = new SemaphoreSlim(0);
        using var busy = new SemaphoreSlim(0);
        await using var store = new MortalStore();
        await using var first = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("busy").Behind(busy), ScriptedAnswer.Text("x").Behind(never)), db: store.Connect(), settings: ("Execution:MaxConcurrentRuns", "1"));
        await using var second = await ExecutionApp.StartAsync(db: store.Connect(), at: ExecutionApp.Start + AfterTheLease);
        await first.StartRunAsync(ExecutionApp.Draft(new AgentLimits { MaxTokensPerRun = 5000 }));
        await LoopTests.StartedAsync(first, 1);
        var run = await first.StartRunAsync();
        var work = first.Runner.RunAsync(run.Id, force: false, TestContext.Current.CancellationToken);
        await LoopTests.StartedAsync(first, 2);

        await second.Runner.RunAsync(run.Id, force: true, TestContext.Current.CancellationToken);
        first.Clock.Advance(TimeSpan.FromSeconds(3));
        await work.WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken);

        Assert.Equal((ExecutionStatus.Success, "done", 2), ((await second.GetAsync(run.Id)).Status, (await second.GetAsync(run.Id)).Result, (await second.GetAsync(run.Id)).Attempt));
    }

    [Fact]
    public async Task A_host_that_is_alone_takes_over_at_start_without_waiting_for_leases()
    {
        await using var store = new MortalStore();
        var lifeline = new Lifeline();
        await using var first = await ExecutionApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("x").Behind(new SemaphoreSlim(0))), db: store.Connect(lifeline));
        var run = await first.StartRunAsync();
        await LoopTests.StartedAsync(first, 1);
        lifeline.CutNow();

        await using var second = await ExecutionApp.StartAsync(db: store.Connect(), settings: ("Execution:TakeOverAtStart", "true"));
        var ended = await second.EndOfAsync(run.Id);

        Assert.Equal((ExecutionStatus.Success, 2, ExecutionApp.Start), (ended.Status, ended.Attempt, ended.EndTime));
    }

    [Fact]
    public async Task A_worker_that_stops_in_order_hands_over_without_waiting_for_the_lease()
    {
        await using var store = new MortalStore();
        string id;
        await using (var first = await ExecutionApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("x").Behind(new SemaphoreSlim(0))), db: store.Connect()))
        {
            id = (await first.StartRunAsync()).Id;
            await LoopTests.StartedAsync(first, 1);
        }

        await using var second = await ExecutionApp.StartAsync(db: store.Connect());
        var ended = await second.EndOfAsync(id);

        Assert.Equal((ExecutionStatus.Success, 2), (ended.Status, ended.Attempt));
    }

    /// <summary>
    /// A run whose worker is cut off from the store when it writes to the journal once more than <paramref name="appends"/> times;
    /// false when it came to its end before that.
    /// </summary>
    private static async Task<bool> DiesAfterAsync(int appends)
    {
        await using var store = new MortalStore();
        var folder = Directory.CreateTempSubdirectory("workspaces-").FullName;
        var lifeline = new Lifeline();
        var first = await ExecutionApp.StartAsync(Script(), db: store.Connect(lifeline), workspaces: folder);
        lifeline.CutAfter("events", appends);
        var run = await first.StartRunAsync(ExecutionApp.Draft(null, ToolNames.Clock, ToolNames.WriteFile));
        var ended = first.Service.Published.WaitForAsync<ExecutionEnded>(message => message.ExecutionId == run.Id, TestContext.Current.CancellationToken);
        await Task.WhenAny(lifeline.Cut, ended).WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken);
        await first.DisposeAsync();
        if (!lifeline.Cut.IsCompleted)
        {
            return false;
        }

        var before = await JournalSteps.ReadAsync(new AppendLog(new ExecutionStore(store.Connect()).Journal(run.Id)), TestContext.Current.CancellationToken);
        var known = before.Where(step => step.Status == StepStatus.Success).ToList();
        await using var second = await ExecutionApp.StartAsync(Script(), db: store.Connect(), at: ExecutionApp.Start + AfterTheLease, workspaces: folder);
        var taken = await second.EndOfAsync(run.Id);
        var steps = await second.StepsAsync(run.Id);
        var events = await second.ReadEventsAsync(run.Id);

        Assert.Equal((ExecutionStatus.Success, "All written.", 5), (taken.Status, taken.Result, taken.StepCount));
        Assert.Equal(appends == 1 ? 1 : 2, taken.Attempt);
        Assert.Equal((600, 60), (taken.TokenUsage.Input, taken.TokenUsage.Output));
        Assert.Equal(3 - known.Count(step => step.Kind == StepKind.Model), second.Model.Started);
        Assert.InRange(first.Model.Started + second.Model.Started, 3, 4);
        Assert.Equal(["model", "tool", "model", "tool", "model"], steps.Select(step => step.Kind));
        Assert.All(steps, step => Assert.Equal(StepStatus.Success, step.Status));
        Assert.Equal(known, steps.Where(step => known.Exists(other => other.Index == step.Index)));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(id => (long)id), events.Select(item => item.Id));
        Assert.Single(events, item => item.Type == "done");
        await second.EndedAsync(run.Id);
        Assert.Single(second.Service.Published.All.OfType<ExecutionEnded>());
        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(second.WorkspaceOf(run.Id), "a"), TestContext.Current.CancellationToken));
        Directory.Delete(folder, recursive: true);
        return true;
    }

    /// <summary>A model that answers by what it has been told, as a real one does: the clock, a file, the end.</summary>
    private static ScriptedChatClient Script() => new((messages, _) => messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Count() switch
    {
        0 => ScriptedAnswer.ToolCall("clock", ToolNames.Clock).WithUsage(100, 10),
        1 => ScriptedAnswer.ToolCall("write", ToolNames.WriteFile, new Dictionary<string, object?> { ["path"] = "a", ["content"] = "1" }).WithUsage(200, 20),
        _ => ScriptedAnswer.Text("All ", "written.").WithUsage(300, 30),
    });
}
