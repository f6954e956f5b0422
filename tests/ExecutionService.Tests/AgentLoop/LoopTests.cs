using System.Net.Http.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Models;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tests.AgentLoop;

public sealed class LoopTests
{
    [Fact]
    public async Task Model_tool_model_answer_is_three_steps_with_usage_and_cost()
    {
        var model = new ScriptedChatClient().Enqueue(
            ScriptedAnswer.ToolCall("call", ToolNames.Clock, new Dictionary<string, object?> { ["timeZone"] = "Asia/Seoul" }).WithUsage(1000, 100),
            ScriptedAnswer.Text("It is ", "two.").WithUsage(2000, 200));
        await using var app = await ExecutionApp.StartAsync(model);

        var run = await app.RunAsync(ExecutionApp.Draft(null, ToolNames.Clock), "What time is it?");
        var steps = await app.StepsAsync(run.Id);

        Assert.Equal((ExecutionStatus.Success, "It is two.", 3, 1), (run.Status, run.Result, run.StepCount, run.Attempt));
        Assert.Equal((3000, 300), (run.TokenUsage.Input, run.TokenUsage.Output));
        Assert.Equal("0.0135", run.Cost.Amount);
        Assert.Equal([(0, "model", "simulated", "success"), (1, "tool", "clock", "success"), (2, "model", "simulated", "success")], steps.Select(step => (step.Index, step.Kind, step.Name, step.Status)));
        Assert.Equal((1000, 2000), (steps[0].TokenUsage?.Input, steps[2].TokenUsage?.Input));
        Assert.Equal(("""{"timeZone":"Asia/Seoul"}""", "2026-11-22T14:00:00+09:00 (Sunday) Asia/Seoul"), (steps[1].Input, steps[1].Output));
        Assert.Equal("It is two.", steps[2].Output);
        Assert.Contains("What time is it?", steps[0].Input, StringComparison.Ordinal);
        Assert.All(steps, step => Assert.NotNull(step.EndTime));
    }

    [Fact]
    public async Task Steps_are_paged_in_their_order()
    {
        var model = new ScriptedChatClient().Enqueue(ScriptedAnswer.ToolCall("call", ToolNames.Clock), ScriptedAnswer.Text("ok"));
        await using var app = await ExecutionApp.StartAsync(model);
        var run = await app.RunAsync(ExecutionApp.Draft(null, ToolNames.Clock));
        var other = await app.RunAsync();
        var path = $"/api/executions/{run.Id}/steps?limit=2";

        var first = (await app.Http.GetFromJsonAsync<Page<ExecutionStep>>(path, JsonDefaults.Strict, TestContext.Current.CancellationToken))!;
        var second = (await app.Http.GetFromJsonAsync<Page<ExecutionStep>>($"{path}&cursor={first.NextCursor}", JsonDefaults.Strict, TestContext.Current.CancellationToken))!;

        Assert.Equal([0, 1], first.Items.Select(step => step.Index));
        Assert.Equal(2, Assert.Single(second.Items).Index);
        Assert.Null(second.NextCursor);
        Assert.Equal("400 validation cursor", await Answers.ProblemAsync(app.Http, HttpMethod.Get, $"/api/executions/{other.Id}/steps?cursor={first.NextCursor}"));
        Assert.Equal("400 validation limit", await Answers.ProblemAsync(app.Http, HttpMethod.Get, $"/api/executions/{run.Id}/steps?limit=0"));
    }

    [Fact]
    public async Task The_model_is_told_the_prompt_the_input_and_what_the_tools_gave()
    {
        var model = new ScriptedChatClient().Enqueue(ScriptedAnswer.ToolCall("call", ToolNames.Clock), ScriptedAnswer.Text("ok"));
        await using var app = await ExecutionApp.StartAsync(model);

        await app.RunAsync(ExecutionApp.Draft(null, ToolNames.Clock), "the input");

        Assert.Equal([ChatRole.System, ChatRole.User], model.Received[0].Select(message => message.Role));
        Assert.StartsWith("Write the report.", model.Received[0][0].Text, StringComparison.Ordinal);
        Assert.Equal("the input", model.Received[0][1].Text);
        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool], model.Received[1].Select(message => message.Role));
        Assert.Equal("call", Assert.IsType<FunctionResultContent>(Assert.Single(model.Received[1][3].Contents)).CallId);
    }

    [Fact]
    public async Task Several_calls_in_one_answer_are_all_made_in_order()
    {
        var first = ScriptedAnswer.ToolCall("a", ToolNames.WriteFile, new Dictionary<string, object?> { ["path"] = "a", ["content"] = "1" });
        var second = ScriptedAnswer.ToolCall("b", ToolNames.ReadFile, new Dictionary<string, object?> { ["path"] = "a" });
        var model = new ScriptedChatClient().Enqueue(new ScriptedAnswer([first.Updates[0], second.Updates[0], second.Updates[1]]), ScriptedAnswer.Text("ok"));
        await using var app = await ExecutionApp.StartAsync(model);

        var run = await app.RunAsync(ExecutionApp.Draft(null, [.. ToolNames.All]));

        Assert.Equal(["write_file", "read_file"], (await app.StepsAsync(run.Id)).Where(step => step.Kind == "tool").Select(step => step.Name));
        Assert.Equal("1", (await app.StepsAsync(run.Id))[2].Output);
        Assert.Equal(2, model.Started);
    }

    [Fact]
    public async Task The_steps_limit_ends_the_run()
    {
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.ToolCall("call", ToolNames.Clock)));

        var run = await app.RunAsync(ExecutionApp.Draft(new AgentLimits { MaxSteps = 3 }, ToolNames.Clock));

        Assert.Equal((ExecutionStatus.Failed, "step-limit", 3), (run.Status, run.Error?.Code, app.Model.Started));
    }

    [Fact]
    public async Task The_seconds_limit_ends_the_run_and_closes_its_open_step()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("never").Behind(gate)));
        var started = await app.StartRunAsync(ExecutionApp.Draft(new AgentLimits { MaxRunSeconds = 5 }));
        await StartedAsync(app, 1);

        app.Clock.Advance(TimeSpan.FromSeconds(5));
        var run = await app.EndOfAsync(started.Id);

        Assert.Equal((ExecutionStatus.Failed, "time-limit"), (run.Status, run.Error?.Code));
        Assert.Equal([("failed", "time-limit")], (await app.StepsAsync(run.Id)).Select(step => (step.Status, step.Error?.Code)));
    }

    [Fact]
    public async Task The_tokens_limit_is_kept_before_a_call_is_made()
    {
        var model = new ScriptedChatClient((_, _) => ScriptedAnswer.ToolCall("call", ToolNames.Clock).WithUsage(3000, 900));
        await using var app = await ExecutionApp.StartAsync(model);

        var none = await app.RunAsync(ExecutionApp.Draft(new AgentLimits { MaxTokensPerRun = 50 }));
        Assert.Equal((ExecutionStatus.Failed, "budget-exceeded", 0), (none.Status, none.Error?.Code, model.Started));

        var one = await app.RunAsync(ExecutionApp.Draft(new AgentLimits { MaxTokensPerRun = 4000 }, ToolNames.Clock));
        Assert.Equal((ExecutionStatus.Failed, "budget-exceeded", 1, 3900), (one.Status, one.Error?.Code, model.Started, one.TokenUsage.Input + one.TokenUsage.Output));
    }

    [Fact]
    public async Task A_call_may_say_no_more_than_the_tokens_that_are_left()
    {
        var allowed = new List<int?>();
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient((_, options) =>
        {
            allowed.Add(options?.MaxOutputTokens);
            return ScriptedAnswer.Text("ok");
        }));

        await app.RunAsync(ExecutionApp.Draft(new AgentLimits { MaxTokensPerRun = 1000 }));
        await app.RunAsync();

        Assert.InRange(allowed[0]!.Value, 64, 999);
        Assert.Equal(8192, allowed[1]);
    }

    [Fact]
    public async Task A_model_that_fails_for_a_while_is_asked_again()
    {
        var model = new ScriptedChatClient().Enqueue(
            ScriptedAnswer.Fails(new ModelUnavailableException(ModelFailure.Overloaded)),
            ScriptedAnswer.Fails(new IOException("cut"), "half an ans"),
            new ScriptedAnswer([]),
            ScriptedAnswer.Text("whole"));
        await using var app = await ExecutionApp.StartAsync(model);

        var run = await app.RunAsync();

        Assert.Equal((ExecutionStatus.Success, "whole", 4, 1), (run.Status, run.Result, model.Started, run.StepCount));
        Assert.Equal(3, (await app.ReadEventsAsync(run.Id)).Count(item => item.Type == "log"));
    }

    [Theory]
    [InlineData(ModelFailure.Unauthorized, 3, 1)]
    [InlineData(ModelFailure.BadRequest, 3, 1)]
    [InlineData(ModelFailure.Unreachable, 3, 4)]
    [InlineData(ModelFailure.Unreachable, 0, 1)]
    public async Task A_model_that_stays_away_fails_the_run_after_the_tries_that_make_sense(ModelFailure reason, int retries, int calls)
    {
        var model = new ScriptedChatClient((_, _) => ScriptedAnswer.Fails(new ModelUnavailableException(reason)));
        await using var app = await ExecutionApp.StartAsync(model, settings: ("Execution:ModelRetries", retries.ToString(System.Globalization.CultureInfo.InvariantCulture)));

        var run = await app.RunAsync();

        Assert.Equal((ExecutionStatus.Failed, "model-unavailable", calls), (run.Status, run.Error?.Code, model.Started));
        Assert.Equal([("failed", "model-unavailable")], (await app.StepsAsync(run.Id)).Select(step => (step.Status, step.Error?.Code)));
    }

    [Fact]
    public async Task A_model_that_is_silent_is_given_up_and_asked_again()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("never").Behind(gate), ScriptedAnswer.Text("soon")));
        var started = await app.StartRunAsync();
        await StartedAsync(app, 1);

        app.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("soon", (await app.EndOfAsync(started.Id)).Result);
    }

    /// <summary>Waits until the model has been asked that often.</summary>
    internal static Task StartedAsync(ExecutionApp app, int calls) => app.Model.WaitForCallsAsync(calls, TestContext.Current.CancellationToken);
}
