using AgentPlatform.Testing.Models;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm.Tests.Testing;

public sealed class RecordedChatClientTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_recorded_once_and_replayed_without_the_model()
    {
        var folder = Directory.CreateTempSubdirectory("recordings");
        try
        {
            using var model = new ScriptedChatClient();
            model.Enqueue(ScriptedAnswer.ToolCall("1", "clock", new Dictionary<string, object?> { ["zone"] = "Asia/Seoul" }).WithUsage(10, 5));
            using var recorder = new RecordedChatClient(folder.FullName, model, record: true);
            using var player = new RecordedChatClient(folder.FullName, record: false);

            await recorder.GetResponseAsync("hi", cancellationToken: Token);
            await recorder.GetResponseAsync("hi", cancellationToken: Token);
            var replayed = await player.GetResponseAsync("hi", cancellationToken: Token);

            Assert.Equal(1, model.Started);
            Assert.Equal("clock", Assert.Single(replayed.Messages[0].Contents.OfType<FunctionCallContent>()).Name);
            Assert.Equal(10, replayed.Usage!.InputTokenCount);
            await Assert.ThrowsAsync<InvalidOperationException>(() => player.GetResponseAsync("something else", cancellationToken: Token));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_script_can_hold_back_fail_and_count()
    {
        using var gate = new SemaphoreSlim(0);
        using var model = new ScriptedChatClient((_, _) => ScriptedAnswer.Text("later"));
        model.Enqueue(ScriptedAnswer.Fails(new ModelUnavailableException(ModelFailure.Cut), "one ").Behind(gate));

        var pending = model.GetResponseAsync("hi", cancellationToken: Token);
        var waiting = !pending.IsCompleted;
        gate.Release(2);
        var failure = await Assert.ThrowsAsync<ModelUnavailableException>(() => pending);
        var answer = await model.GetResponseAsync("again", cancellationToken: Token);

        Assert.True(waiting);
        Assert.Equal(ModelFailure.Cut, failure.Reason);
        Assert.Equal(("later", 2, 1), (answer.Text, model.Started, model.Completed));
    }
}
