using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;

namespace ChatService.Tests.Conversations;

public sealed class ConversationTests
{
    private const string Path = "/api/conversations";

    [Fact]
    public async Task A_conversation_is_made_read_renamed_and_deleted()
    {
        await using var app = await ChatApp.StartAsync();

        var made = await Answers.ReadAsync(app.Http, HttpMethod.Post, Path, """{"title":"Plans"}""");
        var id = (string?)JsonNode.Parse(made[4..])!["id"];
        var renamed = await Answers.ReadAsync(app.Http, HttpMethod.Patch, $"{Path}/{id}", """{"title":"Better plans"}""");

        Assert.StartsWith("201", made, StringComparison.Ordinal);
        Assert.Equal("200", renamed[..3]);
        Assert.Equal(renamed, await Answers.ReadAsync(app.Http, HttpMethod.Get, $"{Path}/{id}"));
        Assert.Equal("Better plans", (string?)JsonNode.Parse(renamed[4..])!["title"]);
        Assert.Equal("204", await Answers.ReadAsync(app.Http, HttpMethod.Delete, $"{Path}/{id}"));
        Assert.Equal("404 not-found", await Answers.ProblemAsync(app.Http, HttpMethod.Get, $"{Path}/{id}"));
        Assert.Equal("404 not-found", await Answers.ProblemAsync(app.Http, HttpMethod.Delete, $"{Path}/{id}"));
    }

    [Fact]
    public async Task A_conversation_that_is_deleted_while_it_is_open_is_gone_for_everybody_at_once()
    {
        using var gate = new SemaphoreSlim(1);
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("one ", "two").Behind(gate)));
        var id = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(id);
        await socket.SayAsync("m1", "Count.");
        await socket.UntilAsync(_ => socket.Content == "one ", "the first word");

        Assert.Equal("204", await Answers.ReadAsync(app.Http, HttpMethod.Delete, $"{Path}/{id}"));

        Assert.Equal("not-found", (string?)(await socket.UntilAsync("error")).Json["code"]);
        Assert.Equal("404 not-found", await Answers.ProblemAsync(app.Http, HttpMethod.Post, $"{Path}/{id}/messages", """{"content":"x"}"""));
        Assert.Equal("404 not-found", await Answers.ProblemAsync(app.Http, HttpMethod.Patch, $"{Path}/{id}", """{"title":"x"}"""));
        Assert.Equal("404 not-found", await Answers.ProblemAsync(app.Http, HttpMethod.Delete, $"{Path}/{id}"));
        await socket.SayAsync("m2", "And now?");
        Assert.Null(await socket.NextAsync());
        await ChatApp.PollAsync(() => app.Conversations.Count == 0, "the answer to be left");
        Assert.Empty(await app.Conversations.Store.ListAbandonedAsync(DateTimeOffset.MaxValue, 10, TestContext.Current.CancellationToken));
        Assert.Equal(1, app.Model.Started);
    }

    [Fact]
    public async Task An_edit_under_an_old_tag_is_refused()
    {
        await using var app = await ChatApp.StartAsync();
        var id = await app.CreateAsync();
        using var read = await app.Http.GetAsync(new Uri($"{Path}/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        var tag = read.Headers.ETag!.ToString();

        Assert.Equal("200", (await Answers.ReadAsync(app.Http, HttpMethod.Patch, $"{Path}/{id}", """{"title":"One"}""", ("If-Match", tag)))[..3]);
        Assert.Equal("412 precondition-failed", await Answers.ProblemAsync(app.Http, HttpMethod.Patch, $"{Path}/{id}", """{"title":"Two"}""", ("If-Match", tag)));
        Assert.Equal("412 precondition-failed", await Answers.ProblemAsync(app.Http, HttpMethod.Delete, $"{Path}/{id}", null, ("If-Match", tag)));
        Assert.Equal("204", await Answers.ReadAsync(app.Http, HttpMethod.Delete, $"{Path}/{id}", null, ("If-Match", "*")));
    }

    [Fact]
    public async Task A_name_made_of_a_long_message_cuts_no_character_in_half()
    {
        await using var app = await ChatApp.StartAsync();
        var id = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(id);

        await socket.AskAsync("m1", new string('a', 59) + "😀😀");

        Assert.Equal(new string('a', 59) + "…", (string?)JsonNode.Parse((await Answers.ReadAsync(app.Http, HttpMethod.Get, $"{Path}/{id}"))[4..])!["title"]);
    }

    [Fact]
    public async Task The_first_message_names_a_conversation_and_a_name_that_people_gave_stays()
    {
        await using var app = await ChatApp.StartAsync();
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);

        await socket.AskAsync("m1", "Send me the news");
        Assert.Equal("Send me the news", await TitleAsync());
        await Answers.ReadAsync(app.Http, HttpMethod.Patch, $"{Path}/{conversation}", """{"title":"News"}""");
        await socket.AskAsync("m2", "Every day");

        Assert.Equal("News", await TitleAsync());
        await Answers.ReadAsync(app.Http, HttpMethod.Patch, $"{Path}/{conversation}", "{}");
        Assert.Equal("News", await TitleAsync());

        async Task<string?> TitleAsync() => (string?)JsonNode.Parse((await Answers.ReadAsync(app.Http, HttpMethod.Get, $"{Path}/{conversation}"))[4..])!["title"];
    }

    [Fact]
    public async Task An_idempotency_key_makes_one_conversation()
    {
        await using var app = await ChatApp.StartAsync();
        var key = ("Idempotency-Key", "key");

        var made = await Answers.ReadAsync(app.Http, HttpMethod.Post, Path, "{}", key);

        Assert.Equal(made, await Answers.ReadAsync(app.Http, HttpMethod.Post, Path, "{}", key));
        Assert.Equal("422 idempotency-mismatch", await Answers.ProblemAsync(app.Http, HttpMethod.Post, Path, """{"title":"x"}""", key));
    }

    [Fact]
    public async Task Messages_are_paged_oldest_first_and_one_that_streams_shows_what_it_has_said()
    {
        using var gate = new SemaphoreSlim(1);
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("one"), ScriptedAnswer.Text("so far", " and on").Behind(gate)));
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);
        await socket.AskAsync("m1", "first");
        await socket.SayAsync("m2", "second");
        await socket.UntilAsync("delta");

        var first = JsonNode.Parse((await Answers.ReadAsync(app.Http, HttpMethod.Get, $"{Path}/{conversation}/messages?limit=3"))[4..])!;
        var second = JsonNode.Parse((await Answers.ReadAsync(app.Http, HttpMethod.Get, $"{Path}/{conversation}/messages?limit=3&cursor={first["nextCursor"]}"))[4..])!;

        Assert.Equal(["first", "one", "second"], first["items"]!.AsArray().Select(item => (string?)item!["content"]));
        var streaming = Assert.Single(second["items"]!.AsArray())!;
        Assert.Equal(("so far", "streaming"), ((string?)streaming["content"], (string?)streaming["status"]));
        Assert.Null(second["nextCursor"]);
        gate.Release(5);
        await socket.UntilAsync("done");
    }

    [Fact]
    public async Task A_message_over_HTTP_is_answered_with_the_frames_and_again_under_the_same_id()
    {
        await using var app = await ChatApp.StartAsync();
        var conversation = await app.CreateAsync();

        var first = await PostAsync(new { content = "Hi", id = "m1" });
        var again = await PostAsync(new { content = "Hi", id = "m1" });
        var other = await PostAsync(new { content = "Next" });

        Assert.Equal(["ack", "start"], first.Take(2).Select(frame => frame.Type));
        Assert.Equal(first[0], again[0]);
        Assert.Equal(first.SkipWhile(frame => frame.Type != "start"), again.SkipWhile(frame => frame.Type != "start"));
        Assert.Equal("Answer to Next.", string.Concat(other.Where(frame => frame.Type == "delta").Select(frame => (string?)frame.Json["text"])));
        Assert.All(new[] { first, again, other }, frames => Assert.Equal("done", frames[^1].Type));
        Assert.Equal(2, app.Model.Started);

        async Task<List<ReceivedFrame>> PostAsync(object body)
        {
            using var response = await app.Http.PostAsync($"{Path}/{conversation}/messages", new StringContent(JsonSerializer.Serialize(body), null, "application/json"), TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block => new ReceivedFrame(block.Split("\ndata: ")[1]))];
        }
    }

    [Fact]
    public async Task A_message_over_HTTP_is_taken_once_for_its_idempotency_key()
    {
        await using var app = await ChatApp.StartAsync();
        var conversation = await app.CreateAsync();

        var first = await PostAsync("a key", "Hi");
        var again = await PostAsync("a key", "Hi");
        var other = await PostAsync("another key", "Hi");

        first.Is(200);
        Assert.Equal(first.Text, again.Text);
        Assert.NotEqual(first.Text, other.Text);
        (await PostAsync("a key", "Something else")).IsProblem(422, "idempotency-mismatch");
        (await PostAsync(new string('k', 256), "Hi")).IsProblem(400, "validation", "Idempotency-Key");
        Assert.Equal(2, app.Model.Started);
        Assert.Equal(4, (await app.MessagesAsync(conversation)).Count);

        Task<HttpAnswer> PostAsync(string key, string content) => app.Http.AskAsync("POST", $"{Path}/{conversation}/messages", new { content }, ("Idempotency-Key", key));
    }

    [Fact]
    public async Task A_message_over_HTTP_that_finds_the_queue_full_is_told_when_to_come_again()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("slow").Behind(gate)), settings: ("Chat:MaxQueuedMessages", "1"));
        var conversation = await app.CreateAsync();
        await using var socket = await app.ConnectAsync(conversation);
        await socket.SayAsync("m1", "first");
        await app.AskedAsync(1);
        await socket.SayAsync("m2", "second");
        await socket.UntilAsync(frame => frame.Type == "ack" && (string?)frame.Json["id"] == "m2", "the second message taken");

        using var response = await app.Http.PostAsync($"{Path}/{conversation}/messages", new StringContent("""{"content":"third"}""", null, "application/json"), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.TooManyRequests, "5"), (response.StatusCode, response.Headers.RetryAfter?.ToString()));
        gate.Release(10);
    }

    [Fact]
    public async Task The_model_is_given_the_last_questions_and_answers_whichever_process_asks_it()
    {
        await using var store = new MortalStore();
        (string, string) few = ("Chat:MaxHistoryMessages", "4");
        string conversation, newest;
        IReadOnlyList<string> first;
        await using (var app = await ChatApp.StartAsync(db: store.Connect(), settings: few))
        {
            conversation = await app.CreateAsync();
            await using var socket = await app.ConnectAsync(conversation);
            for (var n = 1; n <= 20; n++)
            {
                await socket.AskAsync($"m{n}", $"question {n}");
            }

            newest = socket.Seen.Last(frame => frame.Type == "done").MessageId!;
            first = [.. app.Model.Received[^1].Skip(1).Select(message => message.Text)];
        }

        await using var other = await ChatApp.StartAsync(db: store.Connect(), settings: few);
        await using var again = await other.ConnectAsync(conversation);
        await again.SendAsync(new { type = "regenerate", messageId = newest });
        await again.UntilAsync("done");

        Assert.Equal(["question 19", "Answer to question 19.", "question 20"], first);
        Assert.Equal(first, other.Model.Received[^1].Skip(1).Select(message => message.Text));
    }

    [Fact]
    public async Task A_conversation_about_an_agent_tells_the_model_of_it()
    {
        var agent = Cards.Stand.Agent("agent-1");
        await using var app = await ChatApp.StartAsync(others: new OtherServices().On(HttpMethod.Get, "/api/agents/agent-1", agent));
        var conversation = await app.CreateAsync(new { agentId = "agent-1" });
        await using var socket = await app.ConnectAsync(conversation);

        await socket.AskAsync("m1", "Change it");

        Assert.Contains(agent.FinalAgentPrompt, app.Model.Received[0][0].Text, StringComparison.Ordinal);
    }
}
