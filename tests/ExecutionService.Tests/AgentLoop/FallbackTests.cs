using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Llm;
using AgentPlatform.Testing.Models;

namespace ExecutionService.Tests.AgentLoop;

public sealed class FallbackTests
{
    [Fact]
    public async Task When_a_model_cannot_be_had_the_next_one_of_the_agents_list_is_asked_and_named()
    {
        var asked = new List<string?>();
        await using var app = await ExecutionApp.StartAsync(
            new ScriptedChatClient((_, options) =>
            {
                asked.Add(options?.ModelId);
                return options?.ModelId == "third" ? ScriptedAnswer.Text("ok").WithUsage(1, 1) : ScriptedAnswer.Fails(new ModelUnavailableException(options?.ModelId == "second" ? ModelFailure.BadRequest : ModelFailure.Overloaded));
            }),
            settings: ("Execution:ModelRetries", "1"));

        var run = await app.RunAsync(ExecutionApp.Draft() with { Model = "first", Runtime = new AgentRuntime { FallbackModels = ["second", "third"] } });

        Assert.Equal(ExecutionStatus.Success, run.Status);
        Assert.Equal(["first", "first", "second", "third"], asked);
        Assert.Equal([("third", "success")], (await app.StepsAsync(run.Id)).Select(step => (step.Name, step.Status)));
        Assert.Contains(await app.ReadEventsAsync(run.Id), item => item.Type == "log" && item.Data.Contains("Model second cannot be had", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_none_can_be_had_the_run_fails_with_the_last_reason()
    {
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Fails(new ModelUnavailableException(ModelFailure.Unauthorized))));

        var run = await app.RunAsync(ExecutionApp.Draft() with { Runtime = new AgentRuntime { FallbackModels = ["other"] } });

        Assert.Equal((ExecutionStatus.Failed, "model-unavailable", 2), (run.Status, run.Error?.Code, app.Model.Started));
    }
}
