using System.Net.Http.Headers;
using System.Text;

namespace AgentService.Tests.Agents;

public sealed class AgentBadInputTests
{
    /// <summary>A member with a value that is refused, and the field that the refusal names; good for creation and for a patch.</summary>
    public static TheoryData<string, string> RefusedMembers => new()
    {
        { """ "nmae": "x" """, "nmae" },
        { """ "status": "active" """, "status" },
        { """ "name": null """, "name" },
        { """ "name": 7 """, "name" },
        { """ "name": "" """, "name" },
        { """ "name": "   " """, "name" },
        { $""" "name": "{new string('n', 101)}" """, "name" },
        { $""" "description": "{new string('d', 2001)}" """, "description" },
        { $""" "finalAgentPrompt": "{new string('p', 32_001)}" """, "finalAgentPrompt" },
        { """ "finalAgentPrompt": ["a"] """, "finalAgentPrompt" },
        { """ "model": "" """, "model" },
        { """ "tools": "clock" """, "tools" },
        { """ "tools": ["clock", "rocket"] """, "tools" },
        { """ "tools": ["clock", "clock"] """, "tools" },
        { """ "tools": [null] """, "tools" },
        { $""" "tools": [{string.Join(',', Enumerable.Repeat("\"clock\"", 33))}] """, "tools" },
        { """ "limits": 3 """, "limits" },
        { """ "limits": { "maxSteps": 0 } """, "limits.maxSteps" },
        { """ "limits": { "maxSteps": 501 } """, "limits.maxSteps" },
        { """ "limits": { "maxSteps": "5" } """, "limits.maxSteps" },
        { """ "limits": { "maxRunSeconds": 86401 } """, "limits.maxRunSeconds" },
        { """ "limits": { "maxTokensPerRun": 0 } """, "limits.maxTokensPerRun" },
        { """ "limits": { "maxTokensPerMonth": 0 } """, "limits.maxTokensPerMonth" },
        { """ "limits": { "steps": 5 } """, "limits.steps" },
        { """ "schedule": "every day" """, "schedule" },
        { """ "schedule": { "phrse": "x" } """, "schedule.phrse" },
        { """ "nmae": null """, "nmae" },
        { """ "limits": { "steps": null } """, "limits.steps" },
        { """ "schedule": { "phrase": "every day at 9am", "endAtt": null } """, "schedule.endAtt" },
    };

    /// <summary>Runtimes that are refused, with the field that the refusal names.</summary>
    public static TheoryData<string, string> RefusedRuntimes => new()
    {
        { """ 7 """, "runtime" },
        { """ { "engin": "loop" } """, "runtime.engin" },
        { """ { "engine": "magic" } """, "runtime.engine" },
        { """ { "unknownOutcome": "guess" } """, "runtime.unknownOutcome" },
        { """ { "fallbackModels": ["a", "b", "c", "d", "e", "f"] } """, "runtime.fallbackModels" },
        { """ { "fallbackModels": ["a", "a"] } """, "runtime.fallbackModels" },
        { """ { "allowedDomains": ["http://example.com"] } """, "runtime.allowedDomains" },
        { """ { "allowedDomains": ["127.0.0.1"] } """, "runtime.allowedDomains" },
        { """ { "allowedDomains": ["*"] } """, "runtime.allowedDomains" },
        { """ { "allowedDomains": [null] } """, "runtime.allowedDomains" },
        { """ { "secrets": ["lower"] } """, "runtime.secrets" },
        { """ { "notifyUrl": "http://example.com/" } """, "runtime.notifyUrl" },
        { """ { "notifyUrl": "https://user:password@example.com/" } """, "runtime.notifyUrl" },
        { """ { "notifyUrl": "https://" } """, "runtime.notifyUrl" },
        { """ { "approvalTools": ["rocket"] } """, "runtime.approvalTools" },
        { """ { "approvalTools": ["docs__search"] } """, "runtime.approvalTools" },
        { """ { "approvalTools": ["docs__"], "mcpServers": [{ "name": "docs", "url": "https://example.com/mcp" }] } """, "runtime.approvalTools" },
        { """ { "approvalTools": ["docs__a*"], "mcpServers": [{ "name": "docs", "url": "https://example.com/mcp" }] } """, "runtime.approvalTools" },
        { """ { "approvalTools": ["clock", "clock"] } """, "runtime.approvalTools" },
        { """ { "mcpServers": [null] } """, "runtime.mcpServers[0]" },
        { """ { "mcpServers": [{ "name": "docs" }] } """, "runtime.mcpServers[0].url" },
        { """ { "mcpServers": [{ "name": "docs", "url": "https://example.com/", "command": "server" }] } """, "runtime.mcpServers[0].url" },
        { """ { "mcpServers": [{ "name": "docs", "url": "http://example.com/mcp" }] } """, "runtime.mcpServers[0].url" },
        { """ { "mcpServers": [{ "name": "docs", "url": "/mcp" }] } """, "runtime.mcpServers[0].url" },
        { """ { "mcpServers": [{ "name": "docs", "url": "https://user@example.com/mcp" }] } """, "runtime.mcpServers[0].url" },
        { """ { "mcpServers": [{ "name": "docs", "command": "" }] } """, "runtime.mcpServers[0].command" },
        { """ { "mcpServers": [{ "name": "docs", "command": "server", "secret": "KEY" }] } """, "runtime.mcpServers[0].secret" },
        { """ { "mcpServers": [{ "name": "docs", "url": "https://example.com/mcp", "secret": "key" }] } """, "runtime.mcpServers[0].secret" },
        { """ { "mcpServers": [{ "name": "docs", "url": "https://example.com/mcp", "arguments": ["-v"] }] } """, "runtime.mcpServers[0].arguments" },
        { """ { "mcpServers": [{ "name": "a", "command": "x" }, { "name": "B", "command": "x" }] } """, "runtime.mcpServers[1].name" },
        { """ { "mcpServers": [{ "name": "a", "command": "x" }, { "name": "a", "command": "y" }] } """, "runtime.mcpServers[1].name" },
        { """ { "outputSchema": true } """, "runtime.outputSchema" },
        { """ { "outputSchema": "object" } """, "runtime.outputSchema" },
        { $$""" { "outputSchema": { "description": "{{new string('d', 16_384)}}" } } """, "runtime.outputSchema" },
        { $$""" { "outputSchema": {{string.Concat(Enumerable.Repeat("""{"not":""", 33))}}{}{{new string('}', 33)}} } """, "runtime.outputSchema" },
    };

    /// <summary>Bodies that are no JSON object at all.</summary>
    public static TheoryData<string> BrokenBodies => ["", "{", "{\"name\":", "[]", "\"text\"", "7", "null", "{} {}", "{\"name\":\"a\",\"name\":\"b\"}", "{\"name\":\"\\ud800\"}", string.Concat(Enumerable.Repeat("{\"a\":", 200))];

    [Theory]
    [MemberData(nameof(RefusedMembers))]
    public async Task A_wrong_member_is_named_when_an_agent_is_created(string member, string field)
    {
        await using var app = await AgentApp.StartAsync();
        var body = member.Contains("\"name\"", StringComparison.Ordinal) ? $"{{{member}}}" : $"{{\"name\":\"a\",{member}}}";

        (await app.AskAsync("POST", "/api/agents", body)).IsProblem(400, "validation", field);

        Assert.Empty((await app.AskAsync("GET", "/api/agents")).Json["items"]!.AsArray());
    }

    [Theory]
    [MemberData(nameof(RefusedRuntimes))]
    public async Task A_wrong_runtime_is_named_whichever_way_it_comes(string runtime, string field)
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync();

        (await app.AskAsync("POST", "/api/agents", $$"""{ "name": "a", "runtime": {{runtime}} }""")).IsProblem(400, "validation", field);
        (await app.AskAsync("PATCH", $"/api/agents/{id}", $$"""{ "runtime": {{runtime}} }""")).IsProblem(400, "validation", field);
        var import = (await app.AskAsync("POST", "/api/agents/import", $$"""{ "format": "agentplatform/agent@1", "agent": { "name": "a", "runtime": {{runtime}} } }""")).IsProblem(400, "validation");

        Assert.Contains(field, import.Text, StringComparison.Ordinal);
        Assert.Single((await app.AskAsync("GET", "/api/agents")).Json["items"]!.AsArray());
        Assert.Equal("1", (await app.AskAsync("GET", $"/api/agents/{id}"))["version"]);
    }

    [Theory]
    [InlineData("fetch_url", "runtime.allowedDomains", """{ "allowedDomains": ["*.example.com"] }""")]
    [InlineData("notify", "runtime.notifyUrl", """{ "notifyUrl": "https://example.com/hook?team=1" }""")]
    public async Task A_tool_that_reaches_out_needs_to_be_told_where_to(string tool, string field, string runtime)
    {
        await using var app = await AgentApp.StartAsync();

        (await app.AskAsync("POST", "/api/agents", $$"""{ "name": "a", "tools": ["{{tool}}"] }""")).IsProblem(400, "validation", field);

        var id = await app.CreateAsync($$"""{ "name": "a", "tools": ["{{tool}}"], "runtime": {{runtime}} }""");
        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "runtime": null }""")).IsProblem(400, "validation", field);
    }

    [Theory]
    [MemberData(nameof(RefusedMembers))]
    public async Task A_wrong_member_is_named_when_an_agent_is_patched(string member, string field)
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync();

        (await app.AskAsync("PATCH", $"/api/agents/{id}", $"{{{member}}}")).IsProblem(400, "validation", field);

        Assert.Equal("1", (await app.AskAsync("GET", $"/api/agents/{id}"))["version"]);
    }

    [Theory]
    [MemberData(nameof(RefusedMembers))]
    public async Task A_wrong_member_is_named_when_an_agent_is_imported(string member, string field)
    {
        await using var app = await AgentApp.StartAsync();
        var agent = member.Contains("\"name\"", StringComparison.Ordinal) ? member : $"\"name\":\"a\",{member}";

        var refused = (await app.AskAsync("POST", "/api/agents/import", $"{{\"format\":\"agentplatform/agent@1\",\"agent\":{{{agent}}}}}")).IsProblem(400, "validation");

        Assert.Contains(field, refused["detail"], StringComparison.Ordinal);

        Assert.Empty((await app.AskAsync("GET", "/api/agents")).Json["items"]!.AsArray());
    }

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task A_body_that_is_no_definition_is_a_validation_problem(string body)
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync();

        (await app.AskAsync("POST", "/api/agents", body)).IsProblem(400, "validation");
        (await app.AskAsync("PATCH", $"/api/agents/{id}", body)).IsProblem(400, "validation");
        (await app.AskAsync("POST", "/api/agents/import", body)).IsProblem(400, "validation");
    }

    [Fact]
    public async Task The_name_is_required()
    {
        await using var app = await AgentApp.StartAsync();

        (await app.AskAsync("POST", "/api/agents", "{}")).IsProblem(400, "validation", "name");
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync();

        foreach (var (method, path) in new[] { ("POST", "/api/agents"), ("PATCH", $"/api/agents/{id}"), ("POST", "/api/agents/import") })
        {
            (await app.AskAsync(method, path, new StringContent("{\"name\":\"a\"}", Encoding.UTF8, "text/plain"))).IsProblem(415, "validation");
            (await app.AskAsync(method, path, new StringContent("name=a", Encoding.UTF8, "application/x-www-form-urlencoded"))).IsProblem(415, "validation");
        }
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=abc", "limit")]
    [InlineData("limit=1.5", "limit")]
    [InlineData("limit=99999999999", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("cursor=%20", "cursor")]
    [InlineData("cursor=LTEuMi5h", "cursor")]
    public async Task A_page_that_cannot_be_asked_for_is_a_validation_problem(string query, string field)
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync();

        (await app.AskAsync("GET", $"/api/agents?{query}")).IsProblem(400, "validation", field);
        (await app.AskAsync("GET", $"/api/agents?q=a&{query}")).IsProblem(400, "validation", field);
        (await app.AskAsync("GET", $"/api/agents/{id}/versions?{query}")).IsProblem(400, "validation", field);
    }

    [Theory]
    [InlineData("status=broken", "status")]
    [InlineData("status=Active", "status")]
    [InlineData("q=" + AgentIsolationTests.LongWord, "q")]
    public async Task A_filter_that_is_not_known_is_a_validation_problem(string query, string field)
    {
        await using var app = await AgentApp.StartAsync();

        (await app.AskAsync("GET", $"/api/agents?{query}")).IsProblem(400, "validation", field);
    }

    [Fact]
    public async Task A_method_that_a_route_does_not_have_is_refused_with_a_problem()
    {
        await using var app = await AgentApp.StartAsync();

        (await app.AskAsync("PUT", "/api/agents")).IsProblem(405, "validation");
        (await app.AskAsync("PUT", "/api/agents/x", "{}")).IsProblem(405, "validation");
    }

    [Fact]
    public async Task Nothing_of_an_exception_leaves()
    {
        await using var app = await AgentApp.StartAsync();
        app.Others.On(HttpMethod.Post, "/internal/schedules/resolve", _ => throw new InvalidOperationException("secret /etc/path"));

        var failed = (await app.AskAsync("POST", "/api/agents", new { name = "a", schedule = new { cron = "0 8 * * *" } })).IsProblem(500, "internal");

        Assert.DoesNotContain("secret", failed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_patch_may_say_what_it_is()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync();

        var content = new StringContent("{\"name\":\"b\"}", Encoding.UTF8, MediaTypeHeaderValue.Parse("application/merge-patch+json"));

        Assert.Equal("b", (await app.AskAsync("PATCH", $"/api/agents/{id}", content)).Is(200)["name"]);
    }
}
