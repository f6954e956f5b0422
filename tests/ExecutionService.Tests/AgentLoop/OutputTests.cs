using System.Text.Json;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Testing.Models;

namespace ExecutionService.Tests.AgentLoop;

/// <summary>Agents that ask for a JSON document.</summary>
public sealed class OutputTests
{
    private static readonly AgentDefinition Draft = ExecutionApp.Draft() with
    {
        Runtime = new AgentRuntime { OutputSchema = JsonElement.Parse("""{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}""") },
    };

    [Fact]
    public async Task An_answer_that_is_not_the_document_is_sent_back_with_the_reason_and_the_document_is_the_result()
    {
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(
            ScriptedAnswer.Text("Here you are.").WithUsage(10, 5),
            ScriptedAnswer.Text("""{"n":"seven"}""").WithUsage(10, 5),
            ScriptedAnswer.Text("It is:\n```json\n", """{"n":7}""", "\n```").WithUsage(10, 5)));

        var run = await app.RunAsync(Draft);

        Assert.Equal((ExecutionStatus.Success, """{"n":7}""", 3), (run.Status, run.Result?.Trim(), run.StepCount));
        Assert.Contains("JSON Schema", app.Model.Received[0][0].Text, StringComparison.Ordinal);
        Assert.Contains("Answer again", app.Model.Received[1][^1].Text, StringComparison.Ordinal);
        Assert.Contains("/n", app.Model.Received[2][^1].Text, StringComparison.Ordinal);
        Assert.Equal("success", (await app.StepsAsync(run.Id))[^1].Status);
    }

    [Fact]
    public async Task A_model_that_does_not_learn_it_lets_the_run_fail()
    {
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("no").WithUsage(10, 5)));

        var run = await app.RunAsync(Draft);

        Assert.Equal((ExecutionStatus.Failed, "output-invalid", 3), (run.Status, run.Error?.Code, app.Model.Started));
    }
}
