using System.Text.Json;
using AgentPlatform.Contracts.Agents;
using ExecutionService.Mcp;
using ExecutionService.Mcp.Transports;
using ExecutionService.Tools;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using ModelContextProtocol.Protocol;

namespace ExecutionService.Tests.Mcp;

public sealed class McpToolsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_tools_of_a_server_can_be_called(bool stateless)
    {
        await using var server = await McpTestServer.StartAsync(stateless: stateless);
        await using var run = await McpRun.OpenAsync([server.As("docs")]);

        Assert.Equal(["docs__add", "docs__die", "docs__fail", "docs__getMany", "docs__huge", "docs__slow", "docs__throw"], run.Names);
        Assert.Empty(run.Unavailable);
        Assert.Equal("The tool add.", run.Function("docs__add").Description);
        Assert.Equal("integer", run.Function("docs__add").JsonSchema.GetProperty("properties").GetProperty("a").GetProperty("type").GetString());
        Assert.Equal((ToolEffect.ReadOnly, ToolEffect.Idempotent, ToolEffect.SideEffecting, ToolEffect.SideEffecting), (run.EffectOf("docs__add"), run.EffectOf("docs__getMany"), run.EffectOf("docs__slow"), run.EffectOf("docs__fail")));
        Assert.Equal("42", await run.CallAsync("docs__add", new { a = 40, b = JsonElement.Parse("2") }));
        Assert.Equal(["run-7"], server.Calls.Keys);
    }

    [Fact]
    public async Task What_is_not_text_is_named_in_words()
    {
        await using var server = await McpTestServer.StartAsync();
        await using var run = await McpRun.OpenAsync([server.As("docs")]);

        Assert.Equal(
            """
            Found:
            [image, image/png, about 300 bytes]
            [resource file:///a.txt]
            inside
            [resource file:///b.bin, of unknown type, about 3 bytes]
            [link to c: https://example.com/c] more
            {"count":2,"이름":"값"}
            """,
            await run.CallAsync("docs__getMany"));
    }

    [Fact]
    public void Structured_content_that_is_said_as_text_is_not_said_twice()
    {
        var result = new CallToolResult { Content = [new TextContentBlock { Text = """{ "a": 1.0 }""" }], StructuredContent = JsonElement.Parse("""{"a":1.0}""") };

        Assert.Equal("""{ "a": 1.0 }""", McpResult.Describe(result, 100));
        Assert.Equal("""{"a":1.0}""", McpResult.Describe(new CallToolResult { StructuredContent = JsonElement.Parse("""{"a":1.0}""") }, 100));
    }

    [Fact]
    public async Task An_error_of_a_tool_is_what_the_model_reads()
    {
        await using var server = await McpTestServer.StartAsync();
        await using var run = await McpRun.OpenAsync([server.As("docs")]);

        Assert.Equal("There is no such city.", await run.FailAsync("docs__fail"));
        Assert.DoesNotContain("inner secret detail", await run.FailAsync("docs__throw"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_given_up_and_the_server_is_told()
    {
        await using var server = await McpTestServer.StartAsync();
        await using var run = await McpRun.OpenAsync([server.As("docs")]);

        var call = run.FailAsync("docs__slow");
        await server.Calls.Began.Task.WaitAsync(ExecutionApp.Patience, Cancelled);
        run.Clock.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal("The MCP server 'docs' did not answer within 120 seconds. Whether it has acted is not known.", await call.WaitAsync(ExecutionApp.Patience, Cancelled));
        await server.Calls.Cancelled.Task.WaitAsync(ExecutionApp.Patience, Cancelled);
        Assert.Equal("3", await run.CallAsync("docs__add", new { a = 1, b = 2 }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_a_call_cancels_it_on_the_server(bool stateless)
    {
        await using var server = await McpTestServer.StartAsync(stateless: stateless);
        await using var run = await McpRun.OpenAsync([server.As("docs")]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);

        var call = run.CallAsync("docs__slow", null, stop.Token);
        await server.Calls.Began.Task.WaitAsync(ExecutionApp.Patience, Cancelled);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(ExecutionApp.Patience, Cancelled));
        await server.Calls.Cancelled.Task.WaitAsync(ExecutionApp.Patience, Cancelled);
    }

    [Fact]
    public async Task A_huge_result_is_cut_and_a_huger_one_is_not_even_read()
    {
        await using var server = await McpTestServer.StartAsync();
        await using var run = await McpRun.OpenAsync([server.As("docs")]);
        await using var strict = await McpRun.OpenAsync([server.As("docs")], new McpOptions { MaxResponseBytes = 50_000 });

        Assert.Equal(new string('x', 65_536) + "… (100000 characters)", await run.CallAsync("docs__huge"));
        Assert.Contains("more than 50000 bytes", await strict.FailAsync("docs__huge"), StringComparison.Ordinal);
        Assert.Equal("3", await strict.CallAsync("docs__add", new { a = 1, b = 2 }));
    }

    [Fact]
    public async Task A_server_that_dies_in_the_middle_of_a_call_fails_that_call()
    {
        await using var server = await McpTestServer.StartAsync();
        await using var run = await McpRun.OpenAsync([server.As("docs")]);

        Assert.StartsWith("The MCP server 'docs' could not be asked", await run.FailAsync("docs__die"), StringComparison.Ordinal);
        Assert.Equal("3", await run.CallAsync("docs__add", new { a = 1, b = 2 }));

        await server.DisposeAsync();
        Assert.StartsWith("The MCP server 'docs' could not be asked", await run.FailAsync("docs__add", new { a = 1, b = 2 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_sent_to_the_server_and_named_nowhere()
    {
        var secrets = new McpSecretReader((user, name, host, _) => Task.FromResult((user, name, host) switch
        {
            ("user", "DOCS_TOKEN", McpTestServer.Host) => "right-token",
            ("user", "OLD_TOKEN", McpTestServer.Host) => "wrong-token",
            ("user", "TORN_TOKEN", McpTestServer.Host) => "torn\r\nX-Injected: 1",
            _ => null,
        }));
        await using var server = await McpTestServer.StartAsync(answer: context =>
        {
            var refused = context.Request.Headers.Authorization != "Bearer right-token";
            context.Response.StatusCode = refused ? 401 : 200;
            return Task.FromResult(refused);
        });
        await using var run = await McpRun.OpenAsync([server.As("right", "DOCS_TOKEN"), server.As("wrong", "OLD_TOKEN"), server.As("none"), server.As("missing", "MISSING"), server.As("torn", "TORN_TOKEN")], secrets: secrets);

        Assert.Equal("3", await run.CallAsync("right__add", new { a = 1, b = 2 }));
        Assert.Equal(["missing__*", "none__*", "torn__*", "wrong__*"], run.Unavailable.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("The MCP server 'wrong' cannot be used: it refuses the token, or wants one (HTTP 401).", run.Unavailable["wrong__*"]);
        Assert.Equal("The MCP server 'missing' cannot be used: there is no secret MISSING that may be sent to mcp.test.", run.Unavailable["missing__*"]);
        Assert.All(run.Unavailable.Values, reason => Assert.DoesNotContain("-token", reason, StringComparison.Ordinal));
        Assert.DoesNotContain(server.Tokens, token => token?.Contains("torn", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await McpTestServer.StartAsync();
        await using var server = await McpTestServer.StartAsync(answer: context =>
        {
            context.Response.Redirect(elsewhere.Url, permanent: false, preserveMethod: true);
            return Task.FromResult(true);
        });
        var secrets = new McpSecretReader((_, _, _, _) => Task.FromResult<string?>("token"));
        await using var run = await McpRun.OpenAsync([server.As("docs", "TOKEN")], secrets: secrets);

        Assert.Contains("it redirects to elsewhere", run.Unavailable["docs__*"], StringComparison.Ordinal);
        Assert.NotEmpty(server.Tokens);
        Assert.Empty(elsewhere.Tokens);
    }

    [Fact]
    public async Task Names_that_models_cannot_use_and_second_tools_of_a_name_are_left_out()
    {
        var longest = new string('n', 64 - "docs__".Length);
        await using var server = await McpTestServer.StartAsync(
        [
            McpTestCalls.Tool("same"), McpTestCalls.Tool("same", new ToolAnnotations { ReadOnlyHint = true }), McpTestCalls.Tool("with space"), McpTestCalls.Tool("점"), McpTestCalls.Tool("dot.ted"),
            McpTestCalls.Tool("UPPER-case_1"), McpTestCalls.Tool(longest), McpTestCalls.Tool(longest + "n"),
            McpTestCalls.Tool("wide", schema: $$"""{"type":"object","description":"{{new string('d', 16_384)}}"}"""),
        ]);
        await using var run = await McpRun.OpenAsync([server.As("docs"), server.As("more")]);

        Assert.Equal(["docs__same", "docs__UPPER-case_1", $"docs__{longest}"], run.Names.Where(name => name.StartsWith("docs", StringComparison.Ordinal)));
        Assert.Equal(["more__same", "more__UPPER-case_1", $"more__{longest}"], run.Names.Where(name => name.StartsWith("more", StringComparison.Ordinal)));
        Assert.Equal(ToolEffect.SideEffecting, run.EffectOf("docs__same"));
    }

    [Fact]
    public async Task Tools_are_told_in_pages_and_only_so_many_are_taken()
    {
        var many = Enumerable.Range(0, 100).Select(n => McpTestCalls.Tool($"t{n}")).ToArray();
        await using var server = await McpTestServer.StartAsync(many, pageSize: 7);
        await using var endless = await McpTestServer.StartAsync([McpTestCalls.Tool("never")], pageSize: 0);

        await using var run = await McpRun.OpenAsync([server.As("docs"), endless.As("endless")]);
        await using var all = await McpRun.OpenAsync([server.As("docs")], new McpOptions { MaxTools = 500 });

        Assert.Equal(Enumerable.Range(0, 64).Select(n => $"docs__t{n}"), run.Names);
        Assert.Equal(100, all.Names.Count());
        Assert.InRange(endless.Tokens.Count, 32, 40);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_leaves_the_others_their_tools()
    {
        await using var server = await McpTestServer.StartAsync();
        await using var broken = await McpTestServer.StartAsync(answer: context =>
        {
            context.Response.StatusCode = 500;
            return Task.FromResult(true);
        });
        await using var chatter = await McpTestServer.StartAsync(answer: async context =>
        {
            await context.Response.WriteAsync("<html>hello</html>");
            return true;
        });
        await using var run = await McpRun.OpenAsync(
            [server.As("docs"), broken.As("broken"), chatter.As("chatter"), new McpServer { Name = "gone", Url = $"https://{McpTestServer.Host}:1/mcp" }, new McpServer { Name = "unknown", Url = "https://nowhere.test/mcp" }]);

        Assert.Equal("3", await run.CallAsync("docs__add", new { a = 1, b = 2 }));
        Assert.Equal(["broken__*", "chatter__*", "gone__*", "unknown__*"], run.Unavailable.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("The MCP server 'broken' cannot be used: it answered with HTTP 500.", run.Unavailable["broken__*"]);
        Assert.Equal("The MCP server 'unknown' cannot be used: nowhere.test has no public address.", run.Unavailable["unknown__*"]);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_in_time()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clock = new FakeTimeProvider(ExecutionApp.Start);
        await using var server = await McpTestServer.StartAsync(answer: async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        });

        var opening = McpRun.OpenAsync([server.As("docs")], new McpOptions { ConnectSeconds = 3 }, clock: clock);
        await asked.Task.WaitAsync(ExecutionApp.Patience, Cancelled);
        clock.Advance(TimeSpan.FromSeconds(3));
        await using var run = await opening.WaitAsync(ExecutionApp.Patience, Cancelled);

        Assert.Equal("The MCP server 'docs' cannot be used: it did not answer within 3 seconds.", run.Unavailable["docs__*"]);
    }

    [Fact]
    public async Task Opening_stops_when_the_run_is_cancelled()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await McpTestServer.StartAsync();
        await using var silent = await McpTestServer.StartAsync(answer: async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);

        var opening = McpRun.OpenAsync([server.As("docs"), silent.As("silent")], cancellationToken: stop.Token);
        await asked.Task.WaitAsync(ExecutionApp.Patience, Cancelled);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(ExecutionApp.Patience, Cancelled));
    }

    [Fact]
    public async Task Private_addresses_and_hosts_that_the_platform_does_not_allow_are_refused()
    {
        await using var server = await McpTestServer.StartAsync();
        McpServer[] servers = [new() { Name = "local", Url = $"https://localhost:{server.Port}/mcp" }, new() { Name = "address", Url = $"https://127.0.0.1:{server.Port}/mcp" }, new() { Name = "metadata", Url = "https://169.254.169.254/mcp" }, new() { Name = "plain", Url = $"http://{McpTestServer.Host}:{server.Port}/mcp" }];

        await using var open = await McpRun.OpenAsync(servers, network: McpNetwork.Public);
        await using var narrow = await McpRun.OpenAsync([server.As("docs")], new McpOptions { AllowedHosts = ["example.com"] });
        await using var wide = await McpRun.OpenAsync([server.As("docs")], new McpOptions { AllowedHosts = ["example.com", "MCP.test"] });

        Assert.Equal(4, open.Unavailable.Count);
        Assert.All(["local__*", "address__*", "metadata__*"], name => Assert.Contains("no public address", open.Unavailable[name], StringComparison.Ordinal));
        Assert.Contains("https://", open.Unavailable["plain__*"], StringComparison.Ordinal);
        Assert.Contains("mcp.test is not among the hosts", narrow.Unavailable["docs__*"], StringComparison.Ordinal);
        Assert.Empty(wide.Unavailable);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        await using var server = await McpTestServer.StartAsync();
        var network = new McpNetwork(McpTestServer.Network.ResolveAsync);
        await using var run = await McpRun.OpenAsync([server.As("docs")], network: network);

        Assert.Equal(["docs__*"], run.Unavailable.Keys);
        Assert.Empty(server.Tokens);
    }
}
