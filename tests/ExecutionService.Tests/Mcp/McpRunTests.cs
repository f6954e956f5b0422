using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Testing.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionService.Tests.Mcp;

public sealed class McpRunTests
{
    [Fact]
    public async Task A_run_uses_the_tools_of_its_servers_and_goes_on_without_those_that_it_cannot_have()
    {
        await using var server = await McpTestServer.StartAsync();
        var model = new ScriptedChatClient().Enqueue(
            ScriptedAnswer.ToolCall("1", "docs__add", new Dictionary<string, object?> { ["a"] = 40, ["b"] = 2 }),
            ScriptedAnswer.ToolCall("2", "docs__fail"),
            ScriptedAnswer.ToolCall("3", "gone__search"),
            ScriptedAnswer.Text("42"));
        await using var app = await ExecutionApp.StartAsync(model, configure: builder => builder.Services.AddSingleton(McpTestServer.Network));
        var draft = ExecutionApp.Draft() with { Runtime = new AgentRuntime { McpServers = [server.As("docs"), new McpServer { Name = "gone", Url = "https://nowhere.test/mcp" }] } };

        var run = await app.RunAsync(draft);

        Assert.Equal((ExecutionStatus.Success, "42"), (run.Status, run.Result));
        var steps = (await app.StepsAsync(run.Id)).Where(step => step.Kind == "tool").ToList();
        Assert.Equal(["success", "failed", "failed"], steps.Select(step => step.Status));
        Assert.Equal(["42", "There is no such city."], steps.Take(2).Select(step => step.Output));
    }
}
