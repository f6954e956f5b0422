using System.Text.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using ChatService.Tests.Cards;
using Microsoft.Extensions.AI;

namespace ChatService.Tests.Designing;

public sealed class DesignerTests
{
    [Fact]
    public async Task A_draft_is_shown_with_its_schedule_and_only_with_tools_that_exist()
    {
        var (socket, _, results) = await RunAsync([Stand.Draft()]);
        var part = Assert.Single(socket.Seen, frame => frame.Type == "part").Json["part"]!;

        Assert.Equal(("draft", "agentDraft", null, null), ((string?)part["id"], (string?)part["type"], (string?)part["agentId"], (string?)part["testExecutionId"]));
        Assert.Equal(("News", "Collect the news.", "0 8 * * *", """["clock"]"""), ((string?)part["draft"]!["name"], (string?)part["draft"]!["finalAgentPrompt"], (string?)part["draft"]!["schedule"]!["cron"], part["draft"]!["tools"]!.ToJsonString()));
        Assert.Contains("Every day at 08:00", results[0], StringComparison.Ordinal);
        Assert.Equal([("Designing the agent…", "running"), ("Designing the agent…", "done")], socket.Seen.Where(frame => frame.Type == "status" && (string?)frame.Json["id"] != "thinking").Select(frame => ((string?)frame.Json["data"], (string?)frame.Json["state"])));
    }

    [Fact]
    public async Task A_draft_says_what_its_agent_may_reach_and_a_tool_that_lacks_it_is_an_error()
    {
        var (socket, _, results) = await RunAsync(
        [
            Call("draft_agent", new { name = "News", description = "d", prompt = "p", tools = new[] { "fetch_url", "run_python" } }),
            Call("draft_agent", new { name = "News", description = "d", prompt = "p", tools = new[] { "fetch_url" }, domains = new[] { "https://example.com" } }),
            Call("draft_agent", new { name = "News", description = "d", prompt = "p", tools = new[] { "notify" } }),
            Call("draft_agent", new { name = "News", description = "d", prompt = "p", tools = new[] { "fetch_url", "run_python", "notify" }, domains = new[] { "news.example.com" }, notifyUrl = "https://hooks.example.com/a" }),
        ]);
        var part = Assert.Single(socket.Seen, frame => frame.Type == "part").Json["part"]!;

        Assert.Contains("at least one domain", results[0], StringComparison.Ordinal);
        Assert.Contains("lower-case host name", results[1], StringComparison.Ordinal);
        Assert.Contains("needs an address", results[2], StringComparison.Ordinal);
        Assert.Equal(("""["fetch_url","run_python","notify"]""", """["news.example.com"]""", "https://hooks.example.com/a"), (part["draft"]!["tools"]!.ToJsonString(), part["draft"]!["runtime"]!["allowedDomains"]!.ToJsonString(), (string?)part["draft"]!["runtime"]!["notifyUrl"]));
    }

    [Fact]
    public async Task A_phrase_that_is_not_clear_is_an_error_with_suggestions_and_shows_no_card()
    {
        var (socket, _, results) = await RunAsync([Stand.Draft("every day")]);

        Assert.DoesNotContain(socket.Seen, frame => frame.Type == "part");
        Assert.Equal(("At what time?", "every day at 9"), ((string?)JsonNode.Parse(results[0])!["error"], (string?)JsonNode.Parse(results[0])!["suggestions"]![0]));
        Assert.Contains(socket.Seen, frame => frame.Type == "status" && (string?)frame.Json["state"] == "failed");
    }

    [Fact]
    public async Task A_new_schedule_replaces_the_drafts_and_keeps_the_rest()
    {
        var (socket, _, results) = await RunAsync([Stand.Draft(null), Call("set_schedule", new { phrase = "every day at 8" }), Call("set_schedule", new { phrase = "whenever" })]);
        var cards = socket.Seen.Where(frame => frame.Type == "part").Select(frame => frame.Json["part"]!).ToList();

        Assert.Equal(2, cards.Count);
        Assert.Null(cards[0]["draft"]!["schedule"]);
        Assert.Equal(("draft", "News", "0 8 * * *"), ((string?)cards[1]["id"], (string?)cards[1]["draft"]!["name"], (string?)cards[1]["draft"]!["schedule"]!["cron"]));
        Assert.Equal(("Not understood.", "every day at 8"), ((string?)JsonNode.Parse(results[2])!["error"], (string?)JsonNode.Parse(results[2])!["suggestions"]![0]));
    }

    [Theory]
    [InlineData("every day at 8 until the release")]
    [InlineData("every day at 8, and mail me")]
    public async Task A_new_schedule_passes_over_none_of_its_words(string phrase)
    {
        var (socket, _, results) = await RunAsync([Stand.Draft(null), Call("set_schedule", new { phrase })]);

        Assert.Single(socket.Seen, frame => frame.Type == "part");
        Assert.Equal("Not understood.", (string?)JsonNode.Parse(results[1])!["error"]);
    }

    [Fact]
    public async Task A_new_schedule_without_words_names_no_time()
    {
        var (_, _, results) = await RunAsync([Stand.Draft(null), Call("set_schedule", new { phrase = " " })]);

        Assert.Contains("name no time", results[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_that_need_a_draft_say_so_when_there_is_none()
    {
        var (_, _, results) = await RunAsync([Call("set_schedule", new { phrase = "every day at 8" }), Call("save_agent", new { }), Call("test_run", new { })]);

        Assert.All(results, result => Assert.Contains("no draft yet", result, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_model_can_save_test_and_list()
    {
        var (socket, app, results) = await RunAsync([Stand.Draft(), Call("save_agent", new { }), Call("test_run", new { }), Call("list_agents", new { })]);
        var cards = socket.Seen.Where(frame => frame.Type == "part").Select(frame => frame.Json["part"]!).ToList();

        Assert.Equal(("draft", "agent-1"), ((string?)cards[1]["id"], (string?)cards[1]["agentId"]));
        Assert.Equal(("run-run-1", "queued"), ((string?)cards[2]["id"], (string?)cards[2]["status"]));
        Assert.Contains("agent-1", results[1], StringComparison.Ordinal);
        Assert.Contains("run-1", results[2], StringComparison.Ordinal);
        Assert.Contains("News", results[3], StringComparison.Ordinal);
        Assert.Contains("POST /api/agents", app.Service.Others.Asked);
    }

    [Fact]
    public async Task Each_thing_said_between_tools_begins_below_the_one_before()
    {
        var text = ScriptedAnswer.Text("Let me see.");
        var (socket, app, _) = await RunAsync([new ScriptedAnswer([text.Updates[0], .. Call("list_agents", new { }).Updates])]);

        Assert.Equal("Let me see.\n\nDone.", socket.Content);
        Assert.Equal("Let me see.", app.Model.Received[1].Last(message => message.Role == ChatRole.Assistant).Text);
    }

    [Theory]
    [InlineData("launch_rocket", "{}")]
    [InlineData("draft_agent", "{}")]
    [InlineData("draft_agent", """{"name":null,"description":null,"prompt":null}""")]
    [InlineData("draft_agent", """{"name":7,"description":[],"prompt":{}}""")]
    [InlineData("draft_agent", """{"name":"A","description":"B","prompt":"C","tools":"clock"}""")]
    [InlineData("ask_user", """{"question":null,"options":null}""")]
    [InlineData("ask_user", """{"question":"Q","options":7}""")]
    [InlineData("set_schedule", """{"phrase":{"deep":1}}""")]
    public async Task Nonsense_from_the_model_becomes_an_error_that_it_reads(string tool, string arguments)
    {
        var (socket, _, results) = await RunAsync([ScriptedAnswer.ToolCall("call", tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments))]);

        Assert.StartsWith("{\"error\"", Assert.Single(results), StringComparison.Ordinal);
        Assert.Equal(("complete", "Done."), ((string?)socket.Seen[^1].Json["status"], socket.Content));
    }

    [Fact]
    public async Task Null_among_the_options_of_a_question_is_left_out()
    {
        var (socket, _, _) = await RunAsync([ScriptedAnswer.ToolCall("call", "ask_user", JsonSerializer.Deserialize<Dictionary<string, object?>>("""{"question":"Q","options":[null,"","A"]}"""))]);

        Assert.Equal("A", (string?)Assert.Single(Assert.Single(socket.Seen, frame => frame.Type == "part").Json["part"]!["options"]!.AsArray())!["value"]);
    }

    [Fact]
    public async Task Services_that_are_away_or_answer_nonsense_are_errors_that_the_model_reads()
    {
        var others = Stand.Platform().Down(HttpMethod.Post, "/internal/phrases/find").On(HttpMethod.Get, "/api/agents", _ => Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.NotFound)));
        var (socket, _, results) = await RunAsync([Stand.Draft(), Call("list_agents", new { })], others);

        Assert.All(results, result => Assert.StartsWith("{\"error\"", result, StringComparison.Ordinal));
        Assert.Equal("complete", (string?)socket.Seen[^1].Json["status"]);
    }

    private static ScriptedAnswer Call(string tool, object arguments) =>
        ScriptedAnswer.ToolCall($"call-{tool}-{JsonSerializer.Serialize(arguments).Length}", tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(JsonSerializer.Serialize(arguments)));

    /// <summary>One answer in which the model makes these calls, one after another; what clients saw and what the tools gave.</summary>
    private static async Task<(ChatSocket Socket, ChatApp App, IReadOnlyList<string> Results)> RunAsync(ScriptedAnswer[] calls, OtherServices? others = null)
    {
        await using var app = await ChatApp.StartAsync(new ScriptedChatClient().Enqueue([.. calls, ScriptedAnswer.Text("Done.")]), others ?? Stand.Platform());
        await using var socket = await app.ConnectAsync(await app.CreateAsync());
        await socket.AskAsync("m1", "News every day at 8");
        return (socket, app, [.. app.Model.Received[^1].SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.Result!.ToString()!)]);
    }
}
