using AgentPlatform.Testing.Http;

namespace AgentService.Tests.Agents;

/// <summary>An agent of another user is no other than one that does not exist.</summary>
public sealed class AgentIsolationTests
{
    internal const string LongWord = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static readonly string[] Routes =
    [
        "GET ",
        "PATCH ",
        "DELETE ",
        "POST /activate",
        "POST /deactivate",
        "POST /archive",
        "GET /versions",
        "GET /versions/1",
        "POST /versions/1/restore",
        "GET /export",
    ];

    [Fact]
    public async Task Without_a_token_nothing_is_answered()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync();
        using var anonymous = app.Service.Anonymous();

        foreach (var route in Routes)
        {
            var (method, rest) = (route.Split(' ')[0], route.Split(' ')[1]);
            (await anonymous.AskAsync(method, $"/api/agents/{id}{rest}")).IsProblem(401, "unauthenticated");
        }

        foreach (var (method, path) in new[] { ("GET", "/api/agents"), ("POST", "/api/agents"), ("POST", "/api/agents/import"), ("GET", "/api/templates"), ("GET", "/api/usage"), ("GET", "/api/nothing") })
        {
            (await anonymous.AskAsync(method, path)).IsProblem(401, "unauthenticated");
        }
    }

    [Fact]
    public async Task Another_users_agent_answers_exactly_as_an_unknown_one()
    {
        await using var app = await AgentApp.StartAsync();
        var theirs = await app.CreateAsync();
        using var stranger = app.As("stranger");

        foreach (var route in Routes)
        {
            var (method, rest) = (route.Split(' ')[0], route.Split(' ')[1]);
            var foreign = (await stranger.AskAsync(method, $"/api/agents/{theirs}{rest}", method == "PATCH" ? "{}" : null)).IsProblem(404, "not-found");
            var unknown = (await stranger.AskAsync(method, $"/api/agents/unknown{rest}", method == "PATCH" ? "{}" : null)).IsProblem(404, "not-found");
            Assert.Equal(unknown.WithoutTrace(), foreign.WithoutTrace());

            var precondition = (await stranger.AskAsync(method, $"/api/agents/{theirs}{rest}", method == "PATCH" ? "{}" : null, ("If-Match", "\"77\""))).IsProblem(404, "not-found");
            Assert.Equal(unknown.WithoutTrace(), precondition.WithoutTrace());
        }

        Assert.Equal("draft", (await app.AskAsync("GET", $"/api/agents/{theirs}"))["status"]);
        Assert.Empty((await stranger.AskAsync("GET", "/api/agents")).Json["items"]!.AsArray());
    }

    [Theory]
    [InlineData("no.such.id")]
    [InlineData("a%2Fb")]
    [InlineData("%2e%2e")]
    [InlineData("__agent__")]
    [InlineData("한글")]
    [InlineData("a%2Fversions%2F1")]
    [InlineData(LongWord + LongWord + LongWord + LongWord + LongWord + LongWord + LongWord + LongWord)]
    public async Task An_id_of_any_form_is_unknown(string id)
    {
        await using var app = await AgentApp.StartAsync();

        foreach (var route in Routes)
        {
            var (method, rest) = (route.Split(' ')[0], route.Split(' ')[1]);
            (await app.AskAsync(method, $"/api/agents/{id}{rest}", method == "PATCH" ? "{}" : null)).IsProblem(404, "not-found");
        }
    }

    [Fact]
    public async Task No_header_path_or_body_can_name_another_user()
    {
        await using var app = await AgentApp.StartAsync();
        await app.CreateAsync();
        using var stranger = app.As("stranger");

        var listed = await stranger.AskAsync("GET", "/api/agents?userId=user", null, ("X-User-Id", "user"), ("X-Forwarded-User", "user"));

        Assert.Empty(listed.Json["items"]!.AsArray());
        (await stranger.AskAsync("POST", "/api/agents", new { name = "a", userId = "user" })).IsProblem(400, "validation", "userId");
    }
}
