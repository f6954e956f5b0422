using System.Net.WebSockets;
using System.Text;
using AgentPlatform.Testing.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Tests.Routing;

public sealed class RoutingTests
{
    private static readonly string[] ServicePaths =
    [
        "/api/agents", "/api/agents/x", "/api/agents/x/versions/1", "/api/conversations", "/api/conversations/x/messages", "/api/executions", "/api/executions/x/events",
        "/api/schedules", "/api/schedules/preview", "/api/templates", "/api/usage", "/workspace", "/workspace/someone",
    ];

    [Fact]
    public async Task Without_a_session_no_service_is_asked()
    {
        await using var service = await StandInService.StartAsync(context => context.Response.WriteAsync("{}"));
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url);
        using var client = gateway.Anonymous();

        foreach (var path in ServicePaths)
        {
            foreach (var method in new[] { "GET", "POST", "PATCH", "DELETE", "PUT" })
            {
                (await client.AskAsync(method, path, null, ("Authorization", "Bearer forged"))).IsProblem(401, "unauthenticated");
            }
        }

        Assert.Equal(401, (await gateway.ConnectAsync("/workspace", null)).Status);
        Assert.Empty(service.Asked);
    }

    [Fact]
    public async Task The_service_is_told_the_user_of_the_session_and_nothing_that_the_client_claims()
    {
        await using var service = await StandInService.StartAsync(context => context.Response.WriteAsync("{}"));
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url);
        var (client, _, userId) = await gateway.BeginAsync(new { locale = "ko", timeZone = "Asia/Tokyo" });

        (await client.AskAsync("GET", "/api/agents?limit=3&q=%20a", null, ("Authorization", "Bearer forged"), ("X-User-Id", "victim"), ("X-Forwarded-User", "victim"), ("If-Match", "\"1\""))).Is(200);

        var asked = service.Asked.Last();
        Assert.Equal("GET /api/agents?limit=3&q=%20a", asked.Line);
        Assert.Equal("\"1\"", asked.Headers["If-Match"]);
        Assert.All(["Cookie", "X-User-Id", "X-Forwarded-User"], name => Assert.False(asked.Headers.ContainsKey(name)));
        var token = new JsonWebToken(asked.Headers["Authorization"]["Bearer ".Length..]);
        Assert.Equal((userId, "ko", "Asia/Tokyo"), (token.Subject, token.GetClaim("locale").Value, token.GetClaim("zoneinfo").Value));
        client.Dispose();
    }

    [Fact]
    public async Task What_the_service_answers_is_passed_on_as_it_is()
    {
        await using var service = await StandInService.StartAsync(context =>
        {
            context.Response.StatusCode = 412;
            context.Response.ContentType = "application/problem+json";
            context.Response.Headers.ETag = "\"7\"";
            return context.Response.WriteAsync("""{"code":"precondition-failed"}""");
        });
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url);
        var (client, _, _) = await gateway.BeginAsync();

        var answer = (await client.AskAsync("PATCH", "/api/agents/x", "{}")).Is(412);

        Assert.Equal(("""{"code":"precondition-failed"}""", "\"7\"", "application/problem+json"), (answer.Text, answer.ETag, answer.ContentType));
        client.Dispose();
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost:1")]
    [InlineData("null")]
    [InlineData("not a uri")]
    public async Task What_comes_from_another_site_is_refused(string origin)
    {
        await using var service = await StandInService.StartAsync(context => context.Response.WriteAsync("{}"));
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url);
        var (client, cookie, _) = await gateway.BeginAsync();
        service.Asked.Clear();

        foreach (var (method, path) in new[] { ("POST", "/api/agents"), ("PATCH", "/api/agents/x"), ("DELETE", "/api/agents/x"), ("POST", "/api/session"), ("DELETE", "/api/session"), ("POST", "/workspace") })
        {
            (await client.AskAsync(method, path, null, ("Origin", origin))).IsProblem(403, "forbidden");
        }

        Assert.Equal(403, (await gateway.ConnectAsync("/workspace", cookie, origin)).Status);
        Assert.Empty(service.Asked);
        (await client.AskAsync("POST", "/api/agents", null, ("Origin", gateway.Url.GetLeftPart(UriPartial.Authority)))).Is(200);
        client.Dispose();
    }

    [Fact]
    public async Task A_workspace_with_a_name_is_the_callers_own_or_forbidden()
    {
        await using var service = await StandInService.StartAsync(EchoAsync);
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url);
        var (client, cookie, userId) = await gateway.BeginAsync();
        service.Asked.Clear();

        Assert.Equal(403, (await gateway.ConnectAsync("/workspace/another", cookie)).Status);
        (await client.AskAsync("GET", "/workspace/another")).IsProblem(403, "forbidden");
        Assert.Empty(service.Asked);

        var (own, _) = await gateway.ConnectAsync($"/workspace/{userId}", cookie);
        Assert.NotNull(own);
        Assert.Equal("GET /workspace", service.Asked.Single().Line);
        own.Dispose();
        client.Dispose();
    }

    [Fact]
    public async Task A_socket_passes_text_both_ways_and_its_close()
    {
        await using var service = await StandInService.StartAsync(EchoAsync);
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url);
        var (client, cookie, _) = await gateway.BeginAsync();
        client.Dispose();
        var (socket, status) = await gateway.ConnectAsync("/workspace", cookie, gateway.Url.GetLeftPart(UriPartial.Authority));
        Assert.Equal(101, status);

        foreach (var text in new[] { "하나", "둘", new string('x', 60_000) })
        {
            await socket!.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
            Assert.Equal(text, await ReceiveAsync(socket));
        }

        await socket!.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", TestContext.Current.CancellationToken);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        socket.Dispose();
    }

    [Fact]
    public async Task A_stream_reaches_the_client_event_by_event()
    {
        using var more = new SemaphoreSlim(0);
        await using var service = await StandInService.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";

            for (var number = 1; number <= 3; number++)
            {
                await context.Response.WriteAsync($"data: {number}\n\n");
                await context.Response.Body.FlushAsync();
                await more.WaitAsync(context.RequestAborted);
            }
        });
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url);
        var (client, _, _) = await gateway.BeginAsync();

        using var response = await client.GetAsync("/api/executions/x/events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        // The next event is made only once this one has arrived: a buffer in between would wait for ever.
        for (var number = 1; number <= 3; number++)
        {
            Assert.Equal($"data: {number}", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
            await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            more.Release();
        }

        Assert.Null(await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        client.Dispose();
    }

    [Fact]
    public async Task A_service_that_is_down_is_a_problem_that_tells_nothing_of_the_inside()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var (client, _, _) = await gateway.BeginAsync();

        foreach (var (method, path) in new[] { ("GET", "/api/agents"), ("POST", "/api/executions"), ("GET", "/api/conversations"), ("GET", "/api/schedules") })
        {
            var answer = await client.AskAsync(method, path, method == "POST" ? "{}" : null);
            answer.IsProblem(answer.Status, "unavailable");
            Assert.InRange(answer.Status, 502, 503);
            Assert.DoesNotContain("127.0.0.1", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("refused", answer.Text, StringComparison.OrdinalIgnoreCase);
        }

        client.Dispose();
    }

    [Fact]
    public async Task A_body_over_a_mebibyte_is_refused_whether_it_says_its_length_or_not()
    {
        await using var service = await StandInService.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await context.Response.WriteAsync("{}");
        });
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url);
        var (client, _, _) = await gateway.BeginAsync();
        var (fits, tooLarge) = (new string(' ', (1024 * 1024) - 2) + "{}", new string(' ', 1024 * 1024) + "{}");

        foreach (var path in new[] { "/api/agents", "/api/session" })
        {
            (await client.AskAsync("POST", path, fits)).Is(200);
            (await client.AskAsync("POST", path, tooLarge)).IsProblem(413, "payload-too-large");
            (await client.AskAsync("POST", path, new ChunkedContent(tooLarge))).IsProblem(413, "payload-too-large");
        }

        client.Dispose();
    }

    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/api")]
    [InlineData("POST", "/api/nothing")]
    [InlineData("GET", "/api/agentsx")]
    [InlineData("GET", "/internal/model")]
    [InlineData("GET", "/internal/phrases/find")]
    [InlineData("GET", "/api/keys")]
    [InlineData("POST", "/api/keys")]
    [InlineData("DELETE", "/api/keys/x")]
    [InlineData("GET", "/api/me/export")]
    [InlineData("DELETE", "/api/me")]
    [InlineData("GET", "/signin")]
    [InlineData("GET", "/signout")]
    [InlineData("GET", "/nothing.txt")]
    public async Task A_path_that_is_not_there_is_a_problem_with_and_without_a_session(string method, string path)
    {
        await using var service = await StandInService.StartAsync(context => context.Response.WriteAsync("{}"));
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url);
        var (client, _, _) = await gateway.BeginAsync();
        service.Asked.Clear();
        using var anonymous = gateway.Anonymous();

        (await client.AskAsync(method, path)).IsProblem(404, "not-found");
        (await anonymous.AskAsync(method, path)).IsProblem(404, "not-found");
        Assert.Empty(service.Asked);
        client.Dispose();
    }

    [Theory]
    [InlineData("PUT", "/api/session")]
    [InlineData("PATCH", "/api/session")]
    [InlineData("POST", "/openapi/v1.json")]
    [InlineData("POST", "/agents")]
    public async Task A_method_that_a_path_does_not_have_is_a_problem(string method, string path)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var client = gateway.Anonymous();

        (await client.AskAsync(method, path, "{}")).IsProblem(405, "validation");
    }

    private static async Task EchoAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Response.WriteAsync("{}");
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64 * 1024];

        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
        {
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var (buffer, text) = (new byte[64 * 1024], new MemoryStream());
        WebSocketReceiveResult received;

        do
        {
            received = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            text.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
