using System.Text;
using System.Text.Json.Nodes;
using AgentPlatform.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Sessions;

public sealed class SessionTests
{
    [Fact]
    public async Task A_session_begins_with_a_guest_and_a_cookie_that_scripts_cannot_read()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var client = gateway.Anonymous();

        var begun = (await client.AskAsync("POST", "/api/session", new { locale = "ko", timeZone = "Asia/Seoul" })).Is(200);

        Assert.Matches("^ap_session=[0-9a-f]{64}; max-age=15552000; path=/; samesite=lax; httponly$", begun.Headers["Set-Cookie"]);
        Assert.Matches("^[A-Za-z0-9_-]{1,64}$", begun["userId"]);
        var expected = JsonNode.Parse($$$"""{"userId":"{{{begun["userId"]}}}","kind":"guest","name":"손님","locale":"ko","timeZone":"Asia/Seoul","createdAt":"2026-11-22T05:00:00Z","model":{"provider":"unknown","name":"","simulated":false}}""");
        Assert.True(JsonNode.DeepEquals(expected, begun.Json), begun.Text);
    }

    [Fact]
    public async Task Under_https_the_cookie_is_secure()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        Assert.Contains("; secure", Gateway.Sessions.SessionCookie.Options(Request("https"), TimeSpan.FromDays(1)).CreateCookieHeader("a", "b").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("; secure", Gateway.Sessions.SessionCookie.Options(Request("http"), TimeSpan.FromDays(1)).CreateCookieHeader("a", "b").ToString(), StringComparison.Ordinal);

        static HttpContext Request(string scheme) => new DefaultHttpContext { Request = { Scheme = scheme } };
    }

    [Fact]
    public async Task Beginning_again_gives_the_same_session_and_may_change_language_and_zone()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var (client, _, userId) = await gateway.BeginAsync(new { locale = "ko", timeZone = "Asia/Seoul" });

        var again = (await client.AskAsync("POST", "/api/session")).Is(200);
        var changed = (await client.AskAsync("POST", "/api/session", new { locale = "en", timeZone = "Europe/Berlin" })).Is(200);
        var read = (await client.AskAsync("GET", "/api/session")).Is(200);

        Assert.Equal((userId, "ko", "Asia/Seoul"), (again["userId"], again["locale"], again["timeZone"]));
        Assert.Equal((userId, "en", "Europe/Berlin"), (changed["userId"], changed["locale"], changed["timeZone"]));
        Assert.Equal(changed.Text, read.Text);
        client.Dispose();
    }

    [Theory]
    [InlineData(null, "en", "UTC")]
    [InlineData("ko-KR,ko;q=0.9,en;q=0.8", "ko", "Asia/Seoul")]
    [InlineData("en-US,ko;q=0.5", "en", "UTC")]
    [InlineData("ko;q=0.2, en;q=0.9", "en", "UTC")]
    [InlineData(";;;", "en", "UTC")]
    public async Task Without_a_wish_the_browsers_language_decides(string? accepted, string locale, string timeZone)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var client = gateway.Anonymous();

        var begun = (await client.AskAsync("POST", "/api/session", null, accepted is null ? [] : [("Accept-Language", accepted)])).Is(200);

        Assert.Equal((locale, timeZone), (begun["locale"], begun["timeZone"]));
    }

    [Fact]
    public async Task Without_a_session_there_is_none_to_read()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var client = gateway.Anonymous();

        (await client.AskAsync("GET", "/api/session")).IsProblem(401, "unauthenticated");
        (await client.AskAsync("GET", "/api/session", null, ("Cookie", "ap_session=" + new string('0', 64)))).IsProblem(401, "unauthenticated");
        (await client.AskAsync("GET", "/api/session", null, ("Cookie", "ap_session=x"))).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_session_that_was_ended_is_over_and_its_cookie_is_cleared()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var (client, _, userId) = await gateway.BeginAsync();

        var ended = (await client.AskAsync("DELETE", "/api/session")).Is(204);

        Assert.Contains("ap_session=; expires=Thu, 01 Jan 1970", ended.Headers["Set-Cookie"], StringComparison.Ordinal);
        (await client.AskAsync("GET", "/api/session")).IsProblem(401, "unauthenticated");
        (await client.AskAsync("DELETE", "/api/session")).Is(204);
        Assert.NotEqual(userId, (await client.AskAsync("POST", "/api/session")).Is(200)["userId"]);
        client.Dispose();
    }

    [Theory]
    [InlineData("""{ "timeZone": "Mars/Olympus" }""", "timeZone")]
    [InlineData("""{ "timeZone": "../../etc/passwd" }""", "timeZone")]
    [InlineData("""{ "timeZone": "KST" }""", "timeZone")]
    [InlineData("""{ "timeZone": "" }""", "timeZone")]
    [InlineData("""{ "timeZone": 9 }""", "timeZone")]
    [InlineData("""{ "locale": "fr" }""", "locale")]
    [InlineData("""{ "locale": true }""", "locale")]
    [InlineData("""{ "userId": "someone" }""", "userId")]
    [InlineData("{", "body")]
    [InlineData("[]", "body")]
    public async Task A_wrong_wish_is_named_and_begins_nothing(string body, string field)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var client = gateway.Anonymous();

        var refused = (await client.AskAsync("POST", "/api/session", body)).IsProblem(400, "validation", field);

        Assert.DoesNotContain("Set-Cookie", refused.Headers.Keys);
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var client = gateway.Anonymous();

        (await client.AskAsync("POST", "/api/session", new StringContent("{}", Encoding.UTF8, "text/plain"))).IsProblem(415, "validation");
    }

    [Fact]
    public async Task A_session_that_is_used_goes_on_and_one_that_is_not_ends()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(settings: new() { ["Session:CacheSeconds"] = "0", ["Session:LifetimeDays"] = "10" });
        var (client, _, _) = await gateway.BeginAsync();

        gateway.Clock.Advance(TimeSpan.FromDays(9));
        (await client.AskAsync("GET", "/api/session")).Is(200);
        gateway.Clock.Advance(TimeSpan.FromDays(9));
        (await client.AskAsync("GET", "/api/session")).Is(200);
        gateway.Clock.Advance(TimeSpan.FromDays(11));
        (await client.AskAsync("GET", "/api/session")).IsProblem(401, "unauthenticated");
        client.Dispose();
    }

    [Fact]
    public async Task The_model_that_answers_is_the_chat_services()
    {
        await using var service = await StandInService.StartAsync(_ => Task.CompletedTask, """{"provider":"anthropic","name":"claude","simulated":false}""");
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url);
        var (client, _, _) = await gateway.BeginAsync();

        var read = await client.AskAsync("GET", "/api/session");

        Assert.Equal("""{"provider":"anthropic","name":"claude","simulated":false}""", read.Json["model"]!.ToJsonString());
        Assert.Equal("GET /internal/model", Assert.Single(service.Asked).Line);
        client.Dispose();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("null")]
    public async Task A_session_does_not_depend_on_what_the_chat_service_says(string nonsense)
    {
        await using var service = await StandInService.StartAsync(_ => Task.CompletedTask, nonsense);
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url);
        using var client = gateway.Anonymous();

        Assert.Equal("unknown", (await client.AskAsync("POST", "/api/session")).Is(200).Json["model"]!["provider"]!.ToString());
    }

    [Fact]
    public async Task The_cookie_itself_is_nowhere_stored()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var (client, cookie, _) = await gateway.BeginAsync();
        client.Dispose();

        var sessions = await gateway.Db.Collection("sessions").GetSnapshotAsync(TestContext.Current.CancellationToken);

        var stored = Assert.Single(sessions.Documents);
        Assert.DoesNotContain(stored.Id, cookie, StringComparison.Ordinal);
        Assert.All(stored.ToDictionary().Values, value => Assert.DoesNotContain(cookie.Split('=')[1], $"{value}", StringComparison.Ordinal));
    }
}
