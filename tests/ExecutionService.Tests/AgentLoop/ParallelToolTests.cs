using AgentPlatform.Contracts.Executions;
using AgentPlatform.Testing.Models;

namespace ExecutionService.Tests.AgentLoop;

public sealed class ParallelToolTests
{
    [Fact]
    public async Task Reading_tools_run_side_by_side_and_all_others_one_after_another_in_their_order()
    {
        var (together, running, most) = (new TaskCompletionSource(), 0, 0);
        var probe = new ProbeTools
        {
            Acting = async (tool, _, token) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                if (tool == ProbeTools.Read)
                {
                    if (Volatile.Read(ref running) == 3)
                    {
                        together.TrySetResult();
                    }

                    await together.Task.WaitAsync(token);
                }

                Interlocked.Decrement(ref running);
            },
        };
        string[] names = [ProbeTools.Effect, ProbeTools.Read, ProbeTools.Read, ProbeTools.Read, ProbeTools.Idempotent, ProbeTools.Effect];
        var calls = names.Select((name, n) => ScriptedAnswer.ToolCall($"{n}", name)).ToList();
        await using var app = await ExecutionApp.StartAsync(
            new ScriptedChatClient().Enqueue(new ScriptedAnswer([.. calls.Select(call => call.Updates[0]), calls[0].Updates[1]]), ScriptedAnswer.Text("done")), probe: probe);

        var run = await app.RunAsync();

        Assert.Equal((ExecutionStatus.Success, 3), (run.Status, most));
        Assert.Equal(names, probe.Calls.Select(call => call.Tool));
        Assert.Equal(names, (await app.StepsAsync(run.Id)).Where(step => step.Kind == "tool").Select(step => step.Name));
        Assert.Equal(["0", "1", "2", "3", "4", "5"], app.Model.Received[1].SelectMany(message => message.Contents).OfType<Microsoft.Extensions.AI.FunctionResultContent>().Select(result => result.CallId));
    }
}
