using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Models;

namespace ExecutionService.Tests.Executions;

/// <summary>What is refused of a draft is what AgentService refuses of an agent, under <c>draft.</c></summary>
public sealed class DraftTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { """ "name": "  " """, "draft.name" },
        { """ "finalAgentPrompt": " " """, "draft.finalAgentPrompt" },
        { """ "tools": ["rocket"] """, "draft.tools" },
        { """ "tools": ["clock", "clock"] """, "draft.tools" },
        { """ "tools": ["fetch_url"] """, "draft.runtime.allowedDomains" },
        { """ "tools": ["notify"] """, "draft.runtime.notifyUrl" },
        { """ "limits": { "maxSteps": 0 } """, "draft.limits.maxSteps" },
        { """ "runtime": { "engine": "magic" } """, "draft.runtime.engine" },
        { """ "runtime": { "allowedDomains": ["http://x"] } """, "draft.runtime.allowedDomains" },
        { """ "runtime": { "approvalTools": ["rocket"] } """, "draft.runtime.approvalTools" },
        { """ "runtime": { "mcpServers": [{ "name": "a", "command": "x" }, { "name": "b" }] } """, "draft.runtime.mcpServers[1].url" },
        { """ "runtime": { "mcpServers": [{ "name": "a", "url": "http://example.com" }] } """, "draft.runtime.mcpServers[0].url" },
        { """ "runtime": { "mcpServers": [{ "name": "A", "command": "x" }] } """, "draft.runtime.mcpServers[0].name" },
        { """ "runtime": { "outputSchema": [] } """, "draft.runtime.outputSchema" },
        { """ "runtime": { "outputSchema": { "type": "objekt" } } """, "draft.runtime.outputSchema" },
        { """ "runtime": { "outputSchema": { "$ref": "https://example.com/s" } } """, "draft.runtime.outputSchema" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_wrong_member_of_a_draft_is_named(string member, string field)
    {
        await using var app = await ExecutionApp.StartAsync();
        var name = member.Contains("\"name\": \"  \"", StringComparison.Ordinal) ? "" : "\"name\": \"a\",";
        var prompt = member.Contains("finalAgentPrompt", StringComparison.Ordinal) ? "" : "\"finalAgentPrompt\": \"p\",";

        (await app.Http.AskAsync("POST", "/api/executions", $$"""{ "draft": { {{name}} {{prompt}} {{member}} } }""")).IsProblem(400, "validation", field);

        Assert.Empty((await app.Http.AskAsync("GET", "/api/executions")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_run_keeps_the_schema_of_its_output_as_it_was_given()
    {
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("{\"a\":null}")));
        var schema = System.Text.Json.JsonElement.Parse("""{"type":"object","z":1.0,"a":{"enum":[null,[[1]]]},"":1e2}""");

        var run = await app.RunAsync(ExecutionApp.Draft() with { Runtime = new AgentRuntime { OutputSchema = schema } });

        Assert.Equal((ExecutionStatus.Success, "{\"a\":null}"), (run.Status, run.Result));
        var stored = await app.Service.Db.Collection("executions").Document(run.Id).GetSnapshotAsync(TestContext.Current.CancellationToken);
        Assert.Equal("""{"type":"object","z":1.0,"a":{"enum":[null,[[1]]]},"":1e2}""", stored.GetValue<Dictionary<string, object>>("agent")["runtime"] is IDictionary<string, object> runtime ? runtime["outputSchema"] : null);
    }
}
