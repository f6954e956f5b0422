using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Services;

namespace ExecutionService.Tests.Executions;

public sealed class StartTests
{
    private const string Path = "/api/executions";

    [Fact]
    public async Task A_run_of_an_agent_is_accepted_and_found_where_the_answer_says()
    {
        await using var app = await ExecutionApp.StartAsync(others: new OtherServices().On(HttpMethod.Get, "/api/agents/agent", ExecutionApp.Agent("agent")));

        using var response = await app.Http.PostAsJsonAsync(Path, new { agentId = "agent", input = "today" }, TestContext.Current.CancellationToken);
        var accepted = (await response.Content.ReadFromJsonAsync<Execution>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!;

        Assert.Equal((HttpStatusCode.Accepted, $"{Path}/{accepted.Id}"), (response.StatusCode, response.Headers.Location?.OriginalString));
        Assert.Equal(("agent", 7, TriggerKind.Manual, "today"), (accepted.AgentId, accepted.AgentVersion, accepted.Trigger.Kind, accepted.Input));
        Assert.Equal(ExecutionStatus.Success, (await app.EndOfAsync(accepted.Id)).Status);
    }

    [Fact]
    public async Task A_test_run_of_a_draft_is_accepted()
    {
        await using var app = await ExecutionApp.StartAsync();

        var accepted = await app.StartRunAsync();

        Assert.Equal((null, 0, "Reporter", TriggerKind.Test, ExecutionStatus.Queued), (accepted.AgentId, accepted.AgentVersion, accepted.AgentName, accepted.Trigger.Kind, accepted.Status));
        Assert.Equal("done", (await app.EndOfAsync(accepted.Id)).Result);
    }

    [Theory]
    [InlineData("""{}""", "400 validation agentId")]
    [InlineData("""{"agentId":"agent","draft":{"name":"A","finalAgentPrompt":"Do."}}""", "400 validation agentId")]
    [InlineData("""{"agentId":"agent","surprise":1}""", "400 validation surprise")]
    [InlineData("""{"agentId":7}""", "400 validation agentId")]
    [InlineData("""{"agentId":""}""", "400 validation agentId")]
    [InlineData("""{"draft":{"finalAgentPrompt":"Do."}}""", "400 validation draft.name")]
    [InlineData("""{"draft":{"name":"A","finalAgentPrompt":"Do.","tools":["clock","rocket"]}}""", "400 validation draft.tools")]
    [InlineData("""{"draft":{"name":"A","finalAgentPrompt":"  "}}""", "400 validation draft.finalAgentPrompt")]
    [InlineData("""{"draft":{"name":"A","finalAgentPrompt":"Do.","limits":{"maxSteps":0}}}""", "400 validation draft.limits.maxSteps")]
    [InlineData("""{"draft":{"name":"A","finalAgentPrompt":"Do.","userId":"other"}}""", "400 validation draft.userId")]
    [InlineData("""{"draft":{"name":"A","finalAgentPrompt":"Do.","limits":{"bogus":1}}}""", "400 validation draft.limits.bogus")]
    [InlineData("""{"draft":{"name":"A","finalAgentPrompt":"Do.","schedule":{"cron":"bad"}}}""", "400 validation schedule.cron")]
    [InlineData("""{"draft":{"name":"A","finalAgentPrompt":"Do.","schedule":{"cron":"0 9 * * *","catchUp":"never"}}}""", "400 validation draft.schedule.catchUp")]
    [InlineData("""{"draft":"x"}""", "400 validation draft")]
    [InlineData("""{"agentId":"agent","agentId":"other"}""", "400 validation agentId")]
    [InlineData("""nonsense""", "400 validation body")]
    [InlineData("""[]""", "400 validation body")]
    [InlineData("", "400 validation body")]
    [InlineData("""{"agentId":"unknown"}""", "404 not-found")]
    public async Task What_is_wrong_with_a_start_is_named_by_field(string body, string problem)
    {
        var others = new OtherServices()
            .On(HttpMethod.Get, "/api/agents/agent", ExecutionApp.Agent("agent"))
            .On(HttpMethod.Post, "/internal/schedules/resolve", new { status = 400, code = "validation", detail = "no cron", errors = new Dictionary<string, string[]> { ["schedule.cron"] = ["no cron"] } }, HttpStatusCode.BadRequest);
        await using var app = await ExecutionApp.StartAsync(others: others);

        Assert.Equal(problem, await Answers.ProblemAsync(app.Http, HttpMethod.Post, Path, body));
        Assert.Equal(0, app.Model.Started);
    }

    [Fact]
    public async Task Input_has_an_upper_length()
    {
        await using var app = await ExecutionApp.StartAsync();
        var draft = new { name = "A", finalAgentPrompt = "Do." };

        Assert.Equal("400 validation input", await Answers.ProblemAsync(app.Http, HttpMethod.Post, Path, JsonSerializer.Serialize(new { draft, input = new string('x', 32_001) })));
        Assert.StartsWith("202", await Answers.ReadAsync(app.Http, HttpMethod.Post, Path, JsonSerializer.Serialize(new { draft, input = new string('x', 32_000) })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_without_a_prompt_cannot_run()
    {
        await using var app = await ExecutionApp.StartAsync(
            others: new OtherServices().On(HttpMethod.Get, "/api/agents/agent", ExecutionApp.Agent("agent", ExecutionApp.Draft() with { FinalAgentPrompt = " " })));

        Assert.Equal("409 conflict", await Answers.ProblemAsync(app.Http, HttpMethod.Post, Path, """{"agentId":"agent"}"""));
    }

    [Fact]
    public async Task While_agents_cannot_be_asked_a_start_is_unavailable_and_a_draft_runs()
    {
        await using var app = await ExecutionApp.StartAsync(others: new OtherServices().Down(HttpMethod.Get, "/api/agents/agent"), realTime: true);

        Assert.Equal("503 unavailable", await Answers.ProblemAsync(app.Http, HttpMethod.Post, Path, """{"agentId":"agent"}"""));
        Assert.Equal(ExecutionStatus.Success, (await app.RunAsync()).Status);
    }

    [Fact]
    public async Task An_idempotency_key_starts_one_run_and_refuses_another_body()
    {
        await using var app = await ExecutionApp.StartAsync();
        const string body = """{"draft":{"name":"A","finalAgentPrompt":"Do."}}""";
        var key = ("Idempotency-Key", "key");

        var first = await Answers.ReadAsync(app.Http, HttpMethod.Post, Path, body, key);
        var again = await Answers.ReadAsync(app.Http, HttpMethod.Post, Path, body, key);

        Assert.StartsWith("202", first, StringComparison.Ordinal);
        Assert.Equal(first, again);
        Assert.Equal("422 idempotency-mismatch", await Answers.ProblemAsync(app.Http, HttpMethod.Post, Path, """{"draft":{"name":"B","finalAgentPrompt":"Do."}}""", key));
        Assert.StartsWith("202", await Answers.ReadAsync(app.Service.Client("other"), HttpMethod.Post, Path, """{"draft":{"name":"B","finalAgentPrompt":"Do."}}""", key), StringComparison.Ordinal);
        Assert.Equal("400 validation Idempotency-Key", await Answers.ProblemAsync(app.Http, HttpMethod.Post, Path, body, ("Idempotency-Key", new string('k', 256))));
    }

    [Fact]
    public async Task Without_a_session_nothing_is_answered()
    {
        await using var app = await ExecutionApp.StartAsync();

        foreach (var (method, path) in new[] { ("POST", ""), ("GET", ""), ("GET", "/x"), ("GET", "/x/steps"), ("GET", "/x/events"), ("POST", "/x/cancel"), ("POST", "/x/retry") })
        {
            Assert.Equal("401 unauthenticated", await Answers.ProblemAsync(app.Service.Anonymous(), new HttpMethod(method), Path + path));
        }
    }
}
