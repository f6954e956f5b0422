using AgentPlatform.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Routing;

public sealed class TickRoutingTests
{
    private static readonly Dictionary<string, string?> On = new() { ["Tick:Audience"] = "https://agents.example.com" };

    [Fact]
    public async Task A_tick_reaches_the_scheduler_without_a_session_and_with_its_own_token()
    {
        await using var service = await StandInService.StartAsync(context => context.Response.WriteAsync("""{"decided":1}"""));
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url, On);
        using var client = gateway.Anonymous();

        var answer = (await client.AskAsync("POST", "/internal/tick?x=1", null, ("Authorization", "Bearer google"), ("Cookie", "ap_session=x"), ("X-User-Id", "victim"))).Is(200);

        Assert.Equal("1", answer["decided"]);
        var asked = Assert.Single(service.Asked);
        Assert.Equal(("POST /internal/tick?x=1", "Bearer google"), (asked.Line, asked.Headers["Authorization"]));
        Assert.All(["Cookie", "X-User-Id"], name => Assert.False(asked.Headers.ContainsKey(name)));
    }

    [Fact]
    public async Task What_the_scheduler_refuses_is_refused()
    {
        await using var service = await StandInService.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            context.Response.ContentType = "application/problem+json";
            return context.Response.WriteAsync("""{"code":"unauthenticated","status":401}""");
        });
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url, On);
        using var client = gateway.Anonymous();

        Assert.Equal(("""{"code":"unauthenticated","status":401}""", 401), (await client.AskAsync("POST", "/internal/tick")) is var answer ? (answer.Text, answer.Status) : default);
    }

    [Fact]
    public async Task A_session_gives_a_tick_no_users_token()
    {
        await using var service = await StandInService.StartAsync(context => context.Response.WriteAsync("{}"));
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url, On);
        var (client, _, _) = await gateway.BeginAsync();
        service.Asked.Clear();

        (await client.AskAsync("POST", "/internal/tick")).Is(200);

        Assert.False(Assert.Single(service.Asked).Headers.ContainsKey("Authorization"));
        client.Dispose();
    }

    [Theory]
    [InlineData("/internal")]
    [InlineData("/internal/")]
    [InlineData("/internal/model")]
    [InlineData("/internal/phrases/find")]
    [InlineData("/internal/schedules/changed")]
    [InlineData("/internal/schedules/deleted")]
    [InlineData("/internal/schedules/forecast")]
    [InlineData("/internal/schedules/next-runs")]
    [InlineData("/internal/schedules/resolve")]
    [InlineData("/internal/tick/x")]
    [InlineData("/internal/tick/../schedules/changed")]
    [InlineData("/internal/tick/%2e%2e/schedules/changed")]
    [InlineData("/internal/tick%2f..%2fschedules%2fchanged")]
    [InlineData("/internal/tick;/schedules/changed")]
    [InlineData("/internal//tick")]
    [InlineData("//internal/tick")]
    [InlineData("/internal/ticks")]
    [InlineData("/api/../internal/schedules/changed")]
    [InlineData("/api/schedules/../../internal/schedules/changed")]
    [InlineData("/api/schedules/%2e%2e/%2e%2e/internal/schedules/changed")]
    public async Task No_other_internal_path_opens_with_it(string path)
    {
        await using var service = await StandInService.StartAsync(context => context.Response.WriteAsync("{}"));
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url, On);
        var (client, _, _) = await gateway.BeginAsync();
        service.Asked.Clear();

        foreach (var method in new[] { "POST", "GET" })
        {
            // As it is written here: a client would take the dots out before it asks.
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(gateway.Url.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            request.Headers.Add("Authorization", "Bearer google");
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            // A path with an empty part is a page's: whoever reads it gets the page.
            Assert.True((int)response.StatusCode is 404 or 405 || (method == "GET" && path.StartsWith("//", StringComparison.Ordinal)), $"{method}: {response.StatusCode}");
        }

        Assert.Empty(service.Asked);
        client.Dispose();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_tick_is_a_post(string method)
    {
        await using var service = await StandInService.StartAsync(context => context.Response.WriteAsync("{}"));
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url, On);
        using var client = gateway.Anonymous();

        Assert.InRange((await client.AskAsync(method, "/internal/tick")).Status, 404, 405);
        Assert.Empty(service.Asked);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Without_settings_there_is_no_such_path(string method)
    {
        await using var service = await StandInService.StartAsync(context => context.Response.WriteAsync("{}"));
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url);
        using var client = gateway.Anonymous();

        (await client.AskAsync(method, "/internal/tick", null, ("Authorization", "Bearer google"))).IsProblem(404, "not-found");
        Assert.Empty(service.Asked);
    }
}
