using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Testing.Models;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tests.Tools;

public sealed class ToolTests
{
    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("./x")]
    [InlineData("a//x")]
    [InlineData("..\\x")]
    [InlineData("C:\\x")]
    [InlineData("")]
    [InlineData("a\nb")]
    public async Task A_path_out_of_the_workspace_is_refused_and_the_model_reads_why(string path)
    {
        foreach (var (tool, arguments) in new[] { (ToolNames.ReadFile, Path(path)), (ToolNames.WriteFile, Path(path, "planted")) })
        {
            var (step, result) = await InvokeAsync(tool, arguments);

            Assert.Equal(("failed", "tool-failed"), (step.Status, step.Error?.Code));
            Assert.Contains("not a path inside the workspace", result, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ToolNames.ReadFile, "{}")]
    [InlineData(ToolNames.ReadFile, """{"path":7}""")]
    [InlineData(ToolNames.ReadFile, """{"path":null}""")]
    [InlineData(ToolNames.ReadFile, """{"path":{"deep":[1]}}""")]
    [InlineData(ToolNames.WriteFile, """{"path":"x"}""")]
    [InlineData(ToolNames.Clock, """{"timeZone":"Mars/Olympus"}""")]
    [InlineData("launch_rocket", """{"now":true}""")]
    public async Task Nonsense_from_the_model_becomes_an_error_that_it_reads(string tool, string arguments)
    {
        var (step, result) = await InvokeAsync(tool, System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)!);

        Assert.Equal(("failed", tool), (step.Status, step.Name));
        Assert.NotEmpty(result);
    }

    [Fact]
    public async Task A_name_that_the_disk_cannot_hold_is_an_error_for_the_model()
    {
        foreach (var (tool, arguments) in new[] { (ToolNames.ReadFile, Path(new string('가', 150))), (ToolNames.WriteFile, Path(new string('가', 150), "x")) })
        {
            Assert.Equal("failed", (await InvokeAsync(tool, arguments)).Step.Status);
        }
    }

    [Fact]
    public async Task What_is_written_can_be_listed_and_read()
    {
        var model = new ScriptedChatClient().Enqueue(
            ScriptedAnswer.ToolCall("1", ToolNames.WriteFile, Path("out/보고서.md", "안녕")),
            ScriptedAnswer.ToolCall("2", ToolNames.ListFiles),
            ScriptedAnswer.ToolCall("3", ToolNames.ReadFile, Path("out/보고서.md")),
            ScriptedAnswer.Text("ok"));
        await using var app = await ExecutionApp.StartAsync(model);

        var run = await app.RunAsync(ExecutionApp.Draft(null, [.. ToolNames.All]));

        Assert.Equal(["Wrote 6 bytes to out/보고서.md.", "out/보고서.md\t6", "안녕"], (await app.StepsAsync(run.Id)).Where(step => step.Kind == "tool").Select(step => step.Output));
    }

    [Fact]
    public async Task A_link_planted_in_the_workspace_leads_nowhere()
    {
        var outside = Directory.CreateTempSubdirectory("outside-").FullName;
        await File.WriteAllTextAsync(System.IO.Path.Combine(outside, "secret"), "secret", TestContext.Current.CancellationToken);
        using var gate = new SemaphoreSlim(0);
        var model = new ScriptedChatClient().Enqueue(
            ScriptedAnswer.ToolCall("1", ToolNames.ReadFile, Path("link/secret")).Behind(gate),
            ScriptedAnswer.ToolCall("2", ToolNames.ReadFile, Path("file")),
            ScriptedAnswer.ToolCall("3", ToolNames.WriteFile, Path("link/planted", "x")),
            ScriptedAnswer.ToolCall("4", ToolNames.WriteFile, Path("file", "x")),
            ScriptedAnswer.ToolCall("5", ToolNames.ListFiles),
            ScriptedAnswer.Text("ok"));
        await using var app = await ExecutionApp.StartAsync(model);
        var started = await app.StartRunAsync(ExecutionApp.Draft(null, [.. ToolNames.All]));
        var workspace = Directory.CreateDirectory(app.WorkspaceOf(started.Id)).FullName;
        Directory.CreateSymbolicLink(System.IO.Path.Combine(workspace, "link"), outside);
        File.CreateSymbolicLink(System.IO.Path.Combine(workspace, "file"), System.IO.Path.Combine(outside, "secret"));

        gate.Release(10);
        var run = await app.EndOfAsync(started.Id);
        var tools = (await app.StepsAsync(run.Id)).Where(step => step.Kind == "tool").ToList();

        Assert.Equal(["failed", "failed", "failed", "failed", "success"], tools.Select(step => step.Status));
        Assert.Equal("The workspace is empty.", tools[4].Output);
        Assert.Equal(["secret"], Directory.GetFiles(outside).Select(System.IO.Path.GetFileName));
        Assert.Equal("secret", await File.ReadAllTextAsync(System.IO.Path.Combine(outside, "secret"), TestContext.Current.CancellationToken));
        Directory.Delete(outside, recursive: true);
    }

    [Fact]
    public async Task Files_have_a_largest_size_and_a_largest_number()
    {
        var model = new ScriptedChatClient().Enqueue(
            ScriptedAnswer.ToolCall("1", ToolNames.WriteFile, Path("big", new string('x', 11))),
            ScriptedAnswer.ToolCall("2", ToolNames.WriteFile, Path("a", "1")),
            ScriptedAnswer.ToolCall("3", ToolNames.WriteFile, Path("b", "2")),
            ScriptedAnswer.ToolCall("4", ToolNames.WriteFile, Path("c", "3")),
            ScriptedAnswer.ToolCall("5", ToolNames.WriteFile, Path("a", "again")),
            ScriptedAnswer.Text("ok"));
        await using var app = await ExecutionApp.StartAsync(model, settings: [("Workspaces:MaxFileBytes", "10"), ("Workspaces:MaxFiles", "2")]);

        var run = await app.RunAsync(ExecutionApp.Draft(null, ToolNames.WriteFile));

        Assert.Equal(ExecutionStatus.Success, run.Status);
        Assert.Equal(["failed", "success", "success", "failed", "success"], (await app.StepsAsync(run.Id)).Where(step => step.Kind == "tool").Select(step => step.Status));
    }

    [Fact]
    public async Task A_tool_that_the_agent_does_not_name_is_not_there()
    {
        var (step, result) = await InvokeAsync(ToolNames.WriteFile, Path("x", "y"), ToolNames.Clock);

        Assert.Equal("failed", step.Status);
        Assert.Equal("There is no tool 'write_file'. Tools: clock.", result);
    }

    private static Dictionary<string, object?> Path(string path, string? content = null) =>
        content is null ? new() { ["path"] = path } : new() { ["path"] = path, ["content"] = content };

    /// <summary>A run whose model makes one call; the step and what the model read.</summary>
    private static async Task<(ExecutionStep Step, string Result)> InvokeAsync(string tool, Dictionary<string, object?> arguments, params string[] tools)
    {
        var model = new ScriptedChatClient().Enqueue(ScriptedAnswer.ToolCall("call", tool, arguments), ScriptedAnswer.Text("I see."));
        await using var app = await ExecutionApp.StartAsync(model);

        var run = await app.RunAsync(ExecutionApp.Draft(null, tools.Length == 0 ? [.. ToolNames.All] : tools));

        Assert.Equal((ExecutionStatus.Success, "I see.", 3), (run.Status, run.Result, run.StepCount));
        var read = Assert.Single(model.Received[1].SelectMany(message => message.Contents).OfType<FunctionResultContent>());
        return ((await app.StepsAsync(run.Id))[1], read.Result!.ToString()!);
    }
}
