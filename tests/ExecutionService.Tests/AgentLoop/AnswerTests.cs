using System.Net.Http.Json;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Models;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tests.AgentLoop;

/// <summary>Answers that are no result, and what they cost.</summary>
public sealed class AnswerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string, string?, int?, string> NoResults => new()
    {
        { "half an answ", "length", null, "output-cut" },
        { "half an answ", "length", 1000, "budget-exceeded" },
        { "I would rather", "content_filter", null, "output-refused" },
        { "  ", null, null, "output-empty" },
    };

    [Theory]
    [MemberData(nameof(NoResults))]
    public async Task An_answer_that_is_cut_refused_or_empty_is_no_success(string text, string? reason, int? limit, string code)
    {
        var answer = ScriptedAnswer.Text(text);
        if (reason is not null)
        {
            answer = new ScriptedAnswer([.. answer.Updates.SkipLast(1), new ChatResponseUpdate(ChatRole.Assistant, []) { MessageId = "msg_scripted", ResponseId = "msg_scripted", FinishReason = new ChatFinishReason(reason) }]);
        }

        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient((_, _) => answer.WithUsage(10, 5)));

        var run = await app.RunAsync(ExecutionApp.Draft(new AgentLimits { MaxTokensPerRun = limit ?? 100_000 }));

        Assert.Equal((ExecutionStatus.Failed, code, null), (run.Status, run.Error?.Code, run.Result));
        Assert.Equal("success", Assert.Single(await app.StepsAsync(run.Id)).Status);
    }

    [Fact]
    public async Task A_tool_call_that_cannot_be_written_down_is_a_failed_call_and_no_endless_loop()
    {
        await using var app = await ExecutionApp.StartAsync(
            new ScriptedChatClient((_, _) => ScriptedAnswer.ToolCall("1", ToolNames.Clock, new Dictionary<string, object?> { ["timeZone"] = System.Text.Json.JsonElement.Parse("\"\\ud83d\"") }).WithUsage(10, 5)), settings: ("Execution:ModelRetries", "1"));

        var run = await app.RunAsync(ExecutionApp.Draft(null, ToolNames.Clock));

        Assert.Equal((ExecutionStatus.Failed, "model-unavailable", 2, 1), (run.Status, run.Error?.Code, app.Model.Started, run.Attempt));
    }

    [Fact]
    public async Task Something_unexpected_ends_the_run_instead_of_paying_for_it_again()
    {
        await using var app = await ExecutionApp.StartAsync(
            new ScriptedChatClient((_, _) => ScriptedAnswer.ToolCall("1", ProbeTools.Read).WithUsage(10, 5)), probe: new ProbeTools { Acting = (_, _, _) => throw new DivideByZeroException() });

        var run = await app.RunAsync();

        Assert.Equal((ExecutionStatus.Failed, "unexpected", 1, 1), (run.Status, run.Error?.Code, app.Model.Started, run.Attempt));
        Assert.DoesNotContain("Divide", run.Error!.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Calls_that_break_off_count_against_the_limit_of_the_run()
    {
        await using var app = await ExecutionApp.StartAsync(
            new ScriptedChatClient((_, _) => ScriptedAnswer.Fails(new ModelUnavailableException(ModelFailure.Cut), new string('x', 2000))), settings: ("Execution:ModelRetries", "10"));

        var run = await app.RunAsync(ExecutionApp.Draft(new AgentLimits { MaxTokensPerRun = 2500 }));

        Assert.Equal((ExecutionStatus.Failed, "budget-exceeded"), (run.Status, run.Error?.Code));
        Assert.InRange(app.Model.Started, 2, 3);
        Assert.InRange((await DayAsync(app)).Used, 1000, 2500);
    }

    [Fact]
    public async Task A_provider_that_does_not_say_what_an_answer_took_gives_nothing_away()
    {
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text(new string('x', 3000))));

        Assert.Equal(ExecutionStatus.Success, (await app.RunAsync()).Status);

        Assert.True((await DayAsync(app)).Used > 1200);
    }

    [Fact]
    public async Task What_was_received_before_a_cancel_is_spent()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text(new string('x', 3000), "never").Behind(gate)));
        var run = await app.StartRunAsync();
        await app.Model.WaitForCallsAsync(1, Cancelled);
        // The first piece is written down when it comes, because the interval has passed.
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        gate.Release();
        await using (var events = await app.OpenEventsAsync(run.Id))
        {
            await events.NextAsync(item => item.Type == "delta");
        }

        using var response = await app.Http.PostAsync($"/api/executions/{run.Id}/cancel", null, Cancelled);
        await app.EndOfAsync(run.Id);

        var day = await DayAsync(app);
        Assert.Equal(0, day.Reserved);
        Assert.True(day.Used > TokenEstimator.OfText(new string('x', 3000)));
    }

    [Fact]
    public async Task A_call_with_side_effects_does_not_overtake_one_that_waits_for_a_person()
    {
        string[] names = [ProbeTools.Idempotent, ProbeTools.Effect, ProbeTools.Idempotent, ProbeTools.Read];
        var calls = names.Select((name, n) => ScriptedAnswer.ToolCall($"{n}", name)).ToList();
        var probe = new ProbeTools();
        await using var app = await ExecutionApp.StartAsync(
            new ScriptedChatClient().Enqueue(new ScriptedAnswer([.. calls.Select(call => call.Updates[0]), calls[0].Updates[1]]), ScriptedAnswer.Text("done")), probe: probe);
        var run = await Approvals.ApprovalTests.WaitingAsync(app, ExecutionApp.Draft() with
        {
            Runtime = new AgentRuntime { ApprovalTools = [ProbeTools.Effect], McpServers = [new McpServer { Name = "probe", Url = "https://probe.example/" }] },
        });
        Assert.Equal([ProbeTools.Idempotent, ProbeTools.Read], probe.Calls.Select(call => call.Tool));

        await Approvals.ApprovalTests.DecideAsync(app.Http, run, 5, approve: true);

        Assert.Equal(ExecutionStatus.Success, (await app.EndOfAsync(run)).Status);
        Assert.Equal([ProbeTools.Idempotent, ProbeTools.Read, ProbeTools.Effect, ProbeTools.Idempotent], probe.Calls.Select(call => call.Tool));
    }

    private static async Task<BudgetView> DayAsync(ExecutionApp app) => (await app.Http.GetFromJsonAsync<BudgetReport>("/api/budget", JsonDefaults.Strict, Cancelled))!.Day;
}
