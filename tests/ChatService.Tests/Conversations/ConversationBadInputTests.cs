using System.Net.WebSockets;
using AgentPlatform.Testing.Http;

namespace ChatService.Tests.Conversations;

public sealed class ConversationBadInputTests
{
    private const string Path = "/api/conversations";

    [Theory]
    [InlineData("POST", "", """{"title":""}""", "400 validation title")]
    [InlineData("POST", "", """{"surprise":1}""", "400 validation surprise")]
    [InlineData("POST", "", """{"userId":"other"}""", "400 validation userId")]
    [InlineData("POST", "", """nonsense""", "400 validation body")]
    [InlineData("POST", "", """{"agentId":"unknown"}""", "404 not-found")]
    [InlineData("GET", "?cursor=!", null, "400 validation cursor")]
    [InlineData("GET", "?limit=101", null, "400 validation limit")]
    [InlineData("PATCH", "/{id}", """{"title":""}""", "400 validation title")]
    [InlineData("PATCH", "/{id}", """{"titel":"x"}""", "400 validation titel")]
    [InlineData("GET", "/{id}/messages?cursor=!", null, "400 validation cursor")]
    [InlineData("GET", "/{id}/messages?limit=0", null, "400 validation limit")]
    [InlineData("POST", "/{id}/messages", """{}""", "400 validation content")]
    [InlineData("POST", "/{id}/messages", """{"content":"  "}""", "400 validation content")]
    [InlineData("POST", "/{id}/messages", """{"content":"x","id":"a b"}""", "400 validation id")]
    [InlineData("POST", "/{id}/messages", """{"content":"x","id":""}""", "400 validation id")]
    [InlineData("POST", "/{id}/messages", """{"content":"x","whenBusy":"queue"}""", "400 validation whenBusy")]
    public async Task What_is_wrong_is_named_by_field(string method, string path, string? body, string problem)
    {
        await using var app = await ChatApp.StartAsync();
        var conversation = await app.CreateAsync();

        Assert.Equal(problem, await Answers.ProblemAsync(app.Http, new HttpMethod(method), Path + path.Replace("{id}", conversation, StringComparison.Ordinal), body), ignoreCase: true);
        Assert.Equal(0, app.Model.Started);
    }

    [Fact]
    public async Task Another_users_conversation_answers_exactly_as_an_unknown_one_on_every_route_and_verb()
    {
        await using var app = await ChatApp.StartAsync();
        var mine = await app.CreateAsync();
        var stranger = app.Service.Client("stranger");

        foreach (var (method, route, body) in new[] { ("GET", "", null), ("PATCH", "", """{"title":"x"}"""), ("DELETE", "", null), ("PUT", "", null), ("GET", "/messages", null), ("POST", "/messages", """{"content":"x"}""") })
        {
            var unknown = await Answers.ReadAsync(stranger, new HttpMethod(method), $"{Path}/unknown{route}", body);
            Assert.Equal(unknown, await Answers.ReadAsync(stranger, new HttpMethod(method), $"{Path}/{mine}{route}", body));
            Assert.StartsWith(method == "PUT" ? "405" : "404", unknown, StringComparison.Ordinal);
        }

        foreach (var id in new[] { "unknown", mine })
        {
            Assert.Contains("404", (await RefusedAsync(app, $"?conversation={id}", "stranger")).Message, StringComparison.Ordinal);
        }

        Assert.Empty(await app.MessagesAsync(mine));
        Assert.Equal("""200 {"items":[],"nextCursor":null}""", await Answers.ReadAsync(stranger, HttpMethod.Get, Path));
    }

    [Fact]
    public async Task Without_a_session_nothing_is_answered()
    {
        await using var app = await ChatApp.StartAsync();

        foreach (var (method, path) in new[] { ("POST", Path), ("GET", Path), ("GET", $"{Path}/x"), ("PATCH", $"{Path}/x"), ("DELETE", $"{Path}/x"), ("GET", $"{Path}/x/messages"), ("POST", $"{Path}/x/messages"), ("GET", "/workspace?conversation=x") })
        {
            Assert.Equal("401 unauthenticated", await Answers.ProblemAsync(app.Service.Anonymous(), new HttpMethod(method), path));
        }
    }

    [Fact]
    public async Task A_socket_that_asks_for_nonsense_is_refused()
    {
        await using var app = await ChatApp.StartAsync();
        var conversation = await app.CreateAsync();

        foreach (var query in new[] { "", "?conversation=", $"?conversation={conversation}&after=x", $"?conversation={conversation}&after=-1", $"?conversation={conversation}&after=" })
        {
            Assert.Contains("400", (await RefusedAsync(app, query, "user")).Message, StringComparison.Ordinal);
        }

        Assert.Equal("400 validation upgrade", await Answers.ProblemAsync(app.Http, HttpMethod.Get, $"/workspace?conversation={conversation}"));
    }

    private static async Task<Exception> RefusedAsync(ChatApp app, string query, string user)
    {
        var client = app.Service.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Authorization = $"Bearer {app.Service.Token(user)}";
        return await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using WebSocket socket = await client.ConnectAsync(new Uri($"ws://localhost/workspace{query}"), TestContext.Current.CancellationToken);
        });
    }
}
