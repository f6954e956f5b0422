using System.Text.Json.Nodes;
using AgentPlatform.EndToEnd.Tests.Platform;
using AgentPlatform.Testing.StandInMessages;

namespace AgentPlatform.EndToEnd.Tests.Schedules;

/// <summary>What schedules do about runs that fail, that last too long, and that are too many: over HTTP alone, with a model that fails or hangs when told to.</summary>
public sealed class PolicyTests
{
    private const int FiresPerMinute = 8;

    [Fact]
    public async Task A_schedule_pauses_itself_gives_later_runs_way_and_keeps_to_the_bound_of_its_user()
    {
        await using var provider = await StandInMessagesServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var platform = await StandaloneProcess.StartAsync(provider.Url, [new("Firing__MaxFiresPerUserPerMinute", $"{FiresPerMinute}")]);

        await PauseByFailuresAsync(platform, provider);
        await GiveWayAsync(platform, provider);
        await KeepToTheBoundAsync(platform);
    }

    /// <summary>Two runs fail and the schedule pauses itself, with the reason in its ledger; resumed, it fires again.</summary>
    private static async Task PauseByFailuresAsync(IPlatform platform, StandInMessagesServer provider)
    {
        using var client = await PlatformClient.SignInAsync(platform);
        provider.Script.Always(StandInAnswer.Failure(400, "invalid_request_error"));
        var agent = await CreateAsync(client, new { cron = "* * * * * *", pauseAfterFailures = 2 });

        var paused = await Patience.PollAsync("the schedule that pauses itself", () => ScheduleAsync(client, agent), schedule => (bool)schedule["paused"]!);
        var ledger = await Patience.PollAsync("an instant that passed during the pause", () => LedgerAsync(client, agent), ledger => ledger.Any(Is("paused")));

        Assert.StartsWith("2 runs failed one after another, the last with '", paused.Text("pausedReason"), StringComparison.Ordinal);
        Assert.Null(paused["nextRunAt"]);
        Assert.All(ledger.Where(Is("paused")), occurrence => Assert.Equal(paused.Text("pausedReason"), occurrence.Text("reason")));
        Assert.Equal(["failed", "failed"], (await client.ListAsync($"/api/executions?agentId={agent}")).Select(run => run.Text("status")));

        provider.Script.Always(null);
        await client.PostAsync($"/api/schedules/{agent}/resume");
        await Patience.PollAsync("a run after the resume", () => client.ListAsync($"/api/executions?agentId={agent}"), runs => runs.Any(run => run.Text("status") == "success"));
        await client.PostAsync($"/api/agents/{agent}/deactivate");
    }

    /// <summary>Runs that hang are ended for the next instant: with one policy it waits for the end, with the other it does not.</summary>
    private static async Task GiveWayAsync(IPlatform platform, StandInMessagesServer provider)
    {
        using var patient = await PlatformClient.SignInAsync(platform);
        using var hasty = await PlatformClient.SignInAsync(platform);
        provider.Script.Always(StandInAnswer.Hang(0));
        var cancels = await CreateAsync(patient, new { cron = "*/2 * * * * *", overlap = "cancelOther" });
        var terminates = await CreateAsync(hasty, new { cron = "*/2 * * * * *", overlap = "terminateOther" });

        foreach (var (client, agent) in new[] { (patient, cancels), (hasty, terminates) })
        {
            await Patience.PollAsync("a scheduled run that was ended", () => client.ListAsync($"/api/executions?agentId={agent}"), runs => runs.Any(run => run.Text("status") == "cancelled"));
        }

        provider.Script.Always(null);
        foreach (var (client, agent) in new[] { (patient, cancels), (hasty, terminates) })
        {
            var runs = await Patience.PollAsync("a run that was let end", () => client.ListAsync($"/api/executions?agentId={agent}"), runs => runs.Any(run => run.Text("status") == "success"));
            await client.PostAsync($"/api/agents/{agent}/deactivate");
            var (ended, last) = (runs.First(run => run.Text("status") == "cancelled"), runs.First(run => run.Text("status") == "success"));
            var ledger = await LedgerAsync(client, agent);

            Assert.All(new[] { ended, last }, run => Assert.Equal("fired", ledger.Single(occurrence => occurrence.Text("executionId") == run.Text("id")).Text("outcome")));
            Assert.All(ledger.Where(occurrence => !Is("fired")(occurrence)), occurrence => Assert.NotNull(occurrence.Text("reason")));
        }
    }

    /// <summary>What is beyond the user's number of runs a minute is recorded as such, and costs nothing.</summary>
    private static async Task KeepToTheBoundAsync(IPlatform platform)
    {
        using var client = await PlatformClient.SignInAsync(platform);
        var agent = await CreateAsync(client, new { cron = "* * * * * *", overlap = "allowAll" });

        var ledger = await Patience.PollAsync("an instant over the bound", () => LedgerAsync(client, agent), ledger => ledger.Any(Is("overBudget")));

        Assert.Equal($"more than {FiresPerMinute} scheduled runs of this user in a minute", ledger.First(Is("overBudget")).Text("reason"));
        Assert.All(ledger.Where(Is("overBudget")), occurrence => Assert.Null(occurrence.Text("executionId")));
    }

    private static async Task<string> CreateAsync(PlatformClient client, object schedule)
    {
        var agent = (await client.PostAsync("/api/agents", new { name = "정책", finalAgentPrompt = "지금 시각을 적습니다.", schedule })).Text("id")!;
        await client.PostAsync($"/api/agents/{agent}/activate");
        return agent;
    }

    private static async Task<JsonNode> ScheduleAsync(PlatformClient client, string agent) => (await client.GetAsync($"/api/schedules?agentId={agent}")).Items()[0];

    private static Task<IReadOnlyList<JsonNode>> LedgerAsync(PlatformClient client, string agent) => client.ListAsync($"/api/schedules/{agent}/occurrences");

    private static Func<JsonNode, bool> Is(string outcome) => occurrence => occurrence.Text("outcome") == outcome;
}
