using System.Diagnostics;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Telemetry;

namespace ExecutionService.Tests.AgentLoop;

public sealed class RunTelemetryTests
{
    [Fact]
    public async Task A_run_is_a_span_with_its_tools_below_it_in_the_trace_that_ordered_it()
    {
        using var telemetry = new RecordedTelemetry();
        using var order = new Activity("order").Start();
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.ToolCall("c1", "clock")).Enqueue(ScriptedAnswer.Text("done")));
        var run = await app.EndOfAsync((await app.StartRunAsync()).Id);

        await Until(() => Agent() is not null);
        var agent = Agent()!;
        var tool = telemetry.Spans.Single(span => span.OperationName == "execute_tool clock" && Equals(span.GetTagItem("gen_ai.conversation.id"), run.Id));
        Assert.Equal(agent.SpanId, tool.ParentSpanId);
        Assert.Equal(("invoke_agent", run.TokenUsage.Output, null), (agent.GetTagItem("gen_ai.operation.name"), agent.GetTagItem("gen_ai.usage.output_tokens"), agent.GetTagItem("error.type")));
        Assert.Equal(agent.GetTagItem("gen_ai.agent.id"), tool.GetTagItem("gen_ai.agent.id"));

        Activity? Agent() => telemetry.Spans.FirstOrDefault(span => span.OperationName.StartsWith("invoke_agent ", StringComparison.Ordinal) && Equals(span.GetTagItem("gen_ai.conversation.id"), run.Id));
    }

    [Fact]
    public async Task An_ended_run_is_counted_with_its_outcome_its_wait_and_the_age_of_the_queue()
    {
        using var telemetry = new RecordedTelemetry();
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("done")));
        await app.EndOfAsync((await app.StartRunAsync()).Id);

        await Until(() => telemetry.Measurements.Any(measured => measured.Name == "agentplatform.run.duration" && measured.Tags["status"] == ExecutionStatus.Success && measured.Tags["trigger"] == TriggerKind.Test));
        string[] names = ["agentplatform.run.active", "agentplatform.run.wait", "agentplatform.run.queue.age", "agentplatform.model.cost"];
        Assert.Superset(names.ToHashSet(), telemetry.Measurements.Select(measured => measured.Name).ToHashSet());
    }

    /// <summary>A run's end can be read a moment before its worker has let go of it.</summary>
    private static async Task Until(Func<bool> isThere)
    {
        for (var attempt = 0; !isThere(); attempt++)
        {
            Assert.True(attempt < 2_000, "It was not recorded.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
