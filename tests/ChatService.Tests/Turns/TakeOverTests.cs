using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.ServiceDefaults;
using AgentPlatform.ServiceDefaults.Logs;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using ChatService.Conversations;
using ChatService.Turns;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace ChatService.Tests.Turns;

/// <summary>Processes die in the middle of answers and others finish them.</summary>
public sealed class TakeOverTests
{
    private const string Whole = "Let me look at your agents.\n\nYou have none yet, so let us make one.";

    [Fact]
    public async Task Wherever_a_process_dies_another_one_finishes_the_answer_and_clients_see_no_seam()
    {
        var cut = 0;
        while (await DiesAfterAsync(appends: cut + 1))
        {
            cut++;
        }

        Assert.True(cut >= 4, $"Only {cut} boundaries were met.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stale_process_adds_nothing_to_an_answer_that_another_one_took(bool knowsBefore)
    {
        using var gate = new SemaphoreSlim(1);
        await using var store = new MortalStore();
        var stale = new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("one ", "stale ", "words").Behind(gate), ScriptedAnswer.Text("second answer"));
        await using var first = await ChatApp.StartAsync(stale, db: store.Connect());
        var conversation = await first.CreateAsync();
        var client = await first.ConnectAsync(conversation);
        await client.SayAsync("m1", "Count.");
        await client.UntilAsync(_ => client.Content == "one ", "the first word");

        await using var second = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("one ", "two ", "three")), db: store.Connect(), clock: Later());
        await using var moved = await second.ConnectAsync(conversation, client.Seen[^1].Seq);
        await moved.UntilAsync("done");
        var content = (string?)(await second.MessagesAsync(conversation))[1]["content"];
        if (knowsBefore)
        {
            // The conversation learns of the other process by this message, while the stale answer still waits for its model.
            await SayNextAsync(client);
            gate.Release(10);
        }
        else
        {
            gate.Release(10);
            await SayNextAsync(client);
        }

        await client.DisposeAsync();
        await ChatApp.PollAsync(() => first.Conversations.Count == 0, "the stale answer to be left");
        await using var all = await first.ConnectAsync(conversation, 0);
        await all.ReadToAsync(all.ReadySeq);

        Assert.Equal("one two three", content);
        Assert.Equal("one two threesecond answer", all.Content);
        Assert.Equal(["Count.", "one two three", "And now?", "second answer"], (await first.MessagesAsync(conversation)).Select(message => (string?)message["content"]));
        Assert.Equal(Enumerable.Range(1, all.Seen.Count).Select(seq => (long?)seq), all.Seen.Select(frame => frame.Seq));
        Assert.Equal(2, all.Seen.Count(frame => frame.Type == "done"));

        static async Task SayNextAsync(ChatSocket client)
        {
            await client.SayAsync("m2", "And now?");
            await client.UntilAsync(_ => client.Seen.Count(frame => frame.Type == "done") == 2, "two ends");
        }
    }

    [Fact]
    public async Task While_the_lease_lasts_an_answer_is_left_to_the_process_that_writes_it()
    {
        using var gate = new SemaphoreSlim(0);
        await using var store = new MortalStore();
        await using var first = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("mine").Behind(gate)), db: store.Connect());
        var conversation = await first.CreateAsync();
        await using var client = await first.ConnectAsync(conversation);
        await client.SayAsync("m1", "Hi");
        await first.AskedAsync(1);

        await using var second = await ChatApp.StartAsync(db: store.Connect());
        using (var lease = await second.Conversations.OpenAsync("user", conversation, TestContext.Current.CancellationToken))
        {
            await lease!.Value.ResumeAsync(force: false, TestContext.Current.CancellationToken);
        }

        gate.Release(5);
        await client.UntilAsync("done");
        Assert.Equal(("mine", 0), (client.Content, second.Model.Started));
    }

    [Fact]
    public async Task Messages_that_wait_behind_an_interrupted_answer_are_answered_too()
    {
        await using var store = new MortalStore();
        var lifeline = new Lifeline();
        await using var first = await ChatApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("never").Behind(new SemaphoreSlim(0))), db: store.Connect(lifeline));
        var conversation = await first.CreateAsync();
        await using var client = await first.ConnectAsync(conversation);
        foreach (var id in new[] { "m1", "m2", "m3" })
        {
            await client.SayAsync(id, id);
            await client.UntilAsync("ack");
        }

        await first.AskedAsync(1);
        lifeline.CutNow();
        await using var second = await ChatApp.StartAsync(db: store.Connect(), settings: ("Chat:TakeOverAtStart", "true"));
        await using var moved = await second.ConnectAsync(conversation, client.Seen[^1].Seq);
        await moved.UntilAsync(_ => moved.Seen.Count(frame => frame.Type == "done") == 3, "three answers");

        Assert.Equal("Answer to m1.Answer to m2.Answer to m3.", moved.Content);
        Assert.Equal(["m1", "m2", "m3"], (await second.MessagesAsync(conversation)).Where(message => (string?)message["role"] == "user").Select(message => (string?)message["content"]));
    }

    [Fact]
    public async Task The_end_of_an_answer_is_announced_once_with_what_it_cost()
    {
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("ok").WithUsage(1000, 100)), settings: [("Llm:Prices:simulated:Input", "3"), ("Llm:Prices:simulated:Output", "15")]);
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);
        await socket.AskAsync("m1", "Hi");

        var ended = await app.Service.Published.WaitForAsync<ChatTurnEnded>(_ => true, TestContext.Current.CancellationToken).WaitAsync(ChatApp.Patience, TestContext.Current.CancellationToken);

        Assert.Equal((conversation, socket.Seen[^1].MessageId, "user", "simulated", 1000, 100, "0.0045"), (ended.ConversationId, ended.MessageId, ended.UserId, ended.Model, ended.TokenUsage.Input, ended.TokenUsage.Output, ended.Cost.Amount));
    }

    /// <summary>An answer whose process is cut off when it writes frames once more than so many times; false when it ended before that.</summary>
    private static async Task<bool> DiesAfterAsync(int appends)
    {
        await using var store = new MortalStore();
        var lifeline = new Lifeline();
        using var gate = new SemaphoreSlim(3);
        await using var first = await ChatApp.StartAsync(Script(gate), NoAgents(), store.Connect(lifeline));
        var conversation = await first.CreateAsync();
        var client = await first.ConnectAsync(conversation);
        lifeline.CutAfter("frames", appends);
        await client.SayAsync("m1", "Hi");
        var reading = ReadAsync(client, gate);
        await Task.WhenAny(lifeline.Cut, reading).WaitAsync(ChatApp.Patience, TestContext.Current.CancellationToken);
        if (!lifeline.Cut.IsCompleted)
        {
            return false;
        }

        // What was stored has been sent, too; the client may have read less of it.
        var log = new ConversationStore(store.Connect());
        var answer = Assert.Single(await log.ListOpenAsync(conversation, TestContext.Current.CancellationToken));
        var before = await TurnProgress.ReadAsync(new AppendLog(log.Frames(conversation)), answer.StartedAfter, answer.Id, TestContext.Current.CancellationToken);
        using var open = new SemaphoreSlim(100);
        await using var second = await ChatApp.StartAsync(Script(open), NoAgents(), store.Connect(), Later());
        await using var all = await second.ConnectAsync(conversation, 0);
        await all.UntilAsync("done");
        var messages = await second.MessagesAsync(conversation);

        Assert.Equal((Whole, Whole), (all.Content, (string?)messages[1]["content"]));
        Assert.Equal("complete", (string?)messages[1]["status"]);
        Assert.Equal(RandomId.From(conversation, "m1"), (string?)messages[0]["id"]);
        Assert.Equal(Enumerable.Range(1, all.Seen.Count).Select(seq => (long?)seq), all.Seen.Select(frame => frame.Seq));
        Assert.Equal(2 - before.ModelCalls, second.Model.Started);
        Assert.Equal((30, 3), ((long?)messages[1]["tokenUsage"]!["input"], (long?)messages[1]["tokenUsage"]!["output"]));
        Assert.Equal(client.Seen, all.Seen.Take(client.Seen.Count));
        return true;
    }

    /// <summary>Lets the model go on as far as the client has seen.</summary>
    private static async Task ReadAsync(ChatSocket client, SemaphoreSlim gate)
    {
        while (await client.NextAsync() is { Type: not "done" })
        {
            gate.Release(2);
        }
    }

    private static ScriptedChatClient Script(SemaphoreSlim gate)
    {
        var look = ScriptedAnswer.Text("Let me ", "look at ", "your agents.");
        var call = ScriptedAnswer.ToolCall("call", "list_agents");
        return new((messages, _) => messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Any()
            ? ScriptedAnswer.Text("You ", "have ", "none yet, ", "so let ", "us make ", "one.").WithUsage(20, 2).Behind(gate)
            : new ScriptedAnswer([.. look.Updates.SkipLast(1), .. call.Updates]).WithUsage(10, 1).Behind(gate));
    }

    private static OtherServices NoAgents() => new OtherServices().On(HttpMethod.Get, "/api/agents", new Page<Agent>([], null));

    /// <summary>A clock by which the leases of now have ended.</summary>
    private static FakeTimeProvider Later() => new(TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(13));
}
