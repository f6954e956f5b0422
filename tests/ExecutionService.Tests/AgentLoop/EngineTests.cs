using System.Net.Http.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Services;
using AgentPlatform.Testing.StandInMessages;
using ExecutionService.ClaudeCode;
using ExecutionService.Tests.Approvals;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionService.Tests.AgentLoop;

/// <summary>Runs whose engine is the real Claude Code CLI, in the real sandbox, against a stand-in of the provider.</summary>
public sealed class EngineTests
{
    private static readonly AgentDefinition Draft = ExecutionApp.Draft(null, ToolNames.WriteFile, ToolNames.RunShell) with { Runtime = new AgentRuntime { Engine = AgentEngine.ClaudeCode } };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_program_does_the_job_and_its_steps_usage_files_and_budget_are_recorded()
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Cancelled);
        server.Script.Enqueue(
            StandInAnswer.ToolCall("Write", """{"file_path":"/workspace/out/report.md","content":"# 보고서\n"}"""),
            StandInAnswer.ToolCall("Bash", """{"command":"cat out/report.md"}"""),
            StandInAnswer.Text("다 했습니다."));
        await using var app = await StartAsync(server);

        var run = await app.RunAsync(Draft, "보고서를 써줘");
        var steps = await app.StepsAsync(run.Id);

        Assert.True(run.Error is null, run.Error?.Message);
        Assert.Equal((ExecutionStatus.Success, "다 했습니다.", 3), (run.Status, run.Result, run.StepCount));
        Assert.Equal([("claude-code", "success"), ("claude:Write", "success"), ("claude:Bash", "success")], steps.Select(step => (step.Name, step.Status)));
        Assert.Contains("# 보고서", steps[2].Output, StringComparison.Ordinal);
        Assert.True(run.TokenUsage.Input > 0 && run.TokenUsage.Output > 0);
        var artifacts = (await app.Http.GetFromJsonAsync<Page<Artifact>>($"/api/executions/{run.Id}/artifacts", JsonDefaults.Strict, Cancelled))!;
        Assert.Equal(["report.md"], artifacts.Items.Select(artifact => artifact.Path));
        var events = await app.ReadEventsAsync(run.Id);
        Assert.Equal("다 했습니다.", string.Concat(events.Where(item => item.Type == "delta").Select(item => (string?)item.Json["text"])));
        Assert.Contains(events, item => item.Type == "artifact" && (string?)item.Json["path"] == "report.md");
        var day = (await app.Http.GetFromJsonAsync<BudgetReport>("/api/budget", JsonDefaults.Strict, Cancelled))!.Day;
        Assert.Equal((run.TokenUsage.Input + run.TokenUsage.Output, 0L), (day.Used, day.Reserved));
        Assert.True((await app.Http.GetFromJsonAsync<ReplayReport>($"/api/executions/{run.Id}/replay", JsonDefaults.Strict, Cancelled))!.Identical);
    }

    [Fact]
    public async Task A_spent_budget_ends_the_run_and_says_which()
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Cancelled);
        await using var app = await StartAsync(server, null, ("Budget:MaxTokensPerUserPerDay", "2000"));

        var run = await app.RunAsync(Draft, "go");

        Assert.Equal((ExecutionStatus.Failed, "budget-exceeded", 0), (run.Status, run.Error?.Code, server.Calls.Started));
        Assert.Contains("2000 tokens of all your runs", run.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_sandbox_the_run_fails_with_the_reason()
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Cancelled);
        await using var app = await ExecutionApp.StartAsync(realTime: true, settings: ("Sandbox:Kind", "none"));

        var run = await app.RunAsync(Draft);

        Assert.Equal((ExecutionStatus.Failed, "engine-unavailable"), (run.Status, run.Error?.Code));
        Assert.Contains("sandbox", run.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, ExecutionStatus.Success)]
    [InlineData(false, ExecutionStatus.Failed)]
    public async Task When_the_process_dies_under_it_a_person_decides_whether_it_begins_again(bool again, string status)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Cancelled);
        server.Script.Always(StandInAnswer.Text("done"));
        await using var store = new MortalStore();
        var lifeline = new Lifeline();
        // The claim, the step, the first call's hold: and then no more.
        lifeline.CutAfter("events", 4);
        var first = await StartAsync(server, store.Connect(lifeline));
        var run = await first.StartRunAsync(Draft, "go");
        await lifeline.Cut.WaitAsync(ExecutionApp.Patience, Cancelled);
        await first.DisposeAsync();

        await using var second = await StartAsync(server, store.Connect(), ("Execution:TakeOverAtStart", "true"));
        await using (var events = await second.OpenEventsAsync(run.Id))
        {
            var question = await events.NextAsync(item => item.Type == "approval");
            Assert.Equal(("unknownOutcome", "claude-code"), ((string?)question.Json["reason"], (string?)question.Json["name"]));
            await events.NextAsync(item => item.Type == "status" && (string?)item.Json["status"] == ExecutionStatus.Waiting);
        }

        await ApprovalTests.DecideAsync(second.Http, run.Id, 1, again);
        Assert.Equal(status, (await second.EndOfAsync(run.Id)).Status);
    }

    private static async Task<ExecutionApp> StartAsync(StandInMessagesServer server, AgentPlatform.Firestore.FirestoreDb? db = null, params (string Key, string Value)[] settings)
    {
        var app = await ExecutionApp.StartAsync(db: db, realTime: true, settings:
        [
            ("Sandbox:Kind", "auto"),
            ("ClaudeCode:ToolsFolder", Repository.File("data", "tools", "claude-code")),
            ("Llm:Provider", "anthropic"),
            ("Llm:ApiKey", "sk-stand-in"),
            ("Llm:BaseUrl", server.Url),
            .. settings,
        ]);
        var status = app.Service.Services.GetRequiredService<ClaudeCodeEngine>().Status;
        Assert.SkipUnless(status.Available, status.Reason ?? "");
        return app;
    }
}
