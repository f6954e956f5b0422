using AgentPlatform.EndToEnd.Tests.Platform;
using AgentPlatform.Testing.StandInMessages;

namespace AgentPlatform.EndToEnd.Tests.Journeys;

public sealed class JourneyTests
{
    [Theory]
    [InlineData("ko")]
    [InlineData("en")]
    public async Task A_described_job_becomes_an_agent_that_fires_and_outlives_a_restart(string locale)
    {
        await using var platform = await StandaloneProcess.StartAsync();

        await TravelAsync(platform, locale, simulated: true);
    }

    [Theory]
    [InlineData("ko")]
    [InlineData("en")]
    public async Task The_same_journey_goes_over_real_http_to_a_provider_and_costs_money(string locale)
    {
        await using var provider = await StandInMessagesServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var platform = await StandaloneProcess.StartAsync(provider.Url);

        await TravelAsync(platform, locale, simulated: false);

        Assert.Equal(provider.Calls.Started, provider.Calls.Completed);
    }

    [Theory]
    [InlineData("ko", "embedded")]
    [InlineData("en", "emulator")]
    public async Task The_same_journey_goes_through_two_replicas_of_each_service_a_broker_and_a_store(string locale, string store)
    {
        var emulator = store == "emulator";
        Assert.SkipUnless(!emulator || File.Exists(AppHostProcess.EmulatorJar), $"Google's emulator is not on this machine ({AppHostProcess.EmulatorJar})");
        await using var provider = await StandInMessagesServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var platform = await AppHostProcess.StartAsync(provider.Url, emulator);

        await TravelAsync(platform, locale, simulated: false);

        Assert.Equal(provider.Calls.Started, provider.Calls.Completed);
    }

    [Fact]
    public async Task A_schedule_is_there_as_soon_as_its_agent_is_saved_and_gone_as_soon_as_it_is_deleted()
    {
        await using var platform = await StandaloneProcess.StartAsync();
        using var client = await PlatformClient.SignInAsync(platform);
        for (var round = 0; round < 30; round++)
        {
            var agent = (await client.PostAsync("/api/agents", new { name = $"{round}", finalAgentPrompt = "Say hello.", schedule = new { phrase = "매일 아침 8시" } })).Text("id");
            await client.PostAsync($"/api/agents/{agent}/activate");
            Assert.Equal(agent, Assert.Single(await client.ListAsync("/api/schedules")).Text("agentId"));
            var paused = await client.SendAsync(HttpMethod.Post, $"/api/schedules/{agent}/pause", new { });
            Assert.Equal(200, (int)paused.Status);
            await client.SendAsync(HttpMethod.Delete, $"/api/agents/{agent}");
            Assert.Empty(await client.ListAsync("/api/schedules"));
        }

        await platform.StopAsync();
    }

    private static async Task TravelAsync(IPlatform platform, string locale, bool simulated)
    {
        var words = JourneyWords.In(locale);
        using var client = await PlatformClient.SignInAsync(platform, words.Locale, words.TimeZone);
        var session = await client.GetAsync("/api/session");
        Assert.Equal(("guest", simulated), (session.Text("kind"), (bool)session["model"]!["simulated"]!));
        await using var journey = new Journey(client, words);

        await journey.DescribeAsync();
        await journey.UseCardAsync();
        await journey.FireAsync();
        await journey.LookIntoAsync(costs: !simulated);
        await journey.CountAsync(costs: !simulated);
        var before = await journey.EverythingAsync();
        await journey.DisposeAsync();
        await platform.StopAsync();
        await platform.BeginAsync();

        Assert.Equal(before, await journey.EverythingAsync());
        await platform.StopAsync();
    }
}
