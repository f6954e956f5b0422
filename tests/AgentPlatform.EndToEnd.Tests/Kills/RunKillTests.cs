using System.Collections.Concurrent;
using System.Net;
using AgentPlatform.EndToEnd.Tests.Platform;
using AgentPlatform.Testing.StandInMessages;

namespace AgentPlatform.EndToEnd.Tests.Kills;

public sealed class RunKillTests
{
    /// <summary>The clock, the file, the result.</summary>
    private const int CallsPerRun = 3;

    [Theory]
    [InlineData("standalone")]
    [InlineData("apphost")]
    public async Task Every_accepted_run_ends_in_success_and_pays_for_no_model_call_twice(string topology)
    {
        var plan = new KillPlan();
        await using var provider = await StandInMessagesServer.StartAsync(new StandInOptions { EventDelay = TimeSpan.FromMilliseconds(15) }, TestContext.Current.CancellationToken);
        await using var platform = await KillPlan.StartAsync(topology, provider.Url);
        using var client = await PlatformClient.SignInAsync(platform);
        var agentId = (await client.PostAsync("/api/agents", new { name = "뉴스", finalAgentPrompt = "오늘의 뉴스를 요약합니다.", tools = new[] { "clock", "write_file" } })).Text("id")!;
        var accepted = new ConcurrentBag<string>();
        var asked = 0;

        for (var kill = 0; kill < plan.Kills; kill++)
        {
            var starting = Enumerable.Range(asked, 3).Select(number => StartAsync(client, agentId, $"{number}번 지역", accepted)).ToList();
            asked += starting.Count;
            await starting[0];
            await plan.StrikeAsync(platform, TimeSpan.FromSeconds(2.5));
            await Task.WhenAll(starting);
        }

        // The last kill may still be felt: a question that finds no replica is asked again.
        await Patience.PollAsync("an answer", () => client.SendAsync(HttpMethod.Get, $"/api/executions?agentId={agentId}"), answer => answer.Status == HttpStatusCode.OK);
        var runs = await Patience.PollAsync("the end of all runs", () => client.ListAsync($"/api/executions?agentId={agentId}"), runs => runs.All(run => run.Text("endTime") is not null));
        var succeeded = runs.Where(run => run.Text("status") == "success").Select(run => run.Text("id")!).ToHashSet();
        var lost = accepted.Count(id => !succeeded.Contains(id));
        var (repeated, cutOff) = plan.Repeats(provider.Calls);
        plan.Report($"{asked} runs asked for, {accepted.Count} accepted, {lost} of them not ended in success, {runs.Sum(run => run.Number("attempt") - 1)} take-overs, {provider.Calls.Started} model calls started, {provider.Calls.Completed} completed, {repeated} repeated ({cutOff} cut off before they were durable)");
        Assert.Equal((0, 0), (lost, repeated));
        Assert.Equal(runs.Count, succeeded.Count);
        Assert.Equal(runs.Count * CallsPerRun, provider.Calls.ByHash.Count(call => call.Completed > 0));
        await Task.WhenAll(runs.Select(run => CheckJournalAsync(client, run.Text("id")!)));
    }

    private static async Task StartAsync(PlatformClient client, string agentId, string input, ConcurrentBag<string> accepted)
    {
        try
        {
            var answer = await client.SendAsync(HttpMethod.Post, "/api/executions", new { agentId, input });
            if (answer.Status == HttpStatusCode.Accepted)
            {
                accepted.Add(answer.Json.Text("id")!);
            }
        }
        catch (HttpRequestException)
        {
            // Killed before it could answer: nothing was promised.
        }
    }

    private static async Task CheckJournalAsync(PlatformClient client, string id)
    {
        var steps = await client.ListAsync($"/api/executions/{id}/steps");
        var events = await client.ReadEventsAsync($"/api/executions/{id}/events");

        Assert.Equal(Enumerable.Range(0, steps.Count).Select(index => (long)index), steps.Select(step => step.Number("index")));
        Assert.All(steps, step => Assert.Equal("success", step.Text("status")));
        Assert.Single(events, text => text.Contains("event: done", StringComparison.Ordinal));

        // Once a step's outcome is written down, the step is never begun again.
        var written = PlatformClient.DataOf(events, "step").ToList();
        Assert.All(written.GroupBy(step => step.Number("index")), ofStep => Assert.Equal("success", ofStep.SkipWhile(step => step.Text("status") != "success").Single().Text("status")));
    }
}
