using System.Net;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;

namespace ExecutionService.Tests.AgentLoop;

public sealed class CancelTests
{
    [Fact]
    public async Task A_run_that_streams_is_cancelled_at_once_and_its_step_is_closed()
    {
        using var gate = new SemaphoreSlim(1);
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("a", "b").Behind(gate)));
        var started = await app.StartRunAsync();
        await LoopTests.StartedAsync(app, 1);

        await CancelAsync(app, started.Id);
        var run = await app.EndOfAsync(started.Id);

        Assert.Equal((ExecutionStatus.Cancelled, ExecutionApp.Start, null), (run.Status, run.EndTime, run.Error));
        Assert.Equal([("failed", "cancelled")], (await app.StepsAsync(run.Id)).Select(step => (step.Status, step.Error?.Code)));
        await CancelAsync(app, started.Id);
        await app.EndedAsync(run.Id);
        Assert.Single(app.Service.Published.All.OfType<AgentPlatform.Contracts.Messages.ExecutionEnded>());
    }

    [Fact]
    public async Task A_run_that_waits_in_the_queue_is_cancelled_without_asking_the_model()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("first").Behind(gate)), settings: ("Execution:MaxConcurrentRuns", "1"));
        var first = await app.StartRunAsync();
        await LoopTests.StartedAsync(app, 1);
        var waiting = await app.StartRunAsync();

        await CancelAsync(app, waiting.Id);

        // It needs no place to be ended.
        Assert.Equal(ExecutionStatus.Cancelled, (await app.EndOfAsync(waiting.Id)).Status);
        gate.Release(3);
        Assert.Equal(ExecutionStatus.Success, (await app.EndOfAsync(first.Id)).Status);
        Assert.Equal(1, app.Model.Started);
    }

    [Fact]
    public async Task A_run_that_another_instance_works_on_is_cancelled_when_that_one_looks()
    {
        using var gate = new SemaphoreSlim(0);
        await using var store = new MortalStore();
        await using var worker = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("x").Behind(gate)), db: store.Connect());
        await using var other = await ExecutionApp.StartAsync(db: store.Connect());
        var started = await worker.StartRunAsync();
        await LoopTests.StartedAsync(worker, 1);

        await CancelAsync(other, started.Id);
        worker.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(ExecutionStatus.Cancelled, (await worker.EndOfAsync(started.Id)).Status);
        Assert.Equal(0, other.Model.Started);
    }

    [Fact]
    public async Task Cancelling_at_any_moment_of_a_start_ends_the_run_at_once()
    {
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("x").Behind(new SemaphoreSlim(0))));

        for (var round = 0; round < 20; round++)
        {
            var run = await app.StartRunAsync();
            await CancelAsync(app, run.Id);
            Assert.Equal(ExecutionStatus.Cancelled, (await app.EndOfAsync(run.Id)).Status);
        }
    }

    private static async Task CancelAsync(ExecutionApp app, string id)
    {
        using var response = await app.Http.PostAsync($"/api/executions/{id}/cancel", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }
}
