using System.Text.Json.Nodes;
using AgentPlatform.Llm;
using AgentPlatform.Testing.Models;
using Microsoft.Extensions.AI;

namespace ChatService.Tests.Turns;

public sealed class TurnTests
{
    [Fact]
    public async Task A_stop_keeps_what_was_said()
    {
        using var gate = new SemaphoreSlim(1);
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("half ", "an answer").Behind(gate), ScriptedAnswer.Text("fine")));
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);
        await socket.SayAsync("m1", "Hi");
        await socket.UntilAsync("delta");

        await socket.SendAsync(new { type = "stop" });
        var done = await socket.UntilAsync("done");
        var answer = (await app.MessagesAsync(conversation))[1];

        Assert.Equal("stopped", (string?)done.Json["status"]);
        Assert.Equal(("half ", "half ", "stopped"), (socket.Content, (string?)answer["content"], (string?)answer["status"]));
        await socket.AskAsync("m2", "Go on");
        Assert.Contains(app.Model.Received[1], message => message.Role == ChatRole.Assistant && message.Text == "half ");
    }

    [Fact]
    public async Task A_stop_while_nothing_streams_is_harmless()
    {
        await using var app = await ChatApp.StartAsync();
        await using var socket = await app.ConnectAsync(await app.CreateAsync());

        await socket.SendAsync(new { type = "stop" });

        Assert.Equal("complete", (string?)(await socket.AskAsync("m1", "Hi")).Json["status"]);
    }

    [Fact]
    public async Task Messages_that_come_while_an_answer_streams_wait_their_turn_and_know_the_answers_before_them()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient((messages, _) => ScriptedAnswer.Text($"to {messages[^1].Text}").Behind(gate)), settings: ("Chat:MaxQueuedMessages", "2"));
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);
        foreach (var id in new[] { "m1", "m2", "m3" })
        {
            await socket.SayAsync(id, id);
            await socket.UntilAsync("ack");
        }

        await socket.SayAsync("m4", "m4");
        var error = await socket.UntilAsync("error");
        Assert.Equal(("rate-limited", true, "m4"), ((string?)error.Json["code"], (bool?)error.Json["retryable"], error.MessageId));
        gate.Release(100);
        await socket.UntilAsync(_ => socket.Seen.Count(frame => frame.Type == "done") == 3, "three answers");

        Assert.Equal("to m1to m2to m3", socket.Content);
        Assert.Equal(["m1", "to m1", "m2", "to m2", "m3"], app.Model.Received[2].Skip(1).Select(message => message.Text));
        await socket.SendAsync(new { type = "regenerate", messageId = socket.Seen[^1].MessageId });
        await socket.UntilAsync("done");
        Assert.Equal(["m1", "to m1", "m2", "to m2", "m3"], app.Model.Received[3].Skip(1).Select(message => message.Text));
    }

    [Fact]
    public async Task A_message_may_ask_to_be_rejected_while_an_answer_streams()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("x").Behind(gate)));
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);
        await socket.SayAsync("m1", "Hi");
        await socket.UntilAsync("start");

        await socket.SayAsync("m2", "Now?", "reject");
        var error = await socket.UntilAsync("error");
        gate.Release(5);
        await socket.UntilAsync("done");

        Assert.Equal(("conflict", "m2"), ((string?)error.Json["code"], error.MessageId));
        Assert.Equal(2, (await app.MessagesAsync(conversation)).Count);
    }

    [Fact]
    public async Task A_message_may_interrupt_the_answer_that_streams()
    {
        using var gate = new SemaphoreSlim(1);
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("half", "more").Behind(gate), ScriptedAnswer.Text("next")));
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);
        await socket.SayAsync("m1", "Hi");
        await socket.UntilAsync("delta");

        await socket.SayAsync("m2", "Stop, this instead", "interrupt");
        await socket.UntilAsync(_ => socket.Seen.Count(frame => frame.Type == "done") == 2, "two ends");

        Assert.Equal(["stopped", "complete"], socket.Seen.Where(frame => frame.Type == "done").Select(frame => (string?)frame.Json["status"]));
        Assert.Equal("halfnext", socket.Content);
    }

    [Fact]
    public async Task The_newest_answer_can_be_written_anew_and_the_old_one_is_shown_no_more()
    {
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("first"), ScriptedAnswer.Text("second"), ScriptedAnswer.Text("third")));
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);
        var first = (await socket.AskAsync("m1", "one")).MessageId;
        var second = (await socket.AskAsync("m2", "two")).MessageId;

        await socket.SendAsync(new { type = "regenerate", messageId = first });
        Assert.Equal("conflict", (string?)(await socket.UntilAsync("error")).Json["code"]);
        await socket.SendAsync(new { type = "regenerate", messageId = second });
        var third = (await socket.UntilAsync("done")).MessageId;

        Assert.NotEqual(second, third);
        Assert.Equal(["one", "first", "two", "third"], (await app.MessagesAsync(conversation)).Select(message => (string?)message["content"]));
        Assert.Equal(["one", "first", "two"], app.Model.Received[2].Skip(1).Select(message => message.Text));
    }

    [Fact]
    public async Task An_edited_message_is_answered_anew_and_what_came_after_it_is_gone()
    {
        await using var app = await ChatApp.StartAsync();
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);
        await socket.AskAsync("m1", "one");
        await socket.AskAsync("m2", "two");
        await socket.AskAsync("m3", "three");
        var edited = (string?)(await app.MessagesAsync(conversation))[2]["id"];

        await socket.SendAsync(new { type = "edit", messageId = edited, content = "TWO" });
        await socket.UntilAsync("done");
        await socket.SendAsync(new { type = "edit", messageId = "unknown", content = "x" });

        Assert.Equal("conflict", (string?)(await socket.UntilAsync("error")).Json["code"]);
        Assert.Equal(["one", "Answer to one.", "TWO", "Answer to TWO."], (await app.MessagesAsync(conversation)).Select(message => (string?)message["content"]));
        Assert.Equal(["one", "Answer to one.", "TWO"], app.Model.Received[3].Skip(1).Select(message => message.Text));
    }

    [Fact]
    public async Task While_an_answer_streams_nothing_is_edited_or_written_anew()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("x").Behind(gate)));
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);
        await socket.SayAsync("m1", "Hi");
        var ack = await socket.UntilAsync("ack");
        var start = await socket.UntilAsync("start");

        await socket.SendAsync(new { type = "edit", messageId = ack.MessageId, content = "x" });
        Assert.Equal("conflict", (string?)(await socket.UntilAsync("error")).Json["code"]);
        await socket.SendAsync(new { type = "regenerate", messageId = start.MessageId });
        Assert.Equal("conflict", (string?)(await socket.UntilAsync("error")).Json["code"]);
        gate.Release(5);
        await socket.UntilAsync("done");
    }

    [Fact]
    public async Task A_cut_stream_is_asked_for_again_and_its_beginning_is_not_said_twice()
    {
        var model = new ScriptedChatClient().Enqueue(
            ScriptedAnswer.Fails(new ModelUnavailableException(ModelFailure.Overloaded)),
            ScriptedAnswer.Fails(new IOException("cut"), "One ", "two "),
            ScriptedAnswer.Text("One two ", "three."));
        await using var app = await ChatApp.StartAsync(model);
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);

        var done = await socket.AskAsync("m1", "Count");

        Assert.Equal(("complete", "One two three.", 3), ((string?)done.Json["status"], socket.Content, model.Started));
        Assert.Equal("One two three.", (string?)(await app.MessagesAsync(conversation))[1]["content"]);
    }

    [Theory]
    [InlineData(ModelFailure.Overloaded, 3, true)]
    [InlineData(ModelFailure.Unauthorized, 1, false)]
    public async Task A_model_that_stays_away_fails_the_answer_and_the_conversation_goes_on(ModelFailure reason, int calls, bool retryable)
    {
        var fails = Enumerable.Range(0, calls).Select(_ => ScriptedAnswer.Fails(new ModelUnavailableException(reason), "Hm"));
        var model = new ScriptedChatClient().Enqueue([.. fails, ScriptedAnswer.Text("back")]);
        await using var app = await ChatApp.StartAsync(model);
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);

        var done = await socket.AskAsync("m1", "Hi");
        var error = Assert.Single(socket.Seen, frame => frame.Type == "error");
        var failed = (await app.MessagesAsync(conversation))[1];

        Assert.Equal(("failed", calls), ((string?)done.Json["status"], model.Started));
        Assert.Equal(("model-unavailable", retryable, done.MessageId), ((string?)error.Json["code"], (bool?)error.Json["retryable"], error.MessageId));
        Assert.Equal(("failed", "Hm", "Hm"), ((string?)failed["status"], (string?)failed["content"], socket.Content));
        Assert.Equal("failed", (string?)failed["parts"]!.AsArray().Single(part => (string?)part!["id"] == "thinking")!["state"]);
        Assert.Equal("complete", (string?)(await socket.AskAsync("m2", "Now?")).Json["status"]);
    }

    [Fact]
    public async Task An_empty_stream_counts_as_no_answer_and_is_asked_for_again()
    {
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(new ScriptedAnswer([]), ScriptedAnswer.Text("there")));
        await using var socket = await app.ConnectAsync(await app.CreateAsync());

        await socket.AskAsync("m1", "Hi");

        Assert.Equal("there", socket.Content);
    }

    [Fact]
    public async Task A_model_that_calls_tools_for_ever_is_ended_by_the_limit()
    {
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.ToolCall("call", "nonsense")), settings: ("Chat:MaxModelCalls", "3"));
        await using var socket = await app.ConnectAsync(await app.CreateAsync());

        var done = await socket.AskAsync("m1", "Hi");

        Assert.Equal(("failed", 3), ((string?)done.Json["status"], app.Model.Started));
        Assert.Equal("step-limit", (string?)JsonNode.Parse(socket.Seen.Single(frame => frame.Type == "error").Text)!["code"]);
    }
}
