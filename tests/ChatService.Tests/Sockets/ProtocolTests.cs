using System.Net.WebSockets;
using AgentPlatform.Testing.Models;

namespace ChatService.Tests.Sockets;

public sealed class ProtocolTests
{
    [Fact]
    public async Task A_message_is_acknowledged_and_answered_in_the_order_of_the_contract()
    {
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("Hello ", "there.").WithUsage(100, 20)));
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);

        await socket.AskAsync("m1", "Hi");
        var messages = await app.MessagesAsync(conversation);

        Assert.Equal(0, socket.ReadySeq);
        Assert.Equal(Enumerable.Range(1, socket.Seen.Count).Select(seq => (long?)seq), socket.Seen.Select(frame => frame.Seq));
        Assert.Equal(["ack", "start", "status", "delta", "status", "usage", "done"], socket.Seen.Select(frame => frame.Type).Aggregate(new List<string>(), (types, type) => types.LastOrDefault() == type ? types : [.. types, type]));
        Assert.Equal(("m1", (string?)messages[0]["id"]), ((string?)socket.Seen[0].Json["id"], socket.Seen[0].MessageId));
        Assert.All(socket.Seen.Skip(1), frame => Assert.Equal((string?)messages[1]["id"], frame.MessageId));
        Assert.Equal(("running", "Analysing the request…"), ((string?)socket.Seen[2].Json["state"], (string?)socket.Seen[2].Json["data"]));
        Assert.Equal(100, (long?)socket.Seen[^2].Json["tokenUsage"]!["input"]);
        Assert.Equal("complete", (string?)socket.Seen[^1].Json["status"]);
        Assert.Equal(("Hello there.", "Hello there."), (socket.Content, (string?)messages[1]["content"]));
        Assert.Equal([("user", "complete"), ("assistant", "complete")], messages.Select(message => ((string?)message["role"], (string?)message["status"])));
    }

    [Fact]
    public async Task At_the_moment_of_its_acknowledgement_a_message_is_stored()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("x").Behind(gate)));
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);

        await socket.SayAsync("m1", "Keep this.");
        var ack = await socket.UntilAsync("ack");

        var stored = (await app.MessagesAsync(conversation))[0];
        Assert.Equal((ack.MessageId, "Keep this."), ((string?)stored["id"], (string?)stored["content"]));
        gate.Release(5);
    }

    [Fact]
    public async Task A_message_with_a_known_id_is_acknowledged_again_and_answered_once()
    {
        await using var app = await ChatApp.StartAsync();
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);
        await socket.AskAsync("m1", "Hi");

        await socket.SayAsync("m1", "Hi");
        var again = await socket.UntilAsync("ack");
        await using var later = await app.ConnectAsync(conversation);
        await later.SayAsync("m1", "something else");
        var afterReconnect = await later.UntilAsync("ack");
        await later.AskAsync("m2", "Next");

        Assert.Equal([socket.Seen[0].MessageId, socket.Seen[0].MessageId], [again.MessageId, afterReconnect.MessageId]);
        Assert.Equal(["Hi", "Answer to Hi.", "Next", "Answer to Next."], (await app.MessagesAsync(conversation)).Select(message => (string?)message["content"]));
        Assert.Equal(2, app.Model.Started);
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("reject")]
    public async Task A_known_id_is_acknowledged_again_while_its_answer_streams(string whenBusy)
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("x").Behind(gate)), settings: ("Chat:MaxQueuedMessages", "1"));
        await using var socket = await app.ConnectAsync(await app.CreateAsync());
        await socket.SayAsync("m1", "Hi");
        var first = await socket.UntilAsync("ack");

        await socket.SayAsync("m1", "Hi", whenBusy);
        var again = await socket.UntilAsync(frame => frame.Type is "ack" or "error", "ack or error");

        Assert.Equal(("ack", first.MessageId), (again.Type, again.MessageId));
        gate.Release(5);
        await socket.UntilAsync("done");
        Assert.Equal(1, app.Model.Started);
    }

    [Fact]
    public async Task The_same_message_on_two_sockets_at_once_is_answered_once()
    {
        await using var app = await ChatApp.StartAsync();
        for (var round = 0; round < 10; round++)
        {
            var conversation = await app.CreateAsync();
            await using var one = await app.ConnectAsync(conversation);
            await using var two = await app.ConnectAsync(conversation);

            await Task.WhenAll(one.SayAsync("m1", "Hi"), two.SayAsync("m1", "Hi"));
            await one.UntilAsync(_ => one.Seen.Count(frame => frame.Type == "ack") == 2 && one.Seen.Exists(frame => frame.Type == "done"), "two acks and the end");
            await two.ReadToAsync(one.Seen[^1].Seq!.Value);

            Assert.Equal(one.Seen, two.Seen);
            Assert.Equal(2, (await app.MessagesAsync(conversation)).Count);
        }

        Assert.Equal(10, app.Model.Started);
    }

    [Fact]
    public async Task With_after_every_later_frame_comes_again_to_the_byte_at_every_cut_point()
    {
        await using var app = await ChatApp.StartAsync();
        var conversation = await app.CreateAsync();
        await using var unbroken = await app.ConnectAsync(conversation);
        await unbroken.AskAsync("m1", "안녕하세요 \"quoted\" \\ 🚀");
        await unbroken.AskAsync("m2", "again");
        var last = unbroken.Seen[^1].Seq!.Value;

        for (var cut = 0L; cut < last; cut++)
        {
            await using var back = await app.ConnectAsync(conversation, cut);
            Assert.Equal(last, back.ReadySeq);
            Assert.Equal(unbroken.Seen.Skip((int)cut), await back.ReadToAsync(last));
        }
    }

    [Fact]
    public async Task Coming_back_while_an_answer_streams_misses_nothing_and_sees_nothing_twice()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("one ", "two ", "three").Behind(gate)));
        var conversation = await app.CreateAsync();
        await using var unbroken = await app.ConnectAsync(conversation);
        await unbroken.SayAsync("m1", "Hi");
        var returning = new List<(long After, ChatSocket Socket)>();
        foreach (var said in new[] { "one ", "one two ", "one two three" })
        {
            gate.Release();
            await unbroken.UntilAsync(_ => unbroken.Content == said, said);
            returning.Add((unbroken.Seen[^1].Seq!.Value, await app.ConnectAsync(conversation, unbroken.Seen[^1].Seq)));
        }

        gate.Release(5);
        var done = await unbroken.UntilAsync("done");

        foreach (var (after, socket) in returning)
        {
            Assert.Equal(unbroken.Seen.Where(frame => frame.Seq > after), await socket.ReadToAsync(done.Seq!.Value));
            await socket.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_after_beyond_the_end_sees_what_comes_from_now_on()
    {
        await using var app = await ChatApp.StartAsync();
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation, after: 1_000_000);

        await socket.AskAsync("m1", "Hi");

        Assert.Equal("Answer to Hi.", socket.Content);
    }

    [Fact]
    public async Task A_member_that_a_frame_does_not_have_is_named()
    {
        await using var app = await ChatApp.StartAsync();
        await using var socket = await app.ConnectAsync(await app.CreateAsync());

        await socket.SendAsync("""{"type":"message","id":"m","content":"x","surprise":1}""");

        Assert.Contains("surprise", (string?)(await socket.UntilAsync("error")).Json["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_after_only_what_comes_from_now_on_is_sent()
    {
        await using var app = await ChatApp.StartAsync();
        var conversation = await app.CreateAsync();
        await using var first = await app.ConnectAsync(conversation);
        await first.AskAsync("m1", "Hi");

        await using var second = await app.ConnectAsync(conversation);
        await second.AskAsync("m2", "Next");

        Assert.Equal(first.Seen[^1].Seq + 1, second.Seen[0].Seq);
        Assert.Equal("m2", (string?)second.Seen[0].Json["id"]);
    }

    [Fact]
    public async Task A_ping_is_answered_without_a_number()
    {
        await using var app = await ChatApp.StartAsync();
        await using var socket = await app.ConnectAsync(await app.CreateAsync());

        await socket.SendAsync(new { type = "ping" });

        Assert.Equal("""{"type":"pong"}""", (await socket.NextAsync())?.Text);
    }

    [Theory]
    [InlineData("""nonsense""")]
    [InlineData("""null""")]
    [InlineData("""[]""")]
    [InlineData("""{}""")]
    [InlineData("""{"type":"launch"}""")]
    [InlineData("""{"type":"message","id":"m","content":"x","surprise":1}""")]
    [InlineData("""{"type":"message","id":"m"}""")]
    [InlineData("""{"type":"message","id":"m","content":""}""")]
    [InlineData("""{"type":"message","id":"m","content":"  "}""")]
    [InlineData("""{"type":"message","id":"m","content":7}""")]
    [InlineData("""{"type":"message","id":"m","content":null}""")]
    [InlineData("""{"type":"message","id":null,"content":"x"}""")]
    [InlineData("""{"type":"message","id":"m.1","content":"x"}""")]
    [InlineData("""{"type":"message","id":"m","content":"x","whenBusy":"panic"}""")]
    [InlineData("""{"type":"edit","messageId":"m"}""")]
    [InlineData("""{"type":"action","messageId":"m","partId":"p","value":null}""")]
    [InlineData("""{"type":"action","messageId":"m","partId":"p"}""")]
    [InlineData("""{"type":"regenerate"}""")]
    [InlineData("""{"type":"stop","now":true}""")]
    public async Task A_frame_that_is_none_is_answered_with_an_error_and_the_socket_stays(string text)
    {
        await using var app = await ChatApp.StartAsync();
        await using var socket = await app.ConnectAsync(await app.CreateAsync());

        await socket.SendAsync(text);
        var error = await socket.UntilAsync("error");
        await socket.AskAsync("fine", "Hi");

        Assert.Equal(("validation", false), ((string?)error.Json["code"], (bool?)error.Json["retryable"]));
        Assert.Equal("Answer to Hi.", socket.Content);
    }

    [Fact]
    public async Task Content_has_an_upper_length_and_a_binary_frame_is_none()
    {
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("ok")));
        await using var socket = await app.ConnectAsync(await app.CreateAsync());

        await socket.SayAsync("m1", new string('x', 32_001));
        Assert.Equal("validation", (string?)(await socket.UntilAsync("error")).Json["code"]);
        await socket.SendAsync("""{"type":"ping"}""", WebSocketMessageType.Binary);
        Assert.Equal("validation", (string?)(await socket.UntilAsync("error")).Json["code"]);
        await socket.AskAsync("m2", new string('x', 32_000));
        Assert.Equal("ok", socket.Content);
    }

    [Fact]
    public async Task A_frame_over_64_KiB_is_answered_with_an_error_and_the_socket_stays()
    {
        await using var app = await ChatApp.StartAsync();
        await using var socket = await app.ConnectAsync(await app.CreateAsync());

        foreach (var length in new[] { 65_600, 300_000 })
        {
            await socket.SendAsync("{\"type\":\"message\",\"id\":\"m\",\"content\":\"" + new string('x', length) + "\"}");
            Assert.Equal("payload-too-large", (string?)(await socket.UntilAsync("error")).Json["code"]);
        }

        await socket.AskAsync("m1", "Hi");
        Assert.Equal("Answer to Hi.", socket.Content);
    }

    [Fact]
    public async Task Nothing_but_bad_frames_ends_the_socket()
    {
        await using var app = await ChatApp.StartAsync(settings: ("Chat:MaxBadFrames", "3"));
        await using var socket = await app.ConnectAsync(await app.CreateAsync());

        foreach (var _ in Enumerable.Range(0, 3))
        {
            await socket.SendAsync("nonsense");
        }

        while (await socket.NextAsync() is { } frame)
        {
            Assert.Equal("error", frame.Type);
        }
    }
}
