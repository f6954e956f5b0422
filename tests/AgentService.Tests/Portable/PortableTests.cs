using System.Text;
using System.Text.Json.Nodes;
using AgentPlatform.Testing.Http;

namespace AgentService.Tests.Portable;

public sealed class PortableTests
{
    /// <summary>Texts that a careless YAML or JSON writer changes.</summary>
    public static TheoryData<string> NastyTexts =>
    [
        "plain", "\"quoted\" and 'single' and \\ back\\slash \\n", "line one\nline two\n\n\nline five\n", "carriage\r\nreturn\r", "\ttab\tinside\t", "한국어 프롬프트입니다 — 매일",
        "emoji 🚀👩‍👩‍👧‍👦 and \U0001F9D1\u200D\U0001F4BB", "  leading and trailing  ", "---", "--- \na: b\n...", "null", "Null", "~", "true", "False", "yes", "no", "on", "123", "-0", "1e3", "0x1F", "0o17", "1_000", ".inf", ".NaN",
        "2026-11-22", "12:30:45", "# comment", "a # b", "a: b", "- item", "? key", "{ a: b }", "[a]", "&anchor", "*alias", "!tag", "!!binary aGk=", "%YAML 1.2", "@at", "`tick", "|", ">", ">-\n  folded", "<<", "=",
        "\u0085next line\u2028line\u2029paragraph\uFEFFbom", "\u0001\u0007\u001b control \u007f", "\u00a0nbsp", "e\u0301 combining", "</script><b>&amp;", "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n",
    ];

    [Theory]
    [MemberData(nameof(NastyTexts))]
    public async Task A_text_of_any_kind_survives_export_and_import(string text)
    {
        await using var app = await AgentApp.StartAsync();
        var created = (await app.AskAsync("POST", "/api/agents", new { name = $"n{text}"[..Math.Min(100, text.Length + 1)], description = text, finalAgentPrompt = text, model = text[..Math.Min(100, text.Length)] })).Is(201);

        foreach (var type in new[] { "application/json", "application/yaml" })
        {
            var exported = (await app.AskAsync("GET", $"{created.Location}/export", null, ("Accept", type))).Is(200);
            Assert.StartsWith(type, exported.ContentType, StringComparison.Ordinal);

            var imported = (await app.AskAsync("POST", "/api/agents/import", new StringContent(exported.Text, Encoding.UTF8, type))).Is(201);
            var again = (await app.AskAsync("GET", $"{imported.Location}/export", null, ("Accept", type))).Is(200);

            Assert.Equal(exported.Text, again.Text);
            Assert.Equal(Definition(created), Definition(imported));
            Assert.NotEqual(created["id"], imported["id"]);
        }
    }

    [Theory]
    [InlineData("""{ "phrase": "매일 아침 8시" }""")]
    [InlineData("""{ "cron": "0 8 * * 1-5", "timeZone": "America/New_York", "overlap": "allowAll", "catchUp": "none", "jitterSeconds": 30 }""")]
    [InlineData("""{ "frequency": "weekly", "time": "08:00", "daysOfWeek": ["mon", "fri"] }""")]
    [InlineData("""{ "frequency": "monthly", "time": "08:00", "dayOfMonth": "last" }""")]
    [InlineData("""{ "frequency": "monthly", "time": "08:00", "dayOfMonth": 31, "startAt": "2026-12-01T00:00:00Z", "endAt": "2027-12-01T00:00:00Z" }""")]
    [InlineData("""{ "frequency": "once", "at": "2026-12-01T08:00" }""")]
    [InlineData("""{ "specs": [{ "every": "PT90M", "anchor": "2026-12-01T00:00:00Z" }, { "times": ["08:00"], "days": { "nthWeekdays": [{ "nth": -1, "day": "fri" }], "daysOfMonth": [1, "last"] } }], "except": { "dates": ["12-25"], "holidays": true }, "holidayCalendar": "KR", "gap": "skip", "fold": "both" }""")]
    [InlineData("""{ "specs": [{ "times": ["18:30"], "days": { "daysOfWeek": ["fri"], "everyWeeks": 2, "anchorDate": "2026-11-27" } }, { "every": "PT90M", "anchor": "2026-11-22T05:00:00Z" }], "except": { "dates": ["12-25"], "holidays": true }, "holidayCalendar": "KR" }""")]
    [InlineData("""{ "cron": "0 2 * * *", "except": { "daysOfMonth": ["last"] }, "gap": "skip", "fold": "both", "pauseAfterFailures": 0 }""")]
    public async Task A_schedule_of_any_form_survives_export_and_import(string schedule)
    {
        await using var app = await AgentApp.StartAsync();
        var created = (await app.AskAsync("POST", "/api/agents", $$"""{ "name": "a", "tools": ["clock", "read_file"], "limits": { "maxSteps": 3, "maxTokensPerMonth": 9999999999 }, "schedule": {{schedule}} }""")).Is(201);

        foreach (var type in new[] { "application/json", "application/yaml" })
        {
            var exported = (await app.AskAsync("GET", $"{created.Location}/export", null, ("Accept", type))).Is(200);
            var imported = (await app.AskAsync("POST", "/api/agents/import", new StringContent(exported.Text, Encoding.UTF8, type))).Is(201);

            Assert.Equal(exported.Text, (await app.AskAsync("GET", $"{imported.Location}/export", null, ("Accept", type))).Text);
            Assert.Equal(Definition(created), Definition(imported));
        }
    }

    [Fact]
    public async Task A_file_holds_the_definition_and_nothing_else()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "보고서", tools = new[] { "clock" } });

        var json = (await app.AskAsync("GET", $"/api/agents/{id}/export")).Is(200);
        var yaml = (await app.AskAsync("GET", $"/api/agents/{id}/export", null, ("Accept", "application/yaml"))).Is(200);

        Assert.Equal(
            """
            {
              "format": "agentplatform/agent@1",
              "agent": {
                "name": "보고서",
                "description": "",
                "finalAgentPrompt": "",
                "tools": [
                  "clock"
                ],
                "limits": {
                  "maxTokensPerRun": 100000,
                  "maxTokensPerMonth": 5000000,
                  "maxRunSeconds": 600,
                  "maxSteps": 30
                }
              }
            }
            """,
            json.Text);
        Assert.Equal(
            """
            format: "agentplatform/agent@1"
            agent:
              name: "보고서"
              description: ""
              finalAgentPrompt: ""
              tools:
              - "clock"
              limits:
                maxTokensPerRun: 100000
                maxTokensPerMonth: 5000000
                maxRunSeconds: 600
                maxSteps: 30
            ...

            """,
            yaml.Text);
    }

    [Fact]
    public async Task Yaml_as_people_write_it_is_taken()
    {
        await using var app = await AgentApp.StartAsync();

        var imported = (await ImportYamlAsync(app, "format: agentplatform/agent@1\nagent:\n  name: 'Daily: report'\n  finalAgentPrompt: |\n    Line one\n    Line two\n  tools: [clock]\n  model: ~\n  limits: { maxSteps: 3 }\n  schedule:\n    phrase: every day at 8am\n")).Is(201);

        Assert.Equal(("Daily: report", "Line one\nLine two\n", "every day at 8am"), (imported["name"], imported["finalAgentPrompt"], imported.Json["schedule"]!["phrase"]!.ToString()));
        Assert.Equal(3, imported.Json["limits"]!["maxSteps"]!.GetValue<int>());
        Assert.NotNull(imported.ETag);
    }

    [Theory]
    [InlineData("")]
    [InlineData("just text")]
    [InlineData("a: [1")]
    [InlineData("a: &x 1\nb: *x")]
    [InlineData("format: agentplatform/agent@2\nagent: { name: a }")]
    [InlineData("format: agentplatform/agent@1")]
    [InlineData("format: agentplatform/agent@1\nagent: { name: a, nmae: b }")]
    [InlineData("format: agentplatform/agent@1\nagent: { name: 7 }")]
    [InlineData("format: agentplatform/agent@1\nagent: { name: a }\nagent: { name: b }")]
    [InlineData("format: agentplatform/agent@1\nagent: { ? [a] : b }")]
    [InlineData("--- 1\n--- 2")]
    public async Task Yaml_that_is_no_agent_is_a_validation_problem(string yaml)
    {
        await using var app = await AgentApp.StartAsync();

        (await ImportYamlAsync(app, yaml)).IsProblem(400, "validation");
    }

    [Theory]
    [InlineData("[", 900_000)]
    [InlineData("- ", 400_000)]
    [InlineData("{a: ", 200_000)]
    public async Task Yaml_that_is_nested_too_deep_harms_nobody(string nesting, int times)
    {
        await using var app = await AgentApp.StartAsync();

        (await ImportYamlAsync(app, string.Concat(Enumerable.Repeat(nesting, times)))).IsProblem(400, "validation");
        (await app.AskAsync("GET", "/api/agents")).Is(200);
    }

    private static Task<HttpAnswer> ImportYamlAsync(AgentApp app, string yaml) => app.AskAsync("POST", "/api/agents/import", new StringContent(yaml, Encoding.UTF8, "application/yaml"));

    private static string Definition(HttpAnswer agent)
    {
        var body = agent.Json.AsObject();

        foreach (var member in new[] { "id", "createdAt", "updatedAt" })
        {
            body.Remove(member);
        }

        return ((JsonNode)body).ToJsonString();
    }
}
