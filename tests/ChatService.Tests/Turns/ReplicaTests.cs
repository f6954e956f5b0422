using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;

namespace ChatService.Tests.Turns;

/// <summary>Two replicas over one store, both alive: whichever a client reaches, it sees the same.</summary>
public sealed class ReplicaTests
{
    private static readonly (string, string) Follow = ("Logs:FollowOthers", "true");

    [Fact]
    public async Task An_answer_is_seen_and_joined_through_every_replica_as_it_is_written()
    {
        using var gate = new SemaphoreSlim(1);
        await using var store = new MortalStore();
        await using var first = await ChatApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("next")).Enqueue(ScriptedAnswer.Text("one ", "two ", "three").Behind(gate)), db: store.Connect(), settings: Follow);
        await using var second = await ChatApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("next")), db: store.Connect(), settings: Follow);
        var conversation = await first.CreateAsync();
        await using var writer = await first.ConnectAsync(conversation);
        await using var reader = await second.ConnectAsync(conversation);

        await writer.SayAsync("m1", "Count");
        await reader.UntilAsync("delta");
        // A message to the other replica waits for the answer that the first one writes.
        await reader.SayAsync("m2", "And on");
        await reader.UntilAsync(frame => frame.Type == "ack" && (string?)frame.Json["id"] == "m2", "the second message taken");
        gate.Release(10);
        await reader.UntilAsync(_ => reader.Seen.Count(frame => frame.Type == "done") == 2, "two ends");
        await writer.UntilAsync(_ => writer.Seen.Count(frame => frame.Type == "done") == 2, "two ends");

        Assert.Equal(writer.Seen.Select(frame => frame.Text), reader.Seen.Select(frame => frame.Text));
        Assert.Equal("one two threenext", reader.Content);
        Assert.Equal(2, first.Model.Started + second.Model.Started);
    }

    [Fact]
    public async Task A_client_that_comes_back_to_a_replica_that_is_behind_is_sent_nothing_twice()
    {
        await using var store = new MortalStore();
        await using var first = await ChatApp.StartAsync(db: store.Connect());
        await using var second = await ChatApp.StartAsync(db: store.Connect());
        var conversation = await first.CreateAsync();
        await using var behind = await second.ConnectAsync(conversation);
        await using var writer = await first.ConnectAsync(conversation);
        await writer.AskAsync("m1", "One");
        var last = writer.Seen[^1].Seq!.Value;

        await using var reader = await second.ConnectAsync(conversation, after: last);
        await reader.AskAsync("m2", "Two");

        Assert.True(behind.ReadySeq < last);
        Assert.Equal(last, reader.ReadySeq);
        Assert.Equal(Enumerable.Range(1, reader.Seen.Count).Select(number => last + number), reader.Seen.Select(frame => frame.Seq!.Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_through_another_replica_ends_the_answer(bool byInterrupting)
    {
        using var never = new SemaphoreSlim(0);
        await using var store = new MortalStore();
        await using var first = await ChatApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("next")).Enqueue(ScriptedAnswer.Text("never").Behind(never)), db: store.Connect(), settings: Follow);
        await using var second = await ChatApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("next")), db: store.Connect(), settings: Follow);
        var conversation = await first.CreateAsync();
        await using var writer = await first.ConnectAsync(conversation);
        await using var reader = await second.ConnectAsync(conversation);
        await writer.SayAsync("m1", "Begin");
        await first.AskedAsync(1);

        await reader.SendAsync(byInterrupting ? new { type = "message", id = "m2", content = "Rather this", whenBusy = "interrupt" } : (object)new { type = "stop" });
        var done = await reader.UntilAsync("done");

        Assert.Equal("stopped", (string?)done.Json["status"]);
        if (byInterrupting)
        {
            await reader.UntilAsync(_ => reader.Seen.Count(frame => frame.Type == "done") == 2, "the answer to the second message");
            Assert.Equal("next", reader.Content);
        }
    }
}
