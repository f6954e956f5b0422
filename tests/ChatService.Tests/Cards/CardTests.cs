using System.Net;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;

namespace ChatService.Tests.Cards;

public sealed class CardTests
{
    [Fact]
    public async Task Saving_a_draft_twice_makes_one_agent()
    {
        await using var app = await DraftedAsync();
        await using var socket = await app.Chat.ConnectAsync(app.Conversation);

        var first = await app.ClickAsync(socket, "draft", "save");
        var second = await app.ClickAsync(socket, "draft", "save");

        Assert.Equal(("agent-1", "draft"), ((string?)first["agentId"], (string?)first["agentStatus"]));
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Single(app.Chat.Service.Others.Asked, asked => asked == "POST /api/agents");
        Assert.Equal(first.ToJsonString(), (await app.PartAsync("draft"))?.ToJsonString());
    }

    [Fact]
    public async Task A_card_whose_agent_was_deleted_is_saved_as_a_new_one()
    {
        await using var app = await DraftedAsync();
        await using var socket = await app.Chat.ConnectAsync(app.Conversation);
        await app.ClickAsync(socket, "draft", "save");
        app.Chat.Service.Others
            .On(HttpMethod.Get, "/api/agents/agent-1", new { code = "not-found", detail = "gone" }, HttpStatusCode.NotFound)
            .On(HttpMethod.Post, "/api/agents", Stand.Agent("agent-2"), HttpStatusCode.Created)
            .On(HttpMethod.Post, "/api/agents/agent-2/activate", Stand.Agent("agent-2", AgentStatus.Active));

        var part = await app.ClickAsync(socket, "draft", "activate");

        Assert.Equal(("agent-2", "active"), ((string?)part["agentId"], (string?)part["agentStatus"]));
        Assert.Equal(2, app.Chat.Service.Others.Asked.Count(asked => asked == "POST /api/agents"));
    }

    [Fact]
    public async Task Activating_a_draft_saves_it_first()
    {
        await using var app = await DraftedAsync();
        await using var socket = await app.Chat.ConnectAsync(app.Conversation);

        var part = await app.ClickAsync(socket, "draft", "activate");

        Assert.Equal(("agent-1", "active"), ((string?)part["agentId"], (string?)part["agentStatus"]));
        Assert.Equal(["POST /api/agents", "POST /api/agents/agent-1/activate"], app.Chat.Service.Others.Asked.Where(asked => asked.StartsWith("POST /api/agents", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Activating_a_tested_draft_names_the_test_run_for_the_forecast()
    {
        await using var app = await DraftedAsync();
        await using var socket = await app.Chat.ConnectAsync(app.Conversation);
        await app.ClickAsync(socket, "draft", "test", until: part => (string?)part["id"] == "draft");

        await app.ClickAsync(socket, "draft", "activate", until: part => (string?)part["agentStatus"] == "active");

        Assert.Contains("POST /api/agents/agent-1/activate?executionId=run-1", app.Chat.Service.Others.Asked);
    }

    [Fact]
    public async Task A_test_shows_a_card_of_its_own_that_the_end_of_the_run_replaces()
    {
        await using var app = await DraftedAsync();
        await using var socket = await app.Chat.ConnectAsync(app.Conversation);

        var draft = await app.ClickAsync(socket, "draft", "test", until: part => (string?)part["id"] == "draft");
        Assert.Equal("run-1", (string?)draft["testExecutionId"]);
        Assert.Equal("queued", (string?)(await app.PartAsync("run-run-1"))?["status"]);
        // A second click while it runs starts nothing.
        await app.ClickAsync(socket, "draft", "test", until: part => (string?)part["id"] == "draft");
        await app.Chat.Service.Bus.Publish(Ended("run-1", ExecutionStatus.Success, "The news."), TestContext.Current.CancellationToken);
        var run = await socket.UntilAsync(frame => (string?)frame.Json["part"]?["status"] == "success", "the run's end");

        Assert.Equal(("run-run-1", "The news.", 7), ((string?)run.Json["part"]!["id"], (string?)run.Json["part"]!["result"], (long?)run.Json["part"]!["tokenUsage"]!["input"]));
        Assert.Equal("success", (string?)(await app.PartAsync("run-run-1"))?["status"]);
        Assert.Single(app.Chat.Service.Others.Asked, asked => asked == "POST /api/executions");
    }

    [Fact]
    public async Task A_run_that_ended_before_its_card_was_made_is_shown_as_ended()
    {
        await using var app = await DraftedAsync(Stand.Platform().On(HttpMethod.Get, "/api/executions/run-1", Stand.Execution("run-1", ExecutionStatus.Success, "At once.")));
        await using var socket = await app.Chat.ConnectAsync(app.Conversation);

        await app.ClickAsync(socket, "draft", "test", until: part => (string?)part["id"] == "draft");

        Assert.Equal(("success", "At once."), ((string?)(await app.PartAsync("run-run-1"))?["status"], (string?)(await app.PartAsync("run-run-1"))?["result"]));
    }

    [Fact]
    public async Task A_choice_becomes_the_users_next_message_once()
    {
        await using var chat = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(Stand.Question(), ScriptedAnswer.Text("Tell me."), ScriptedAnswer.Text("Sport it is.")));
        var conversation = await chat.CreateAsync();
        await using var socket = await chat.ConnectAsync(conversation);
        var answer = (await socket.AskAsync("m1", "News please")).MessageId;
        var part = socket.Seen.Last(frame => frame.Type == "part").Json["part"]!;
        var click = new { type = "action", messageId = answer, partId = (string?)part["id"], value = "Sport" };

        await socket.SendAsync(click);
        await socket.UntilAsync("done");
        await socket.SendAsync(click);
        await socket.UntilAsync("ack");
        await socket.SendAsync(click with { value = "Chess" });
        var error = await socket.UntilAsync("error");

        Assert.Equal(("Which news?", null), ((string?)part["question"], (string?)part["chosen"]));
        Assert.Equal(["News please", "Tell me.", "Sport", "Sport it is."], (await chat.MessagesAsync(conversation)).Select(message => (string?)message["content"]));
        Assert.Equal(("validation", answer), ((string?)error.Json["code"], error.MessageId));
        Assert.Equal("Sport", (string?)(await chat.MessagesAsync(conversation))[1]["parts"]!.AsArray().Single(item => (string?)item!["type"] == "choices")!["chosen"]);
        Assert.Equal(3, chat.Model.Started);
    }

    [Fact]
    public async Task An_action_that_cannot_be_done_is_an_error_and_leaves_the_card()
    {
        var others = Stand.Platform()
            .On(HttpMethod.Post, "/api/agents", new { type = "x", title = "x", status = 400, code = "validation", detail = "name: too long." }, HttpStatusCode.BadRequest)
            .Down(HttpMethod.Post, "/api/executions");
        await using var app = await DraftedAsync(others);
        await using var socket = await app.Chat.ConnectAsync(app.Conversation);
        var before = (await app.PartAsync("draft"))!.ToJsonString();

        Assert.Equal("validation", await ErrorAsync(app.Answer, "draft", "save"));
        Assert.Equal("unavailable", await ErrorAsync(app.Answer, "draft", "test"));
        Assert.Equal("validation", await ErrorAsync(app.Answer, "draft", "explode"));
        Assert.Equal("validation", await ErrorAsync(app.Answer, "thinking", "save"));
        Assert.Equal("not-found", await ErrorAsync(app.Answer, "unknown", "save"));
        Assert.Equal("not-found", await ErrorAsync("unknown", "draft", "save"));
        Assert.Equal(before, (await app.PartAsync("draft"))!.ToJsonString());

        async Task<string?> ErrorAsync(string messageId, string partId, string value)
        {
            await socket.SendAsync(new { type = "action", messageId, partId, value });
            var error = await socket.UntilAsync("error");
            Assert.Equal(messageId, error.MessageId);
            return (string?)error.Json["code"];
        }
    }

    private static ExecutionEnded Ended(string id, string status, string result) => new(
        id, "user", null, 0, new ExecutionTrigger(TriggerKind.Test), status, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, result, null, "simulated", new TokenUsage(7), Cost.Zero);

    /// <summary>A conversation whose answer shows a draft.</summary>
    private static async Task<Drafted> DraftedAsync(OtherServices? others = null)
    {
        var chat = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(Stand.Draft(), ScriptedAnswer.Text("Here it is.")), others ?? Stand.Platform());
        var conversation = await chat.CreateAsync();
        await using var socket = await chat.ConnectAsync(conversation);
        return new Drafted(chat, conversation, (await socket.AskAsync("m1", "News every day at 8")).MessageId!);
    }

    private sealed record Drafted(ChatApp Chat, string Conversation, string Answer) : IAsyncDisposable
    {
        /// <summary>Clicks and reads the card that comes of it.</summary>
        public async Task<JsonNode> ClickAsync(ChatSocket socket, string partId, string value, Func<JsonNode, bool>? until = null)
        {
            await socket.SendAsync(new { type = "action", messageId = Answer, partId, value });
            var frame = await socket.UntilAsync(frame => frame.Type == "part" && until?.Invoke(frame.Json["part"]!) != false, "the card");
            return frame.Json["part"]!;
        }

        public async Task<JsonNode?> PartAsync(string id) => (await Chat.MessagesAsync(Conversation))[1]["parts"]!.AsArray().SingleOrDefault(part => (string?)part!["id"] == id);

        public ValueTask DisposeAsync() => Chat.DisposeAsync();
    }
}
