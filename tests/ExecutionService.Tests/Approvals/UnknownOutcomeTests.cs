using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tests.Approvals;

/// <summary>A worker dies while a tool runs, and nobody knows whether it has acted.</summary>
public sealed class UnknownOutcomeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ProbeTools.Read)]
    [InlineData(ProbeTools.Idempotent)]
    public async Task A_tool_that_is_read_only_or_idempotent_is_called_again_with_the_same_key(string tool)
    {
        await using var store = new MortalStore();
        var probe = new ProbeTools();
        var run = await DieWhileAsync(store, probe, tool, ExecutionApp.Draft());

        await using var second = await ExecutionApp.StartAsync(Script(tool), db: store.Connect(), at: AfterTheLease, probe: probe);
        Assert.Equal(ExecutionStatus.Success, (await second.EndOfAsync(run)).Status);

        Assert.Equal(2, probe.Calls.Count);
        Assert.Single(probe.Calls.Distinct());
    }

    [Theory]
    [InlineData(true, 2, "probe__effect done")]
    [InlineData(false, 1, "Nobody knows whether this call has acted: the process died while it ran. A person decided that it is not made again. Note: it was sent")]
    public async Task A_person_decides_about_a_tool_with_side_effects(bool again, int calls, string told)
    {
        await using var store = new MortalStore();
        var probe = new ProbeTools();
        var run = await DieWhileAsync(store, probe, ProbeTools.Effect, ExecutionApp.Draft());

        await using var second = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), db: store.Connect(), at: AfterTheLease, probe: probe);
        await using (var events = await second.OpenEventsAsync(run))
        {
            var question = await events.NextAsync(item => item.Type == "approval");
            Assert.Equal(("unknownOutcome", "probe__effect", "waiting"), ((string?)question.Json["reason"], (string?)question.Json["name"], (string?)question.Json["status"]));
            await events.NextAsync(item => item.Type == "status" && (string?)item.Json["status"] == ExecutionStatus.Waiting);
        }

        Assert.Single(probe.Calls);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, await ApprovalTests.DecideAsync(second.Http, run, 2, again, "it was sent"));
        Assert.Equal(ExecutionStatus.Success, (await second.EndOfAsync(run)).Status);

        Assert.Equal(calls, probe.Calls.Count);
        Assert.Equal(told, second.Model.Received.Single().SelectMany(message => message.Contents).OfType<FunctionResultContent>().Single().Result);
    }

    [Fact]
    public async Task An_agent_may_say_that_such_a_run_fails()
    {
        await using var store = new MortalStore();
        var probe = new ProbeTools();
        var run = await DieWhileAsync(store, probe, ProbeTools.Effect, ExecutionApp.Draft() with { Runtime = new AgentRuntime { UnknownOutcome = UnknownOutcome.Fail } });

        await using var second = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), db: store.Connect(), at: AfterTheLease, probe: probe);
        var ended = await second.EndOfAsync(run);

        Assert.Equal((ExecutionStatus.Failed, "outcome-unknown"), (ended.Status, ended.Error?.Code));
        Assert.Single(probe.Calls);
    }

    [Fact]
    public async Task A_call_that_was_approved_and_then_lost_again_is_asked_about_again()
    {
        await using var store = new MortalStore();
        var probe = new ProbeTools();
        var run = await DieWhileAsync(store, probe, ProbeTools.Effect, ExecutionApp.Draft());
        var lifeline = new Lifeline();
        var second = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), db: store.Connect(lifeline), at: AfterTheLease, probe: probe);
        await WaitsAsync(second, run);
        await KillWhileAsync(second, lifeline, probe, ProbeTools.Effect, () => ApprovalTests.DecideAsync(second.Http, run, 2, approve: true));

        await using var third = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), db: store.Connect(), at: AfterTheLease + TimeSpan.FromSeconds(15), probe: probe);
        await WaitsAsync(third, run, questions: 2);
        await ApprovalTests.DecideAsync(third.Http, run, 3, approve: false);

        Assert.Equal(ExecutionStatus.Success, (await third.EndOfAsync(run)).Status);
        Assert.Equal(2, probe.Calls.Count);
    }

    [Fact]
    public async Task A_stop_in_order_lets_a_tool_that_has_begun_come_to_its_end()
    {
        await using var store = new MortalStore();
        var (begun, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var probe = new ProbeTools { Acting = async (_, _, token) => { begun.TrySetResult(); await gate.Task.WaitAsync(token); } };
        var first = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), db: store.Connect(), probe: probe);
        var run = await first.StartRunAsync();
        await begun.Task.WaitAsync(ExecutionApp.Patience, Cancelled);

        var stopping = first.DisposeAsync().AsTask();
        gate.SetResult();
        await stopping.WaitAsync(ExecutionApp.Patience, Cancelled);

        await using var second = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), db: store.Connect(), probe: probe);
        Assert.Equal(ExecutionStatus.Success, (await second.EndOfAsync(run.Id)).Status);
        Assert.Single(probe.Calls);
    }

    private static DateTimeOffset AfterTheLease => ExecutionApp.Start + TimeSpan.FromSeconds(13);

    /// <summary>A run whose worker is cut off while the tool acts; the run's id.</summary>
    private static async Task<string> DieWhileAsync(MortalStore store, ProbeTools probe, string tool, AgentDefinition draft)
    {
        var lifeline = new Lifeline();
        var app = await ExecutionApp.StartAsync(Script(tool), db: store.Connect(lifeline), probe: probe);
        var id = "";
        await KillWhileAsync(app, lifeline, probe, tool, async () => id = (await app.StartRunAsync(draft)).Id);
        return id;
    }

    private static async Task KillWhileAsync<T>(ExecutionApp app, Lifeline lifeline, ProbeTools probe, string tool, Func<Task<T>> begin)
    {
        var acting = new TaskCompletionSource();
        probe.Acting = (name, _, _) =>
        {
            if (name == tool)
            {
                lifeline.CutNow();
                acting.TrySetResult();
            }

            return Task.CompletedTask;
        };
        await begin();
        await acting.Task.WaitAsync(ExecutionApp.Patience, Cancelled);
        probe.Acting = (_, _, _) => Task.CompletedTask;
        await app.DisposeAsync();
    }

    private static async Task WaitsAsync(ExecutionApp app, string run, int questions = 1)
    {
        await using var events = await app.OpenEventsAsync(run);
        for (var question = 0; question < questions; question++)
        {
            await events.NextAsync(item => item.Type == "approval" && (string?)item.Json["status"] == "waiting");
        }

        await events.NextAsync(item => item.Type == "status" && (string?)item.Json["status"] == ExecutionStatus.Waiting);
    }

    private static ScriptedChatClient Script(string tool) => new((messages, _) => messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Any()
        ? ScriptedAnswer.Text("done").WithUsage(10, 5)
        : ScriptedAnswer.ToolCall("1", tool).WithUsage(10, 5));
}
