using System.Text.Json;
using AgentPlatform.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Routing;

/// <summary>Requests when replicas of a service die and come back.</summary>
public sealed class ReplicaTests
{
    [Fact]
    public async Task A_request_that_a_dead_replica_cannot_take_goes_to_another_one()
    {
        await using var service = await StandInService.StartAsync(context => context.Response.WriteAsync("{}"));
        await using var gateway = await GatewayUnderTest.StartAsync(settings: new() { ["services:agentservice:http:1"] = service.Url });
        var (client, _, _) = await gateway.BeginAsync();

        for (var n = 0; n < 20; n++)
        {
            (await client.AskAsync("GET", $"/api/agents/{n}", null)).Is(200);
            (await client.AskAsync("POST", $"/api/agents/{n}/activate", new { })).Is(200);
        }

        Assert.Equal(40, service.Asked.Count(asked => asked.Line.Contains("/api/agents/", StringComparison.Ordinal)));
        client.Dispose();
    }

    [Theory]
    [InlineData("GET", null, 200)]
    [InlineData("POST", null, 502)]
    [InlineData("POST", "a key", 200)]
    public async Task What_a_replica_took_and_did_not_answer_is_repeated_only_when_that_is_harmless(string method, string? key, int status)
    {
        await using var dying = await StandInService.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Abort();
        });
        await using var service = await StandInService.StartAsync(context => context.Request.Body.CopyToAsync(context.Response.Body));
        await using var gateway = await GatewayUnderTest.StartAsync(dying.Url, new() { ["services:agentservice:http:1"] = service.Url });
        var (client, _, _) = await gateway.BeginAsync();
        var body = method == "POST" ? JsonSerializer.Serialize(new string('x', 200_000)) : null;
        var answers = new List<HttpAnswer>();

        // Either replica may be chosen first: until the dying one has been.
        while (!dying.Asked.Any(asked => asked.Line.EndsWith("/api/agents/x", StringComparison.Ordinal)))
        {
            answers.Add(await client.AskAsync(method, "/api/agents/x", body, key is null ? [] : [("Idempotency-Key", key)]));
        }

        Assert.Equal(status, answers[^1].Status);
        Assert.All(answers.SkipLast(1), earlier => Assert.Equal(200, earlier.Status));
        Assert.All(answers.Where(answer => answer.Status == 200), answer => Assert.Equal(body ?? "", answer.Text));
        client.Dispose();
    }

    [Fact]
    public async Task A_replica_that_is_held_for_dead_and_has_come_back_is_tried_before_a_request_is_refused()
    {
        var first = await StandInService.StartAsync(context => context.Response.WriteAsync("{}"));
        var second = await StandInService.StartAsync(context => context.Response.WriteAsync("{}"));
        await using var gateway = await GatewayUnderTest.StartAsync(first.Url, new() { ["services:agentservice:http:1"] = second.Url });
        var (client, _, _) = await gateway.BeginAsync();
        await first.DisposeAsync();
        for (var n = 0; n < 40; n++)
        {
            (await client.AskAsync("GET", "/api/agents/x", null)).Is(200);
        }

        await using var back = await StandInService.StartAsync(context => context.Response.WriteAsync("{}"), url: first.Url);
        await second.DisposeAsync();
        (await client.AskAsync("GET", "/api/agents/y", null)).Is(200);
        (await client.AskAsync("POST", "/api/agents/y/activate", new { })).Is(200);

        Assert.Equal(["GET /api/agents/y", "POST /api/agents/y/activate"], back.Asked.Select(asked => asked.Line));
        client.Dispose();
    }
}
