using System.Text;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.ServiceDefaults.Documents;
using AgentPlatform.Testing.Http;
using AgentService.Agents;
using Microsoft.Extensions.DependencyInjection;

namespace AgentService.Tests.Agents;

public sealed class AgentRuntimeTests
{
    /// <summary>A runtime with everything in it; the schema has all that a store or a file might change: order, numbers, nulls, depth, odd names, lists in lists.</summary>
    private const string Full = """
        {"engine":"claude-code","fallbackModels":["claude-haiku-4-5"],"allowedDomains":["example.com","*.example.org"],"secrets":["API_KEY"],"mcpServers":[{"name":"docs","url":"https://mcp.example.com/v1?x=1","arguments":[],"secret":"DOCS_TOKEN"},{"name":"local-tools","command":"npx","arguments":["-y","server","-y","","한글 'quoted'"]}],"approvalTools":["write_file","docs__*","local-tools__getThing"],"outputSchema":{"type":"object","z":1.0,"a":1e2,"$ref":"#/$defs/n","properties":{"y":{"const":null},"no":{"enum":[null,true,false,0,-0.50,12345678901234567890,"null","1.0","~"]},"":{"default":{}},"__x__":{"items":[[1],[[2.5e-7]]]},"키 : #":{"pattern":"^\\d+$"},"deep":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"examples":[[[[[]]]]]}}}}}}}}}}}},"$defs":{"n":{"multipleOf":0.01}}},"unknownOutcome":"fail","notifyUrl":"https://hooks.example.com/a"}
        """;

    [Fact]
    public async Task A_runtime_is_answered_as_it_was_given_and_travels_in_files_to_the_byte()
    {
        await using var app = await AgentApp.StartAsync();
        var created = (await app.AskAsync("POST", "/api/agents", $$"""{ "name": "a", "runtime": {{Full}} }""")).Is(201);

        Assert.Equal(Full, RuntimeOf(created));
        Assert.Equal(Full, RuntimeOf(await app.AskAsync("GET", created.Location!)));
        Assert.Equal(Full, RuntimeOf(await app.AskAsync("GET", $"{created.Location}/versions/1")));
        foreach (var type in new[] { "application/json", "application/yaml" })
        {
            var exported = (await app.AskAsync("GET", $"{created.Location}/export", null, ("Accept", type))).Is(200);
            var imported = (await app.AskAsync("POST", "/api/agents/import", new StringContent(exported.Text, Encoding.UTF8, type))).Is(201);

            Assert.Equal(Full, RuntimeOf(imported));
            Assert.Equal(exported.Text, (await app.AskAsync("GET", $"{imported.Location}/export", null, ("Accept", type))).Text);
        }
    }

    [Fact]
    public async Task A_patch_changes_the_members_of_a_runtime_that_it_names()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync($$"""{ "name": "a", "runtime": {{Full}} }""");

        var patched = (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "runtime": { "engine": null, "allowedDomains": ["example.net"], "notifyUrl": null } }""")).Is(200);

        var expected = JsonNode.Parse(Full)!.AsObject();
        expected["engine"] = "loop";
        expected["allowedDomains"] = new JsonArray("example.net");
        expected.Remove("notifyUrl");
        Assert.True(JsonNode.DeepEquals(expected, patched.Json["runtime"]), patched.Text);
        Assert.Equal("2", patched["version"]);
    }

    [Fact]
    public async Task A_schema_is_replaced_whole_and_keeps_its_nulls()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync($$"""{ "name": "a", "runtime": {{Full}} }""");

        var patched = (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "runtime": { "outputSchema": { "const": null } } }""")).Is(200);
        Assert.Equal("""{"const":null}""", patched.Json["runtime"]!["outputSchema"]!.ToJsonString());

        var renamed = (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "name": "b" }""")).Is(200);
        Assert.Equal("""{"const":null}""", renamed.Json["runtime"]!["outputSchema"]!.ToJsonString());

        var without = (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "runtime": { "outputSchema": null } }""")).Is(200);
        Assert.False(without.Json["runtime"]!.AsObject().ContainsKey("outputSchema"));
        Assert.Equal("claude-code", without.Json["runtime"]!["engine"]!.ToString());
    }

    [Fact]
    public async Task A_version_is_restored_with_its_runtime()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync($$"""{ "name": "a", "runtime": {{Full}} }""");
        Assert.Equal("loop", (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "runtime": null }""")).Is(200).Json["runtime"]!["engine"]!.ToString());

        var restored = (await app.AskAsync("POST", $"/api/agents/{id}/versions/1/restore")).Is(200);

        Assert.Equal(Full, RuntimeOf(restored));
        Assert.Equal("3", restored["version"]);
    }

    [Fact]
    public async Task Spelling_out_what_is_the_case_anyway_makes_no_version()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync();

        Assert.Equal("1", (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "runtime": { "engine": "loop", "secrets": [], "unknownOutcome": "ask" } }""")).Is(200)["version"]);
        Assert.Equal("2", (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "runtime": { "unknownOutcome": "fail" } }""")).Is(200)["version"]);
    }

    [Fact]
    public async Task A_definition_of_before_runtimes_reads_as_the_default_one()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "old", finalAgentPrompt = "p" });
        var store = app.Service.Services.GetRequiredService<AgentStore>();
        var old = DocumentJson.ToValue(new { Name = "old", Description = "", FinalAgentPrompt = "p", Tools = Array.Empty<string>(), Limits = new AgentLimits() });
        foreach (var document in new[] { store.Document(id), store.Versions(id).Document("1") })
        {
            await document.UpdateAsync(new Dictionary<string, object?> { ["definition"] = old }, null, TestContext.Current.CancellationToken);
        }

        Assert.Equal("loop", (await app.AskAsync("GET", $"/api/agents/{id}")).Is(200).Json["runtime"]!["engine"]!.ToString());
        Assert.Equal("loop", (await app.AskAsync("GET", $"/api/agents/{id}/versions/1")).Is(200).Json["runtime"]!["engine"]!.ToString());
        Assert.DoesNotContain("runtime", (await app.AskAsync("GET", $"/api/agents/{id}/export")).Is(200).Text, StringComparison.Ordinal);
        Assert.Equal("1", (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "runtime": { "engine": "loop" } }""")).Is(200)["version"]);
        Assert.Equal("1", (await app.AskAsync("POST", $"/api/agents/{id}/versions/1/restore")).Is(200)["version"]);
    }

    private static string RuntimeOf(HttpAnswer agent) => agent.Text[agent.Text.IndexOf("""{"engine":""", StringComparison.Ordinal)..(agent.Text.IndexOf("https://hooks.example.com/a", StringComparison.Ordinal) + 29)];
}
