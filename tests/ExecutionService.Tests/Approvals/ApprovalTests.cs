using System.Net;
using System.Net.Http.Json;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using ExecutionService.Approvals;
using ExecutionService.Executions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionService.Tests.Approvals;

public sealed class ApprovalTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static readonly AgentDefinition Asking = ExecutionApp.Draft() with { Runtime = new AgentRuntime { ApprovalTools = [ProbeTools.Read, ProbeTools.Effect], McpServers = [new McpServer { Name = "probe", Url = "https://probe.example/" }] } };

    [Theory]
    [InlineData(true, "success", "probe__effect done")]
    [InlineData(false, "failed", "A person refused this call. Note: not today")]
    public async Task A_tool_that_needs_approval_waits_for_a_person_and_the_run_goes_on_with_the_decision(bool approve, string status, string told)
    {
        var probe = new ProbeTools();
        await using var app = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), probe: probe);
        var run = await WaitingAsync(app, Asking);

        Assert.Equal((ExecutionStatus.Waiting, null), ((await app.GetAsync(run)).Status, (await app.GetAsync(run)).EndTime));
        Assert.Equal([("model", "success"), ("tool", "pending"), ("approval", "waiting")], (await app.StepsAsync(run)).Select(step => (step.Kind, step.Status)));
        Assert.Equal("""{"n":1}""", (await app.StepsAsync(run))[2].Input);
        Assert.Empty(probe.Calls);

        Assert.Equal(HttpStatusCode.Accepted, await DecideAsync(app.Http, run, 2, approve, "not today"));
        var ended = await app.EndOfAsync(run);
        var steps = await app.StepsAsync(run);

        Assert.Equal((ExecutionStatus.Success, 4), (ended.Status, ended.StepCount));
        Assert.Equal(approve ? 1 : 0, probe.Calls.Count);
        Assert.Equal([status, status], [steps[1].Status, steps[2].Status]);
        Assert.Equal(told, app.Model.Received[1].SelectMany(message => message.Contents).OfType<FunctionResultContent>().Single().Result);
        var approvals = (await app.ReadEventsAsync(run)).Where(item => item.Type == "approval").Select(item => ((string?)item.Json["reason"], (string?)item.Json["status"]));
        Assert.Equal([(ApprovalReason.Approval, "waiting"), (ApprovalReason.Approval, status)], approvals);
    }

    [Fact]
    public async Task Deciding_twice_alike_is_accepted_and_otherwise_is_a_conflict()
    {
        await using var app = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), probe: new ProbeTools());
        var run = await WaitingAsync(app, Asking);

        Assert.Equal(HttpStatusCode.Accepted, await DecideAsync(app.Http, run, 2, approve: true));
        Assert.Equal(HttpStatusCode.Accepted, await DecideAsync(app.Http, run, 2, approve: true));
        Assert.Equal(HttpStatusCode.Conflict, await DecideAsync(app.Http, run, 2, approve: false));
        await app.EndedAsync(run);
        Assert.Single(app.Service.Published.All.OfType<ExecutionEnded>());
    }

    [Fact]
    public async Task Only_the_runs_user_can_decide_and_only_about_a_step_that_asks()
    {
        await using var app = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), probe: new ProbeTools());
        var run = await WaitingAsync(app, Asking);
        using var other = app.Service.Client("other");

        foreach (var (client, path) in new[] { (other, $"/api/executions/{run}/approvals/2"), (app.Http, $"/api/executions/{run}/approvals/1"), (app.Http, $"/api/executions/{run}/approvals/9"), (app.Http, "/api/executions/unknown/approvals/2") })
        {
            Assert.Equal("404 not-found", (await Answers.ProblemAsync(client, HttpMethod.Post, path, """{"approve":true}""")).TrimEnd());
        }

        Assert.StartsWith("400 validation", await Answers.ProblemAsync(app.Http, HttpMethod.Post, $"/api/executions/{run}/approvals/2", """{"aprove":true}"""), StringComparison.Ordinal);
        Assert.Equal(ExecutionStatus.Waiting, (await app.GetAsync(run)).Status);
    }

    [Fact]
    public async Task Several_questions_of_one_answer_are_all_decided_before_the_run_goes_on_and_other_tools_do_not_wait()
    {
        var calls = new[] { ProbeTools.Idempotent, ProbeTools.Read, ProbeTools.Effect }.Select((name, n) => ScriptedAnswer.ToolCall($"{n}", name)).ToList();
        var probe = new ProbeTools();
        await using var app = await ExecutionApp.StartAsync(
            new ScriptedChatClient().Enqueue(new ScriptedAnswer([.. calls.Select(call => call.Updates[0]), calls[0].Updates[1]]), ScriptedAnswer.Text("done").WithUsage(1, 1)), probe: probe);
        var run = await WaitingAsync(app, Asking);
        Assert.Equal([ProbeTools.Idempotent], probe.Calls.Select(call => call.Tool));

        await DecideAsync(app.Http, run, 4, approve: true);
        Assert.Equal(ExecutionStatus.Waiting, (await app.GetAsync(run)).Status);
        await DecideAsync(app.Http, run, 5, approve: true);

        Assert.Equal(ExecutionStatus.Success, (await app.EndOfAsync(run)).Status);
        Assert.Equal([ProbeTools.Idempotent, ProbeTools.Read, ProbeTools.Effect], probe.Calls.Select(call => call.Tool));
    }

    [Fact]
    public async Task A_waiting_run_survives_its_process_can_be_decided_elsewhere_and_its_waiting_does_not_count()
    {
        await using var store = new MortalStore();
        var lifeline = new Lifeline();
        var first = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), db: store.Connect(lifeline), probe: new ProbeTools());
        var run = await WaitingAsync(first, Asking with { Limits = new AgentLimits { MaxRunSeconds = 60 } });
        lifeline.CutNow();
        await first.DisposeAsync();

        await using var second = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), db: store.Connect(), at: ExecutionApp.Start.AddHours(5), probe: new ProbeTools(), settings: ("Execution:TakeOverAtStart", "true"));
        await second.Sweeper.RunOnceAsync(second.Clock.GetUtcNow(), Cancelled);
        Assert.Equal((ExecutionStatus.Waiting, 1), ((await second.GetAsync(run)).Status, (await second.GetAsync(run)).Attempt));

        await DecideAsync(second.Http, run, 2, approve: true);
        Assert.Equal((ExecutionStatus.Success, 2), ((await second.EndOfAsync(run)).Status, (await second.GetAsync(run)).Attempt));
    }

    [Fact]
    public async Task A_waiting_run_is_cancelled_at_once()
    {
        await using var app = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), probe: new ProbeTools());
        var run = await WaitingAsync(app, Asking);

        using var response = await app.Http.PostAsync($"/api/executions/{run}/cancel", null, Cancelled);

        Assert.Equal(ExecutionStatus.Cancelled, (await app.EndOfAsync(run)).Status);
        Assert.All(await app.StepsAsync(run), step => Assert.NotNull(step.EndTime));
        Assert.Equal(HttpStatusCode.Conflict, await DecideAsync(app.Http, run, 2, approve: true));
    }

    [Fact]
    public async Task Nobody_who_decides_lets_the_run_fail_after_a_week()
    {
        await using var store = new MortalStore();
        string run;
        await using (var first = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), db: store.Connect(), probe: new ProbeTools()))
        {
            run = await WaitingAsync(first, Asking);
        }

        // Another process: to move the clock of one by a week would let each of its loops run a hundred thousand times.
        await using var app = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), db: store.Connect(), at: ExecutionApp.Start.AddDays(7), probe: new ProbeTools());
        await app.Sweeper.RunOnceAsync(app.Clock.GetUtcNow(), Cancelled);

        Assert.Equal((ExecutionStatus.Failed, "approval-expired"), ((await app.EndOfAsync(run)).Status, (await app.GetAsync(run)).Error?.Code));
    }

    [Fact]
    public async Task A_wish_to_cancel_that_crosses_the_beginning_of_the_wait_is_heard()
    {
        await using var app = await ExecutionApp.StartAsync(Script(ProbeTools.Effect), probe: new ProbeTools());
        var run = await WaitingAsync(app, Asking);
        var store = app.Service.Services.GetRequiredService<ExecutionStore>();
        // As another replica does that knows of no run here.
        await store.RequestCancelAsync(run, app.Clock.GetUtcNow(), Cancelled);

        await app.Sweeper.RunOnceAsync(app.Clock.GetUtcNow(), Cancelled);

        Assert.Equal(ExecutionStatus.Cancelled, (await app.EndOfAsync(run)).Status);
    }

    /// <summary>Starts a run; its id once it waits for a person.</summary>
    internal static async Task<string> WaitingAsync(ExecutionApp app, AgentDefinition draft)
    {
        var run = await app.StartRunAsync(draft);
        await using var events = await app.OpenEventsAsync(run.Id);
        await events.NextAsync(item => item.Type == "status" && (string?)item.Json["status"] == ExecutionStatus.Waiting);
        return run.Id;
    }

    internal static async Task<HttpStatusCode> DecideAsync(HttpClient http, string run, int step, bool approve, string? note = null)
    {
        using var response = await http.PostAsJsonAsync($"/api/executions/{run}/approvals/{step}", new ApprovalDecision { Approve = approve, Note = note }, JsonDefaults.Strict, Cancelled);
        return response.StatusCode;
    }

    /// <summary>A model that calls one tool and then is done.</summary>
    private static ScriptedChatClient Script(string tool) => new((messages, _) => messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Any()
        ? ScriptedAnswer.Text("done").WithUsage(10, 5)
        : ScriptedAnswer.ToolCall("1", tool, new Dictionary<string, object?> { ["n"] = 1 }).WithUsage(10, 5));
}
