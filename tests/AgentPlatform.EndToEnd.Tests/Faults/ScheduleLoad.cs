using System.Globalization;
using System.Text.Json.Nodes;
using AgentPlatform.EndToEnd.Tests.Platform;

namespace AgentPlatform.EndToEnd.Tests.Faults;

/// <summary>An agent that is due once a minute.</summary>
internal sealed class ScheduleLoad(PlatformClient client, string agentId)
{
    /// <summary>An instant just before the stop may not be looked at any more, when the store or the scheduler was away.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _stoppedAt;

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Makes one whose time is a certain second.</summary>
    public static async Task<ScheduleLoad> StartAsync(PlatformClient client, int number, int second)
    {
        var agentId = (await client.PostAsync("/api/agents", new { name = $"{number}번", finalAgentPrompt = $"{number}번 일을 합니다. 지금 시각을 적습니다.", schedule = new { cron = $"{second} * * * * *" } })).Text("id")!;
        await client.PostAsync($"/api/agents/{agentId}/activate");
        return new ScheduleLoad(client, agentId);
    }

    public async Task StopAsync()
    {
        _stoppedAt ??= TimeProvider.System.GetUtcNow();
        await client.PostAsync($"/api/agents/{agentId}/deactivate");
    }

    /// <summary>Occurrences, instants without or with more than one record, fired ones without exactly one successful execution, and executions that nothing fired.</summary>
    public async Task<(int Occurrences, int Fired, int Missed, int Unsuccessful, int Unexplained)> CheckAsync()
    {
        await Patience.PollAsync("the stop of the schedule", () => client.GetAsync($"/api/schedules?agentId={agentId}"), view => view.Items().All(schedule => schedule["nextRunAt"] is null));
        var ledger = await client.ListAsync($"/api/schedules/{agentId}/occurrences");
        var fired = ledger.Where(occurrence => occurrence.Text("outcome") == "fired").Select(occurrence => (Id: occurrence.Text("executionId")!, At: occurrence.Text("scheduledFor")!)).ToList();
        var runs = await Patience.PollAsync(
            "the end of all fired runs",
            () => client.ListAsync($"/api/executions?agentId={agentId}"),
            runs => runs.All(run => run.Text("endTime") is not null) && fired.All(one => runs.Any(run => run.Text("id") == one.Id)));
        var successful = runs.Where(run => run.Text("status") == "success").Select(run => (Id: run.Text("id")!, At: run["trigger"].Text("scheduledFor")!)).ToList();
        var instants = ledger.Select(occurrence => DateTimeOffset.Parse(occurrence.Text("scheduledFor")!, CultureInfo.InvariantCulture)).Order().ToList();
        Assert.True(instants[^1] > _stoppedAt - Period - Lateness, $"The ledger of agent {agentId} ends at {instants[^1]:O}, long before {_stoppedAt:O}.");
        Assert.All(ledger, occurrence => Assert.True(occurrence.Text("outcome") == "fired" || occurrence.Text("reason") is not null, occurrence.ToJsonString()));
        return (ledger.Count, fired.Count, instants.Zip(instants.Skip(1)).Count(pair => pair.Second - pair.First != Period), fired.Except(successful).Count(), runs.Count - fired.Count);
    }

    /// <summary>The runs of the agent, each with who may see it.</summary>
    public async Task<IEnumerable<(PlatformClient Client, JsonNode Run)>> RunsAsync() => (await client.ListAsync($"/api/executions?agentId={agentId}")).Select(run => (client, run));
}
