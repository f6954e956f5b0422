using System.Text.Json.Nodes;

namespace AgentService.Tests.Agents;

public sealed class AgentEndpointsTests
{
    [Fact]
    public async Task A_new_agent_is_a_draft_with_every_member_of_the_contract()
    {
        await using var app = await AgentApp.StartAsync();

        var created = (await app.AskAsync("POST", "/api/agents", new { name = "보고서" })).Is(201);

        Assert.Equal($"/api/agents/{created["id"]}", created.Location);
        Assert.Matches("^\"[^\"]+\"$", created.ETag);
        Assert.Matches("^[A-Za-z0-9_-]{1,64}$", created["id"]);
        var expected = JsonNode.Parse($$$"""
            {
              "id": "{{{created["id"]}}}", "name": "보고서", "description": "", "finalAgentPrompt": "", "tools": [], "schedule": null,
              "limits": { "maxTokensPerRun": 100000, "maxTokensPerMonth": 5000000, "maxRunSeconds": 600, "maxSteps": 30 },
              "runtime": { "engine": "loop", "fallbackModels": [], "allowedDomains": [], "secrets": [], "mcpServers": [], "approvalTools": [], "unknownOutcome": "ask" },
              "status": "draft", "version": 1, "totalTokenUsage": { "input": 0, "output": 0 }, "totalCost": { "amount": "0", "currency": "USD" },
              "createdAt": "2026-11-22T05:00:00Z", "updatedAt": "2026-11-22T05:00:00Z"
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, created.Json), created.Text);
    }

    [Fact]
    public async Task What_was_created_is_read_back_with_the_same_tag()
    {
        await using var app = await AgentApp.StartAsync();
        var created = await app.AskAsync("POST", "/api/agents", new
        {
            name = new string('가', 100),
            description = new string('d', 2000),
            finalAgentPrompt = new string('p', 32_000),
            model = "claude",
            tools = new[] { "clock", "read_file" },
            schedule = new { phrase = "매일 아침 8시" },
            limits = new { maxSteps = 5 },
        });

        var read = (await app.AskAsync("GET", created.Location!)).Is(200);

        Assert.Equal(created.ETag, read.ETag);
        Assert.True(JsonNode.DeepEquals(created.Json, read.Json), read.Text);
        Assert.Equal("매일 아침 8시", read.Json["schedule"]!["phrase"]!.ToString());
        Assert.Equal(5, read.Json["limits"]!["maxSteps"]!.GetValue<int>());
        Assert.Equal(600, read.Json["limits"]!["maxRunSeconds"]!.GetValue<int>());
    }

    [Fact]
    public async Task Next_runs_are_those_of_now_and_not_of_when_the_agent_was_saved()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", schedule = new { cron = "0 8 * * *" } });

        var read = await app.AskAsync("GET", $"/api/agents/{id}");
        var listed = await app.AskAsync("GET", "/api/agents");

        Assert.Equal("2026-11-22T08:00:00Z", read.Json["schedule"]!["nextRuns"]![0]!.ToString());
        Assert.Equal("2026-11-22T08:00:00Z", listed.Json["items"]![0]!["schedule"]!["nextRuns"]![0]!.ToString());
    }

    [Fact]
    public async Task Agents_are_read_while_the_scheduler_is_down()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", schedule = new { cron = "0 8 * * *" } });

        app.Others.Down(HttpMethod.Post, "/internal/schedules/next-runs");

        var read = (await app.AskAsync("GET", $"/api/agents/{id}")).Is(200);
        Assert.Equal("2026-11-22T06:00:00Z", read.Json["schedule"]!["nextRuns"]![0]!.ToString());
        (await app.AskAsync("GET", "/api/agents")).Is(200);
    }

    [Fact]
    public async Task A_schedule_cannot_be_saved_while_the_scheduler_is_down_and_nothing_else_is_hindered()
    {
        await using var app = await AgentApp.StartAsync();
        app.Others.Down(HttpMethod.Post, "/internal/schedules/resolve");

        (await app.AskAsync("POST", "/api/agents", new { name = "a", schedule = new { cron = "0 8 * * *" } })).IsProblem(503, "unavailable");
        (await app.AskAsync("POST", "/api/agents", new { name = "a" })).Is(201);
    }

    [Fact]
    public async Task What_the_scheduler_says_of_a_phrase_is_passed_on()
    {
        await using var app = await AgentApp.StartAsync();
        app.Others.On(HttpMethod.Post, "/internal/schedules/resolve", new
        {
            type = "urn:agentplatform:problem:schedule-phrase",
            title = "The schedule phrase was not understood",
            status = 400,
            detail = "시각이 없습니다.",
            code = "schedule-phrase",
            traceId = "theirs",
            errors = new Dictionary<string, string[]> { ["schedule.phrase"] = ["시각이 없습니다."] },
            suggestions = new[] { "매주 월요일 오전 9시" },
        }, System.Net.HttpStatusCode.BadRequest);
        var id = await app.CreateAsync();

        foreach (var (method, path) in new[] { ("POST", "/api/agents"), ("PATCH", $"/api/agents/{id}") })
        {
            var refused = (await app.AskAsync(method, path, new { name = "a", schedule = new { phrase = "매주 월요일" } })).IsProblem(400, "schedule-phrase", "schedule.phrase");
            Assert.Equal("매주 월요일 오전 9시", refused.Json["suggestions"]![0]!.ToString());
            Assert.Equal("시각이 없습니다.", refused["detail"]);
            Assert.NotEqual("theirs", refused["traceId"]);
        }
    }

    [Fact]
    public async Task A_deleted_agent_is_gone_from_every_answer()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync();

        var deleted = (await app.AskAsync("DELETE", $"/api/agents/{id}")).Is(204);

        Assert.Empty(deleted.Text);
        (await app.AskAsync("GET", $"/api/agents/{id}")).IsProblem(404, "not-found");
        (await app.AskAsync("DELETE", $"/api/agents/{id}")).IsProblem(404, "not-found");
        Assert.Empty((await app.AskAsync("GET", "/api/agents")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Templates_are_ready_to_be_created_in_both_languages()
    {
        await using var app = await AgentApp.StartAsync();

        var templates = (await app.AskAsync("GET", "/api/templates")).Is(200).Json["items"]!.AsArray();

        Assert.Equal(["en", "ko"], templates.Select(template => template!["locale"]!.ToString()).Distinct().Order());
        foreach (var template in templates)
        {
            var body = template!.DeepClone().AsObject();
            body.Remove("id");
            body.Remove("locale");
            foreach (var absent in body["schedule"]!.AsObject().Where(member => member.Value is null).Select(member => member.Key).ToList())
            {
                body["schedule"]!.AsObject().Remove(absent);
            }

            (await app.AskAsync("POST", "/api/agents", body)).Is(201);
        }
    }
}
