using AgentPlatform.Testing.Http;

namespace AgentService.Tests.Agents;

public sealed class AgentLimitTests
{
    private static readonly Dictionary<string, string?> AtMostThree = new() { ["Limits:MaxAgentsPerUser"] = "3" };

    [Fact]
    public async Task A_user_who_has_as_many_agents_as_may_be_is_refused_until_one_is_deleted()
    {
        await using var app = await AgentApp.StartAsync(AtMostThree);
        var first = await app.CreateAsync();
        await app.CreateAsync();
        var archived = await app.CreateAsync();
        (await app.AskAsync("POST", $"/api/agents/{archived}/archive")).Is(200);

        var refused = (await app.AskAsync("POST", "/api/agents", new { name = "b" })).IsProblem(409, "conflict");
        Assert.Equal("There are 3 agents, as many as there may be; delete one first.", refused["detail"]);
        (await app.AskAsync("POST", "/api/agents/import", """{"format":"agentplatform/agent@1","agent":{"name":"c"}}""")).IsProblem(409, "conflict");
        using var other = app.As("other");
        (await other.AskAsync("POST", "/api/agents", new { name = "b" })).Is(201);

        (await app.AskAsync("DELETE", $"/api/agents/{first}")).Is(204);
        await app.CreateAsync();
        (await app.AskAsync("POST", "/api/agents", new { name = "b" })).IsProblem(409, "conflict");
    }

    [Fact]
    public async Task Of_many_creations_at_once_only_so_many_pass()
    {
        await using var app = await AgentApp.StartAsync(AtMostThree);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => app.AskAsync("POST", "/api/agents", new { name = $"{number}" })));

        Assert.Equal((3, 9), (answers.Count(answer => answer.Status == 201), answers.Count(answer => answer.Status == 409)));
        Assert.Equal(3, (await app.AskAsync("GET", "/api/agents")).Json["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_creation_that_is_asked_for_again_is_answered_though_there_may_be_no_more()
    {
        await using var app = await AgentApp.StartAsync(new() { ["Limits:MaxAgentsPerUser"] = "1" });
        var first = (await app.AskAsync("POST", "/api/agents", """{"name":"a"}""", ("Idempotency-Key", "key"))).Is(201);
        foreach (var claim in (await app.Service.Db.Collection("idempotency-agentservice").GetSnapshotAsync(TestContext.Current.CancellationToken)).Documents)
        {
            // As a crash leaves it between the agent and its answer.
            await claim.Reference.UpdateAsync(new Dictionary<string, object?> { ["status"] = AgentPlatform.Firestore.FieldValue.Delete }, cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(first["id"], (await app.AskAsync("POST", "/api/agents", """{"name":"a"}""", ("Idempotency-Key", "key"))).Is(201)["id"]);
    }
}
