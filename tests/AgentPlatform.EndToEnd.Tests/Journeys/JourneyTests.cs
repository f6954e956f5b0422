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

    private static async Task TravelAsync(StandaloneProcess platform, string locale, bool simulated)
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
