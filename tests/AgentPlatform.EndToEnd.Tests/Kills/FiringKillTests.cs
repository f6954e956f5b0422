using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AgentPlatform.EndToEnd.Tests.Platform;
using AgentPlatform.Testing.StandInMessages;

namespace AgentPlatform.EndToEnd.Tests.Kills;

public sealed class FiringKillTests
{
    private static readonly int[] Periods = [1, 2, 5];

    [Theory]
    [InlineData("standalone")]
    [InlineData("apphost")]
    public async Task Every_instant_is_in_the_ledger_once_and_every_fired_one_has_one_run(string topology)
    {
        var plan = new KillPlan();
        await using var provider = await StandInMessagesServer.StartAsync(new StandInOptions { EventDelay = TimeSpan.FromMilliseconds(2) }, TestContext.Current.CancellationToken);
        await using var platform = await KillPlan.StartAsync(topology, provider.Url);
        using var client = await PlatformClient.SignInAsync(platform);
        var agents = await Task.WhenAll(Periods.Select(period => CreateAsync(client, period)));

        for (var kill = 0; kill < plan.Kills; kill++)
        {
            await plan.StrikeAsync(platform, TimeSpan.FromSeconds(4));
        }

        // The last kill may still be felt: a question that finds no replica is asked again.
        await Patience.PollAsync(
            "a firing of each schedule",
            () => Task.WhenAll(agents.Select(agent => client.SendAsync(HttpMethod.Get, $"/api/schedules?agentId={agent}"))),
            answers => answers.All(answer => answer.Status == HttpStatusCode.OK && answer.Json.Items()[0].Text("lastRunAt") is not null));
        await Task.WhenAll(agents.Select(agent => DeactivateAsync(client, agent)));
        var ledgers = await Task.WhenAll(agents.Select(agent => LedgerAsync(client, agent)));
        var runs = await Task.WhenAll(agents.Zip(ledgers).Select(pair => RunsAsync(client, pair.First, pair.Second)));

        var occurrences = ledgers.SelectMany(ledger => ledger).ToList();
        plan.Report($"{occurrences.Count} occurrences ({string.Join(", ", occurrences.CountBy(occurrence => occurrence.Text("outcome")!).OrderBy(outcome => outcome.Key).Select(outcome => $"{outcome.Value} {outcome.Key}"))}), {runs.Sum(list => list.Count)} executions");
        foreach (var ((period, ledger), executions) in Periods.Zip(ledgers).Zip(runs))
        {
            Assert.Equal(Theoretical(ledger, period), ledger.Select(At).Order());
            Assert.Equal(Fired(ledger).Order(), executions.Select(run => (run.Text("id")!, run["trigger"].Text("scheduledFor")!)).Order());
            Assert.All(executions, run => Assert.Equal("success", run.Text("status")));
            Assert.NotEmpty(executions);
        }
    }

    private static async Task<string> CreateAsync(PlatformClient client, int period)
    {
        var agentId = (await client.PostAsync("/api/agents", new { name = $"{period}초", finalAgentPrompt = "지금 시각을 적습니다.", schedule = new { cron = $"*/{period} * * * * *" } })).Text("id")!;
        await client.PostAsync($"/api/agents/{agentId}/activate");
        return agentId;
    }

    /// <summary>Asks again: a replica that has just been killed may have taken the request with it.</summary>
    private static Task<Answer> DeactivateAsync(PlatformClient client, string agentId) =>
        Patience.PollAsync($"the deactivation of {agentId}", () => client.SendAsync(HttpMethod.Post, $"/api/agents/{agentId}/deactivate"), answer => answer.Status == HttpStatusCode.OK);

    /// <summary>The ledger once the scheduler has heard that the agent is inactive and has stopped adding to it.</summary>
    private static async Task<IReadOnlyList<JsonNode>> LedgerAsync(PlatformClient client, string agentId)
    {
        await Patience.PollAsync("the stop of the schedule", () => client.GetAsync($"/api/schedules?agentId={agentId}"), view => view.Items().All(schedule => schedule["nextRunAt"] is null));
        return await client.ListAsync($"/api/schedules/{agentId}/occurrences");
    }

    private static Task<IReadOnlyList<JsonNode>> RunsAsync(PlatformClient client, string agentId, IReadOnlyList<JsonNode> ledger) => Patience.PollAsync(
        "the end of the runs of all fired occurrences",
        () => client.ListAsync($"/api/executions?agentId={agentId}"),
        runs => runs.All(run => run.Text("endTime") is not null) && Fired(ledger).All(fired => runs.Any(run => run.Text("id") == fired.Id)));

    private static IEnumerable<(string Id, string At)> Fired(IReadOnlyList<JsonNode> ledger) =>
        ledger.Where(occurrence => occurrence.Text("outcome") == "fired").Select(occurrence => (occurrence.Text("executionId")!, occurrence.Text("scheduledFor")!));

    private static IEnumerable<DateTimeOffset> Theoretical(IReadOnlyList<JsonNode> ledger, int period)
    {
        var last = ledger.Max(At);
        for (var at = ledger.Min(At); at <= last; at = at.AddSeconds(period))
        {
            yield return at;
        }
    }

    private static DateTimeOffset At(JsonNode occurrence) => DateTimeOffset.Parse(occurrence.Text("scheduledFor")!, CultureInfo.InvariantCulture);
}
