using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Testing.Models;
using ExecutionService.Sandboxes;
using ExecutionService.Tests.Sandboxes;
using ExecutionService.Tools.Code;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionService.Tests.Tools;

[Collection(SandboxGroup.Name)]
public sealed class CodeToolsTests
{
    [Fact]
    public async Task Code_of_three_kinds_runs_in_one_workspace()
    {
        await using var app = await StartAsync(
            ScriptedAnswer.ToolCall("1", ToolNames.RunPython, Given("code", "import os\nos.makedirs('out', exist_ok=True)\nopen('out/a.txt', 'w').write('안녕')\nprint('written')")),
            ScriptedAnswer.ToolCall("2", ToolNames.RunNode, Given("code", "const fs = require('fs');\nconsole.log(fs.readFileSync('out/a.txt', 'utf8'))")),
            ScriptedAnswer.ToolCall("3", ToolNames.RunNode, Given("code", "import fs from 'node:fs';\nconsole.log(await Promise.resolve(fs.existsSync('out/a.txt')))")),
            ScriptedAnswer.ToolCall("4", ToolNames.RunShell, Given("command", "cat out/a.txt; echo; echo \"it's $((6 * 7))\" >&2; exit 3")),
            ScriptedAnswer.ToolCall("5", ToolNames.ReadFile, Given("path", "out/a.txt")));

        var outputs = await RunAsync(app);

        Assert.Equal(["exit code 0\nstdout:\nwritten", "exit code 0\nstdout:\n안녕", "exit code 0\nstdout:\ntrue", "exit code 3\nstdout:\n안녕\nstderr:\nit's 42", "안녕"], outputs);
    }

    [Fact]
    public async Task A_program_that_fails_says_so_in_its_own_words()
    {
        await using var app = await StartAsync(
            ScriptedAnswer.ToolCall("1", ToolNames.RunPython, Given("code", "raise ValueError('no good')")),
            ScriptedAnswer.ToolCall("2", ToolNames.RunShell, Given("command", "true")),
            ScriptedAnswer.ToolCall("3", ToolNames.RunShell, Given("command", new string('x', 40_000))),
            ScriptedAnswer.ToolCall("4", ToolNames.RunShell, new Dictionary<string, object?> { ["command"] = "true", ["timeoutSeconds"] = -1 }));

        var outputs = await RunAsync(app);

        Assert.StartsWith("exit code 1\nstderr:\nTraceback", outputs[0], StringComparison.Ordinal);
        Assert.EndsWith("ValueError: no good", outputs[0], StringComparison.Ordinal);
        Assert.Equal("exit code 0\nIt wrote nothing.", outputs[1]);
        Assert.Equal("The command has 40000 characters; at most 32000 can be run. Write it into a file and run that.", outputs[2]);
        Assert.Equal("timeoutSeconds is 1 or more.", outputs[3]);
    }

    [Fact]
    public async Task Without_a_sandbox_the_tools_are_absent_and_say_why()
    {
        var model = new ScriptedChatClient().Enqueue(ScriptedAnswer.ToolCall("1", ToolNames.RunPython, Given("code", "print(1)")), ScriptedAnswer.Text("I see."));
        await using var app = await ExecutionApp.StartAsync(model);

        var run = await app.RunAsync(ExecutionApp.Draft(null, ToolNames.RunPython, ToolNames.Clock));

        var step = Assert.Single(await app.StepsAsync(run.Id), step => step.Kind == "tool");
        Assert.Equal(("failed", "run_python cannot be used here. Running code is switched off on this platform (Sandbox:Kind is none)."), (step.Status, step.Output ?? step.Error?.Message));
    }

    [Theory]
    [InlineData(nameof(SandboxEnd.WallClock), "Ended by the platform after 7 s: its time ran out. Everything that it had started was ended with it.")]
    [InlineData(nameof(SandboxEnd.OutputLimit), "Ended by the platform: it wrote more output than is kept. Write large results into files under out/.")]
    [InlineData(nameof(SandboxEnd.MemoryLimit), "Ended by the platform: it used more memory than it may.")]
    [InlineData(nameof(SandboxEnd.WorkspaceLimit), "Ended by the platform: the workspace holds more bytes or files than it may.")]
    [InlineData(nameof(SandboxEnd.Cancelled), "Ended by the platform: the run was cancelled.")]
    public void What_ended_a_program_is_said_first(string end, string words)
    {
        Assert.Equal($"{words}\nstdout:\nso far", CodeReport.Of(new SandboxResult(Enum.Parse<SandboxEnd>(end), 137, "so far\n", "", false, TimeSpan.FromSeconds(7))));
    }

    [Fact]
    public void Output_that_is_cut_off_says_so() =>
        Assert.Contains("\nThe output is cut off where the limit was reached.\nstdout:\nx", CodeReport.Of(new SandboxResult(SandboxEnd.OutputLimit, 137, "x", "", true, TimeSpan.Zero)), StringComparison.Ordinal);

    private static Dictionary<string, object?> Given(string name, string value) => new() { [name] = value };

    private static async Task<ExecutionApp> StartAsync(params IReadOnlyList<ScriptedAnswer> calls)
    {
        var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue([.. calls, ScriptedAnswer.Text("done")]), settings: [("Sandbox:Kind", "auto")]);
        try
        {
            RealSandbox.Need(app.Service.Services.GetRequiredService<ISandbox>());
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static async Task<IReadOnlyList<string?>> RunAsync(ExecutionApp app)
    {
        var run = await app.RunAsync(ExecutionApp.Draft(null, [.. ToolNames.All]));
        Assert.Equal(ExecutionStatus.Success, run.Status);
        return [.. (await app.StepsAsync(run.Id)).Where(step => step.Kind == "tool").Select(step => step.Output)];
    }
}
