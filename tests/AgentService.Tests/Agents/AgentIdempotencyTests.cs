using AgentPlatform.Testing.Http;

namespace AgentService.Tests.Agents;

public sealed class AgentIdempotencyTests
{
    [Fact]
    public async Task The_same_key_and_body_answer_the_first_response_again()
    {
        await using var app = await AgentApp.StartAsync();

        var first = (await CreateAsync(app, "key", """{"name":"a"}""")).Is(201);
        await app.AskAsync("PATCH", first.Location!, """{"name":"b"}""");
        var again = (await CreateAsync(app, "key", """{"name":"a"}""")).Is(201);

        Assert.Equal((first.Text, first.Location, first.ETag, first.ContentType), (again.Text, again.Location, again.ETag, again.ContentType));
        Assert.Single((await app.AskAsync("GET", "/api/agents")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        await using var app = await AgentApp.StartAsync();
        await CreateAsync(app, "key", """{"name":"a"}""");

        (await CreateAsync(app, "key", """{"name":"b"}""")).IsProblem(422, "idempotency-mismatch");
        (await CreateAsync(app, "key", "{")).IsProblem(422, "idempotency-mismatch");
    }

    [Fact]
    public async Task A_key_of_another_user_or_route_or_day_is_another_key()
    {
        await using var app = await AgentApp.StartAsync();
        var first = await CreateAsync(app, "key", """{"name":"a"}""");
        using var other = app.As("other");

        var theirs = (await other.AskAsync("POST", "/api/agents", """{"name":"b"}""", ("Idempotency-Key", "key"))).Is(201);
        (await app.AskAsync("POST", "/api/agents/import", """{"format":"agentplatform/agent@1","agent":{"name":"c"}}""", ("Idempotency-Key", "key"))).Is(201);
        Assert.NotEqual(first["id"], theirs["id"]);

        app.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(first["id"], (await CreateAsync(app, "key", """{"name":"a"}"""))["id"]);

        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.NotEqual(first["id"], (await CreateAsync(app, "key", """{"name":"d"}""")).Is(201)["id"]);
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_refused()
    {
        await using var app = await AgentApp.StartAsync();

        (await CreateAsync(app, new string('k', 256), """{"name":"a"}""")).IsProblem(400, "validation", "Idempotency-Key");
        (await CreateAsync(app, new string('k', 255), """{"name":"a"}""")).Is(201);
    }

    [Theory]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"nmae":"a"}""")]
    [InlineData("""{"name":"a","tools":["rocket"]}""")]
    [InlineData("{")]
    [InlineData("")]
    public async Task A_key_is_free_again_after_a_request_that_was_refused(string refused)
    {
        await using var app = await AgentApp.StartAsync();

        (await CreateAsync(app, "key", refused)).IsProblem(400, "validation");

        (await CreateAsync(app, "key", """{"name":"a"}""")).Is(201);
    }

    [Fact]
    public async Task A_key_is_free_again_after_the_scheduler_was_down()
    {
        await using var app = await AgentApp.StartAsync();
        const string body = """{"name":"a","schedule":{"cron":"0 8 * * *"}}""";
        app.Others.Down(HttpMethod.Post, "/internal/schedules/resolve");

        (await CreateAsync(app, "key", body)).IsProblem(503, "unavailable");
        app.Others.On(HttpMethod.Post, "/internal/schedules/resolve", new { timeZone = "UTC", cron = "0 8 * * *", text = new { ko = "k", en = "e" } });
        (await CreateAsync(app, "key", body)).Is(201);
    }

    [Fact]
    public async Task Ten_requests_at_once_with_one_key_make_one_agent()
    {
        await using var app = await AgentApp.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => CreateAsync(app, "key", """{"name":"a"}"""))));

        Assert.Single(answers.Select(answer => answer.Is(201)["id"]).Distinct());
        Assert.All(answers, answer => Assert.Equal(answers[0].Text, answer.Text));
        Assert.Single((await app.AskAsync("GET", "/api/agents")).Json["items"]!.AsArray());
    }

    private static Task<HttpAnswer> CreateAsync(AgentApp app, string key, string body) => app.AskAsync("POST", "/api/agents", body, ("Idempotency-Key", key));
}
