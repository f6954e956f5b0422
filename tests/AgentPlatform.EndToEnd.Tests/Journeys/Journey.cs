using System.Text.Json.Nodes;
using AgentPlatform.EndToEnd.Tests.Platform;

namespace AgentPlatform.EndToEnd.Tests.Journeys;

/// <summary>The way from a sentence to an agent that fires, step by step, each step as a caller from outside sees it.</summary>
internal sealed class Journey(PlatformClient client, JourneyWords words) : IAsyncDisposable
{
    private ChatClient? _chat;
    private JsonNode _card = null!;

    public string ConversationId { get; private set; } = "";

    public string AgentId { get; private set; } = "";

    public string ExecutionId { get; private set; } = "";

    private ChatClient Chat => _chat!;

    /// <summary>Describes the job; the answer streams with a status and ends with a draft.</summary>
    public async Task DescribeAsync()
    {
        ConversationId = (await client.PostAsync("/api/conversations", new { })).Text("id")!;
        _chat = new ChatClient(client, ConversationId);
        await Chat.ConnectAsync();

        await Chat.SendAsync(new { type = "message", id = "m1", content = words.Job });
        var acknowledged = await Chat.WaitForAsync("the acknowledgement", frame => frame.Text("type") == "ack");
        var done = await Chat.WaitForAsync("the end of the answer", frame => frame.Text("type") == "done");

        var messageId = done.Text("messageId")!;
        Assert.Equal(("m1", "complete"), (acknowledged.Text("id"), done.Text("status")));
        Assert.Contains(Chat.Frames, frame => frame.Text("type") == "status" && frame.Text("state") == "running");
        Assert.True(Chat.Frames.Count(frame => frame.Text("type") == "delta") > 1, "The answer does not stream.");
        Assert.True(Chat.Frames.Single(frame => frame.Text("type") == "usage")["tokenUsage"].Number("output") > 0);
        _card = Part("agentDraft");
        Assert.Equal((5, words.TimeZone), (_card["draft"]!["schedule"]!["nextRuns"]!.AsArray().Count, _card["draft"]!["schedule"].Text("timeZone")));
        Assert.Contains(words.Wall, _card["draft"]!["schedule"]!["text"].Text(words.Locale), StringComparison.Ordinal);

        var messages = await client.ListAsync($"/api/conversations/{ConversationId}/messages");
        Assert.Equal(["user", "assistant"], messages.Select(message => message.Text("role")));
        Assert.Equal([words.Job, Chat.TextOf(messageId)], messages.Select(message => message.Text("content")));
        Assert.Equal("complete", messages[1].Text("status"));
    }

    /// <summary>Clicks through the card: test run, save, activate.</summary>
    public async Task UseCardAsync()
    {
        await ActAsync("test");
        var run = (await Chat.WaitForAsync("the end of the test run", frame => frame.Text("type") == "part" && frame["part"].Text("type") == "run" && frame["part"].Text("status") is not ("queued" or "running")))["part"]!;
        Assert.Equal(("success", null), (run.Text("status"), run.Text("agentId")));
        Assert.NotEmpty(run.Text("result")!);
        Assert.Equal("test", (await client.GetAsync($"/api/executions/{run.Text("executionId")}"))["trigger"].Text("kind"));
        Assert.Equal(run.Text("executionId"), Part("agentDraft").Text("testExecutionId"));

        await ActAsync("save");
        AgentId = (await Chat.WaitForAsync("the saved agent", frame => frame["part"].Text("agentId") is not null))["part"].Text("agentId")!;
        Assert.Equal("draft", (await client.GetAsync($"/api/agents/{AgentId}")).Text("status"));

        await ActAsync("activate");
        await Chat.WaitForAsync("the activated agent", frame => frame["part"].Text("agentStatus") == "active");
        var agent = await client.GetAsync($"/api/agents/{AgentId}");
        Assert.Equal(("active", _card["draft"].Text("name")), (agent.Text("status"), agent.Text("name")));
        Assert.Empty(Chat.Gaps);
    }

    /// <summary>Moves the schedule to every five seconds and waits until it has fired.</summary>
    public async Task FireAsync()
    {
        var agent = await client.PatchAsync($"/api/agents/{AgentId}", new { schedule = new { cron = "*/5 * * * * *" } });
        Assert.Equal(2, agent.Number("version"));
        Assert.Single(await client.ListAsync($"/api/schedules?agentId={AgentId}"));
        var fired = await Patience.PollAsync(
            "a fired occurrence",
            async () => (await LedgerAsync()).FirstOrDefault(occurrence => occurrence.Text("outcome") == "fired"),
            occurrence => occurrence is not null);
        ExecutionId = fired!.Text("executionId")!;

        var execution = await EndedAsync(ExecutionId);
        Assert.Equal(("success", AgentId, "schedule"), (execution.Text("status"), execution.Text("agentId"), execution["trigger"].Text("kind")));
        Assert.Equal(fired.Text("scheduledFor"), execution["trigger"].Text("scheduledFor"));
        Assert.NotEmpty(execution.Text("result")!);
        await client.PostAsync($"/api/agents/{AgentId}/deactivate");
    }

    /// <summary>The run shows its steps, its tokens and its events.</summary>
    public async Task LookIntoAsync(bool costs)
    {
        var execution = await client.GetAsync($"/api/executions/{ExecutionId}");
        var steps = await client.ListAsync($"/api/executions/{ExecutionId}/steps");
        Assert.All(steps, step => Assert.Equal("success", step.Text("status")));
        Assert.Equal(execution.Number("stepCount"), steps.Count);
        Assert.Contains(steps, step => step.Text("kind") == "tool" && step.Text("name") == "clock");
        var models = steps.Where(step => step.Text("kind") == "model").ToList();
        Assert.True(models.Count > 1);
        Assert.Equal(execution["tokenUsage"].Number("output"), models.Sum(step => step["tokenUsage"].Number("output")));
        Assert.Equal(execution["tokenUsage"].Number("input"), models.Sum(step => step["tokenUsage"].Number("input")));
        Assert.Equal(costs, Amount(execution["cost"]) > 0);

        var events = await client.ReadEventsAsync($"/api/executions/{ExecutionId}/events");
        Assert.Contains("event: done", events[^1], StringComparison.Ordinal);
        var third = events[2].Split('\n').Single(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..];
        Assert.Equal(events.Skip(3), await client.ReadEventsAsync($"/api/executions/{ExecutionId}/events?after={third}"));
    }

    /// <summary>The totals of the agent and of the usage page are those of its runs.</summary>
    public async Task CountAsync(bool costs)
    {
        // A second instant may have fired before the agent was deactivated; its run starts a moment later.
        var fired = (await LedgerAsync()).Count(occurrence => occurrence.Text("outcome") == "fired");
        var runs = await Patience.PollAsync(
            "the end of all runs",
            () => client.ListAsync($"/api/executions?agentId={AgentId}"),
            runs => runs.Count == fired && runs.All(run => run.Text("endTime") is not null));
        var agent = await Patience.PollAsync(
            "the agent's totals",
            () => client.GetAsync($"/api/agents/{AgentId}"),
            agent => agent["totalTokenUsage"].Number("output") == runs.Sum(run => run["tokenUsage"].Number("output")));
        Assert.Equal((runs[0].Text("id"), "success"), (agent["lastExecution"].Text("id"), agent["lastExecution"].Text("status")));
        Assert.Equal(runs.Sum(run => Amount(run["cost"])), Amount(agent["totalCost"]));
        Assert.Equal(costs, Amount(agent["totalCost"]) > 0);

        var usage = await client.GetAsync("/api/usage?groupBy=agent");
        Assert.Equal(["chat", "runs"], usage.Items().Select(item => item.Text("source")).Distinct().Order());
        var ofAgent = usage.Items().Single(item => item.Text("key") == AgentId && item.Text("source") == "runs");
        Assert.Equal((agent.Text("name"), agent["totalTokenUsage"].Number("output")), (ofAgent.Text("label"), ofAgent["tokenUsage"].Number("output")));
    }

    /// <summary>All that the person has, as text to compare.</summary>
    public async Task<string> EverythingAsync()
    {
        var agent = await client.GetAsync($"/api/agents/{AgentId}");
        agent["schedule"]!.AsObject().Remove("nextRuns");
        return string.Join('\n', [
            (await client.GetAsync("/api/session")).ToJsonString(),
            agent.ToJsonString(),
            (await client.GetAsync($"/api/agents/{AgentId}/versions")).ToJsonString(),
            (await client.GetAsync("/api/conversations")).ToJsonString(),
            (await client.GetAsync($"/api/conversations/{ConversationId}/messages")).ToJsonString(),
            (await client.GetAsync("/api/executions")).ToJsonString(),
            (await client.GetAsync($"/api/executions/{ExecutionId}/steps")).ToJsonString(),
            .. await client.ReadEventsAsync($"/api/executions/{ExecutionId}/events"),
            .. (await LedgerAsync()).Select(occurrence => occurrence.ToJsonString()),
            (await client.GetAsync("/api/usage?groupBy=day")).ToJsonString()]);
    }

    /// <summary>The run, once it has ended.</summary>
    public Task<JsonNode> EndedAsync(string executionId) => Patience.PollAsync(
        $"the end of execution {executionId}",
        async () => (await client.SendAsync(HttpMethod.Get, $"/api/executions/{executionId}")) is { Status: System.Net.HttpStatusCode.OK } answer ? answer.Json : new JsonObject(),
        execution => execution.Text("endTime") is not null);

    public ValueTask DisposeAsync() => _chat?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task<IReadOnlyList<JsonNode>> LedgerAsync() => client.ListAsync($"/api/schedules/{AgentId}/occurrences");

    private Task ActAsync(string value)
    {
        var messageId = Chat.Frames.First(frame => frame["part"].Text("type") == "agentDraft").Text("messageId");
        return Chat.SendAsync(new { type = "action", messageId, partId = _card.Text("id"), value });
    }

    private JsonNode Part(string type) => Chat.Frames.Last(frame => frame["part"].Text("type") == type)["part"]!;

    private static decimal Amount(JsonNode? cost) => decimal.Parse(cost.Text("amount")!, System.Globalization.CultureInfo.InvariantCulture);
}
