using System.Net.Http.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Models;
using ExecutionService.Sandboxes;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionService.Tests.AgentLoop;

/// <summary>Runs that execute code for real.</summary>
public sealed class SandboxedRunTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_writes_a_file_runs_code_over_it_and_leaves_the_result_as_an_artifact()
    {
        var model = new ScriptedChatClient().Enqueue(
            ScriptedAnswer.ToolCall("1", ToolNames.WriteFile, new Dictionary<string, object?> { ["path"] = "data.csv", ["content"] = "n\n1\n2\n3\n" }).WithUsage(10, 5),
            ScriptedAnswer.ToolCall("2", ToolNames.RunPython, new Dictionary<string, object?> { ["code"] = "import os\nrows = open('data.csv').read().split()[1:]\nos.makedirs('out', exist_ok=True)\nopen('out/sum.txt', 'w').write(str(sum(map(int, rows))))\nprint('summed', len(rows))" }).WithUsage(10, 5),
            ScriptedAnswer.ToolCall("3", ToolNames.ReadFile, new Dictionary<string, object?> { ["path"] = "out/sum.txt" }).WithUsage(10, 5),
            ScriptedAnswer.ToolCall("4", ToolNames.EditFile, new Dictionary<string, object?> { ["path"] = "out/sum.txt", ["oldText"] = "6", ["newText"] = "six" }).WithUsage(10, 5),
            ScriptedAnswer.ToolCall("5", ToolNames.RunShell, new Dictionary<string, object?> { ["command"] = "cat out/sum.txt; ls /root /home 2>&1 | head -3" }).WithUsage(10, 5),
            ScriptedAnswer.Text("done").WithUsage(10, 5));
        await using var app = await ExecutionApp.StartAsync(model, realTime: true, settings: ("Sandbox:Kind", "auto"));
        var status = app.Service.Services.GetRequiredService<ISandbox>().Status;
        Assert.SkipUnless(status.Available, status.Reason ?? "");

        var run = await app.RunAsync(ExecutionApp.Draft(null, ToolNames.WriteFile, ToolNames.RunPython, ToolNames.ReadFile, ToolNames.EditFile, ToolNames.RunShell));
        var tools = (await app.StepsAsync(run.Id)).Where(step => step.Kind == "tool").ToList();

        Assert.All(tools, step => Assert.Equal("success", step.Status));
        Assert.Contains("summed 3", tools[1].Output, StringComparison.Ordinal);
        Assert.Equal("6", tools[2].Output);
        Assert.Contains("six", tools[4].Output, StringComparison.Ordinal);
        var artifacts = (await app.Http.GetFromJsonAsync<Page<Artifact>>($"/api/executions/{run.Id}/artifacts", JsonDefaults.Strict, Cancelled))!;
        Assert.Equal([("sum.txt", 3L)], artifacts.Items.Select(artifact => (artifact.Path, artifact.Size)));
        Assert.Equal("six", await app.Http.GetStringAsync($"/api/executions/{run.Id}/artifacts/sum.txt", Cancelled));
        Assert.True((await app.Http.GetFromJsonAsync<ReplayReport>($"/api/executions/{run.Id}/replay", JsonDefaults.Strict, Cancelled))!.Identical);
    }
}
