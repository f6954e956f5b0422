using AgentPlatform.Contracts.Executions;
using AgentPlatform.Testing.Models;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tests.AgentLoop;

public sealed class CompactionTests
{
    [Fact]
    public async Task A_conversation_that_fills_the_window_is_summed_up_and_the_run_goes_on_from_that()
    {
        var asked = 0;
        var model = new ScriptedChatClient((messages, _) => messages[^1].Text.Contains("fills the window", StringComparison.Ordinal) ? ScriptedAnswer.Text("NOTES: three calls made").WithUsage(10, 5)
            : ++asked <= 3 ? ScriptedAnswer.ToolCall($"{asked}", ProbeTools.Read, new Dictionary<string, object?> { ["text"] = new string('x', 2000) }).WithUsage(10, 5)
            : ScriptedAnswer.Text("the end").WithUsage(10, 5));
        await using var app = await ExecutionApp.StartAsync(model, probe: new ProbeTools(), settings: ("Execution:ContextTokens", "3600"));

        var run = await app.RunAsync();

        Assert.Equal((ExecutionStatus.Success, "the end"), (run.Status, run.Result));
        var summary = Assert.Single(model.Received, messages => messages[^1].Text.Contains("fills the window", StringComparison.Ordinal));
        var after = model.Received[model.Received.ToList().IndexOf(summary) + 1];
        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.User], after.Take(3).Select(message => message.Role));
        Assert.Contains("NOTES: three calls made", after[2].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(after, message => message.Text.Contains("xxx", StringComparison.Ordinal));
        Assert.Equal(run.StepCount, (await app.StepsAsync(run.Id)).Count);
    }
}
