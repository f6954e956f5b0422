using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using ExecutionService.Executions;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionService.Tests.Executions;

public sealed class OrderTests
{
    private static readonly StartExecution Order = new("ordered", "user", "agent", new ExecutionTrigger(TriggerKind.Schedule, ExecutionApp.Start), "today");

    [Fact]
    public async Task An_order_that_comes_twice_starts_one_run()
    {
        await using var app = await ExecutionApp.StartAsync(others: Agents());

        await app.Service.Bus.Publish(Order, TestContext.Current.CancellationToken);
        await app.Service.Bus.Publish(Order, TestContext.Current.CancellationToken);
        var ended = await app.EndedAsync(Order.ExecutionId);
        await app.Service.Bus.Publish(Order, TestContext.Current.CancellationToken);
        // A later order is consumed after the repeated ones.
        await app.Service.Bus.Publish(Order with { ExecutionId = "later" }, TestContext.Current.CancellationToken);
        await app.EndedAsync("later");

        Assert.Equal((ExecutionStatus.Success, TriggerKind.Schedule, ExecutionApp.Start), (ended.Status, ended.Trigger.Kind, ended.Trigger.ScheduledFor));
        Assert.Equal(2, app.Model.Started);
        Assert.Single(app.Service.Published.All.OfType<ExecutionEnded>(), message => message.ExecutionId == Order.ExecutionId);
    }

    [Fact]
    public async Task A_run_ordered_for_an_agent_without_a_prompt_fails_and_says_why()
    {
        var agent = ExecutionApp.Agent("agent", ExecutionApp.Draft() with { FinalAgentPrompt = "" });
        await using var app = await ExecutionApp.StartAsync(others: new OtherServices().On(HttpMethod.Get, "/api/agents/agent", agent));

        await app.Service.Bus.Publish(Order, TestContext.Current.CancellationToken);
        var ended = await app.EndedAsync(Order.ExecutionId);

        Assert.Equal((ExecutionStatus.Failed, "conflict"), (ended.Status, ended.Error?.Code));
        Assert.Equal(0, app.Model.Started);
    }

    [Fact]
    public async Task Orders_that_race_start_one_run()
    {
        await using var app = await ExecutionApp.StartAsync(others: Agents());
        var starter = app.Service.Services.GetRequiredService<ExecutionStarter>();
        var agent = ExecutionApp.Agent("agent");

        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => starter.StartAsync(Order.ExecutionId, "user", agent, Order.Trigger, null, TestContext.Current.CancellationToken)));

        Assert.Equal(ExecutionStatus.Success, (await app.EndOfAsync(Order.ExecutionId)).Status);
        Assert.All(started, execution => Assert.Equal(Order.ExecutionId, execution.Id));
        Assert.Equal((1, 1), (app.Model.Started, (await app.GetAsync(Order.ExecutionId)).Attempt));
    }

    [Fact]
    public async Task The_end_of_a_run_is_announced_once_with_its_totals()
    {
        var model = new ScriptedChatClient().Enqueue(ScriptedAnswer.ToolCall("call", "clock").WithUsage(1000, 100, cacheRead: 400), ScriptedAnswer.Text("noon").WithUsage(2000, 200));
        await using var app = await ExecutionApp.StartAsync(model, Agents());

        await app.Service.Bus.Publish(Order, TestContext.Current.CancellationToken);
        var ended = await app.EndedAsync(Order.ExecutionId);
        var execution = await app.GetAsync(Order.ExecutionId);

        Assert.Equal(("user", "agent", 7, "noon", "simulated"), (ended.UserId, ended.AgentId, ended.AgentVersion, ended.Result, ended.Model));
        Assert.Equal((3000, 300, 400), (ended.TokenUsage.Input, ended.TokenUsage.Output, ended.TokenUsage.CacheRead));
        Assert.Equal((execution.TokenUsage, execution.Cost, execution.EndTime), (ended.TokenUsage, ended.Cost, ended.EndTime));
        Assert.Equal((2600 * 3m / 1_000_000) + (300 * 15m / 1_000_000), decimal.Parse(ended.Cost.Amount, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task An_order_for_a_deleted_agent_starts_nothing()
    {
        await using var app = await ExecutionApp.StartAsync(others: Agents());

        await app.Service.Bus.Publish(Order with { AgentId = "gone", ExecutionId = "none" }, TestContext.Current.CancellationToken);
        await app.CarriedOutAsync<StartExecution>(message => message.ExecutionId == "none");
        await app.Service.Bus.Publish(Order, TestContext.Current.CancellationToken);
        await app.EndedAsync(Order.ExecutionId);

        Assert.Equal(1, app.Model.Started);
    }

    [Fact]
    public async Task Deleting_an_agent_cancels_its_open_runs_and_no_others()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("x").Behind(gate)), Agents());
        var draft = await app.StartRunAsync();
        await app.Service.Bus.Publish(Order, TestContext.Current.CancellationToken);
        await app.Service.Bus.Publish(new AgentDeleted("unknown", "user", 1), TestContext.Current.CancellationToken);
        await app.Model.WaitForCallsAsync(2, TestContext.Current.CancellationToken);

        await app.Service.Bus.Publish(new AgentDeleted("agent", "user", 2), TestContext.Current.CancellationToken);
        var ended = await app.EndedAsync(Order.ExecutionId);
        gate.Release(10);

        Assert.Equal(ExecutionStatus.Cancelled, ended.Status);
        Assert.Equal(ExecutionStatus.Success, (await app.EndOfAsync(draft.Id)).Status);
    }

    [Fact]
    public async Task A_run_that_is_ordered_while_its_agent_is_deleted_asks_no_model()
    {
        await using var app = await ExecutionApp.StartAsync(others: Agents());
        // The order has found its agent before, and is carried out after, everything that the deletion does.
        await app.Service.Services.GetRequiredService<DeletedAgents>().AddAsync("user", "agent", ExecutionApp.Start, TestContext.Current.CancellationToken);

        await app.Service.Bus.Publish(Order, TestContext.Current.CancellationToken);

        Assert.Equal(ExecutionStatus.Cancelled, (await app.EndedAsync(Order.ExecutionId)).Status);
        Assert.Equal(0, app.Model.Started);
    }

    [Fact]
    public async Task A_run_is_cancelled_by_message_as_often_as_it_comes_and_another_users_is_not()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("x").Behind(gate)), Agents());
        // Before the run is known it is nobody's: carried out, and not only sent, before the order.
        await app.Service.Bus.Publish(new CancelExecution(Order.ExecutionId, "user"), TestContext.Current.CancellationToken);
        await app.CarriedOutAsync<CancelExecution>(message => message.ExecutionId == Order.ExecutionId);
        await app.Service.Bus.Publish(Order, TestContext.Current.CancellationToken);
        await app.Service.Bus.Publish(Order with { ExecutionId = "other" }, TestContext.Current.CancellationToken);
        await app.Model.WaitForCallsAsync(2, TestContext.Current.CancellationToken);

        await app.Service.Bus.Publish(new CancelExecution("other", "somebody"), TestContext.Current.CancellationToken);
        await app.Service.Bus.Publish(new CancelExecution(Order.ExecutionId, "user"), TestContext.Current.CancellationToken);
        await app.Service.Bus.Publish(new CancelExecution(Order.ExecutionId, "user"), TestContext.Current.CancellationToken);
        var ended = await app.EndedAsync(Order.ExecutionId);
        gate.Release(10);

        Assert.Equal(ExecutionStatus.Cancelled, ended.Status);
        Assert.Equal(ExecutionStatus.Success, (await app.EndedAsync("other")).Status);
    }

    private static OtherServices Agents() => new OtherServices()
        .On(HttpMethod.Get, "/api/agents/agent", ExecutionApp.Agent("agent", ExecutionApp.Draft(null, "clock")));
}
