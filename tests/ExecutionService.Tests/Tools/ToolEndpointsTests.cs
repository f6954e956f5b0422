using System.Net.Http.Json;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Http;
using ExecutionService.Sandboxes;
using ExecutionService.Tests.Mcp;
using ExecutionService.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionService.Tests.Tools;

public sealed class ToolEndpointsTests
{
    [Fact]
    public async Task Every_tool_that_an_agent_may_name_is_told_with_its_effect()
    {
        var sandbox = new SandboxedServer();
        await using var app = await ExecutionApp.StartAsync(configure: builder => builder.Services.AddSingleton<ISandbox>(sandbox));

        var answer = (await app.Http.GetFromJsonAsync<ToolsAnswer>("/api/tools", JsonDefaults.Strict, TestContext.Current.CancellationToken))!;

        Assert.Equal(ToolNames.All, answer.Items.Select(tool => tool.Name));
        Assert.All(answer.Items, tool => Assert.Equal((true, null, true), (tool.Available, tool.Reason, tool.Description.Length > 10)));
        Assert.Equal(
            [("clock", "readOnly"), ("notify", "idempotent"), ("run_python", "sideEffecting"), ("write_file", "idempotent")],
            answer.Items.Where(tool => tool.Name is "clock" or "notify" or "run_python" or "write_file").Select(tool => (tool.Name, tool.Effect)));
        Assert.Equal(new SandboxView(true, "bubblewrap", "cgroup"), answer.Sandbox);
    }

    [Fact]
    public async Task Without_a_sandbox_the_code_tools_say_why_they_are_absent()
    {
        await using var app = await ExecutionApp.StartAsync(configure: builder => builder.Services
            .AddSingleton<ISandbox>(new MissingSandbox("bubblewrap is not installed."))
            .AddSingleton(new Engines(() => [new EngineStatus(AgentEngine.ClaudeCode, false, "It is not installed."), new EngineStatus(AgentEngine.Loop, true)])));

        var answer = (await app.Http.AskAsync("GET", "/api/tools")).Is(200);
        var read = (await app.Http.GetFromJsonAsync<ToolsAnswer>("/api/tools", JsonDefaults.Strict, TestContext.Current.CancellationToken))!;

        Assert.Equal(ToolNames.Code, read.Items.Where(tool => !tool.Available).Select(tool => tool.Name));
        Assert.All(read.Items.Where(tool => !tool.Available), tool => Assert.Equal("bubblewrap is not installed.", tool.Reason));
        Assert.Contains("""
            "sandbox":{"available":false,"kind":"none","reason":"bubblewrap is not installed."},"engines":[{"name":"claude-code","available":false,"reason":"It is not installed."},{"name":"loop","available":true}]
            """, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tools_are_told_to_users_only()
    {
        await using var app = await ExecutionApp.StartAsync();

        (await app.Service.Anonymous().AskAsync("GET", "/api/tools")).IsProblem(401, "unauthenticated");
    }
}
