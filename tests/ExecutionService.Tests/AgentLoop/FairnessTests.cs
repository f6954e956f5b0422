using System.Net.Http.Json;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Models;

namespace ExecutionService.Tests.AgentLoop;

/// <summary>Users who share a worker.</summary>
public sealed class FairnessTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_users_crowd_does_not_keep_anothers_run_waiting()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ExecutionApp.StartAsync(
            new ScriptedChatClient((_, _) => ScriptedAnswer.Text("x").Behind(gate)), settings: [("Execution:MaxConcurrentRuns", "2"), ("Execution:MaxConcurrentRunsPerUser", "1")]);
        var crowd = new List<Execution>();
        for (var n = 0; n < 4; n++)
        {
            crowd.Add(await app.StartRunAsync());
        }

        using var other = app.Service.Client("other");
        using var response = await other.PostAsJsonAsync("/api/executions", new StartExecutionRequest { Draft = ExecutionApp.Draft() }, JsonDefaults.Strict, Cancelled);
        var run = (await response.Content.ReadFromJsonAsync<Execution>(JsonDefaults.Strict, Cancelled))!;
        await app.Model.WaitForCallsAsync(2, Cancelled);

        Assert.Equal(ExecutionStatus.Running, (await other.GetFromJsonAsync<Execution>($"/api/executions/{run.Id}", JsonDefaults.Strict, Cancelled))!.Status);
        Assert.Equal([ExecutionStatus.Running, ExecutionStatus.Queued, ExecutionStatus.Queued, ExecutionStatus.Queued], await Task.WhenAll(crowd.Select(async one => (await app.GetAsync(one.Id)).Status)));
        gate.Release(100);
        foreach (var one in crowd)
        {
            Assert.Equal(ExecutionStatus.Success, (await app.EndOfAsync(one.Id)).Status);
        }
    }
}
