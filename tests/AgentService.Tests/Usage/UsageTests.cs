using System.Text.Json.Nodes;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentService.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace AgentService.Tests.Usage;

public sealed class UsageTests
{
    [Fact]
    public async Task A_run_that_is_announced_twice_counts_once()
    {
        await using var app = await AgentApp.StartAsync();
        var agent = await app.CreateAsync(new { name = "보고서" });
        var ended = Ended("e1", agent, AgentApp.Start);

        await CountAsync(app, ended, ended, Ended("e2", agent, AgentApp.Start.AddMinutes(1)));

        var read = (await app.AskAsync("GET", $"/api/agents/{agent}")).Json;
        Assert.Equal("""{"input":20,"output":6}""", read["totalTokenUsage"]!.ToJsonString());
        Assert.Equal("""{"amount":"0.000000246","currency":"USD"}""", read["totalCost"]!.ToJsonString());
        Assert.Equal("""{"id":"e2","status":"success","endTime":"2026-11-22T05:01:00Z"}""", read["lastExecution"]!.ToJsonString());
        var total = (await app.AskAsync("GET", "/api/usage")).Is(200).Json["total"]!;
        Assert.Equal("""{"tokenUsage":{"input":20,"output":6,"cacheRead":4,"cacheWrite":2},"cost":{"amount":"0.000000246","currency":"USD"},"count":2}""", total.ToJsonString());
    }

    [Fact]
    public async Task A_turn_of_the_chat_that_is_announced_twice_counts_once_and_apart_from_runs()
    {
        await using var app = await AgentApp.StartAsync();
        var agent = await app.CreateAsync();
        var turn = Turn("m1", agent);

        await app.PublishAsync(turn);
        await app.PublishAsync(turn);
        await CountAsync(app, Ended("e1", agent, AgentApp.Start));
        await UntilAsync(app, "chat", 1);

        var items = (await app.AskAsync("GET", "/api/usage?groupBy=agent")).Is(200).Json["items"]!.AsArray();
        Assert.Equal([("chat", 1, 100), ("runs", 1, 10)], items.Select(item => (item!["source"]!.ToString(), item["count"]!.GetValue<int>(), item["tokenUsage"]!["input"]!.GetValue<int>())));
        Assert.All(items, item => Assert.Equal((agent, "보고서"), (item!["key"]!.ToString(), item["label"]!.ToString())));

        // The totals of an agent are those of its runs.
        Assert.Equal(10, (await app.AskAsync("GET", $"/api/agents/{agent}")).Json["totalTokenUsage"]!["input"]!.GetValue<int>());
    }

    [Fact]
    public async Task Turns_that_end_together_are_counted_each_once_though_some_were_counted_before()
    {
        await using var app = await AgentApp.StartAsync();
        var agent = await app.CreateAsync();
        await app.PublishAsync(Turn("m7", agent));
        await UntilAsync(app, "chat", 1);

        foreach (var id in Enumerable.Range(0, 250).SelectMany(turn => turn % 10 == 0 ? new[] { turn, turn } : [turn]))
        {
            await app.PublishAsync(Turn($"m{id}", agent));
        }

        await UntilAsync(app, "chat", 250);
        var item = Assert.Single((await app.AskAsync("GET", "/api/usage?groupBy=agent")).Json["items"]!.AsArray());
        Assert.Equal((250, 25_000, "125"), (item!["count"]!.GetValue<int>(), item["tokenUsage"]!["input"]!.GetValue<int>(), item["cost"]!["amount"]!.ToString()));
    }

    [Fact]
    public async Task Runs_are_grouped_by_day_by_agent_and_by_model()
    {
        await using var app = await AgentApp.StartAsync();
        var (one, two) = (await app.CreateAsync(new { name = "one" }), await app.CreateAsync(new { name = "two" }));
        var yesterday = AgentApp.Start.AddDays(-1);

        await CountAsync(app, Ended("e1", one, yesterday), Ended("e2", one, AgentApp.Start), Ended("e3", two, AgentApp.Start) with { Model = "other" }, Ended("e4", null, AgentApp.Start));

        Assert.Equal(["2026-11-21:1", "2026-11-22:3"], await KeysAsync(app, "?groupBy=day"));
        Assert.Equal(["2026-11-21:1", "2026-11-22:3"], await KeysAsync(app, ""));
        Assert.Equal(new[] { ":1", $"{one}:2", $"{two}:1" }.Order(StringComparer.Ordinal), (await KeysAsync(app, "?groupBy=agent")).Order(StringComparer.Ordinal));
        Assert.Equal(["m:3", "other:1"], await KeysAsync(app, "?groupBy=model"));
        Assert.Equal(["2026-11-21:1"], await KeysAsync(app, "?from=2026-11-21&to=2026-11-21"));
        Assert.Equal(["2026-11-22:3"], await KeysAsync(app, "?from=2026-11-22T00:00:00Z"));
    }

    [Fact]
    public async Task A_run_that_ended_earlier_does_not_become_the_last()
    {
        await using var app = await AgentApp.StartAsync();
        var agent = await app.CreateAsync();

        await CountAsync(app, Ended("late", agent, AgentApp.Start));
        await CountAsync(app, Ended("early", agent, AgentApp.Start.AddMinutes(-1)));

        Assert.Equal("late", (await app.AskAsync("GET", $"/api/agents/{agent}")).Json["lastExecution"]!["id"]!.ToString());
    }

    [Fact]
    public async Task Twenty_runs_that_end_at_once_all_count_and_the_last_is_the_last()
    {
        await using var app = await AgentApp.StartAsync();
        var agent = await app.CreateAsync();
        var ledger = app.Service.Services.GetRequiredService<UsageLedger>();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => ledger.CountAsync(Ended($"e{number}", agent, AgentApp.Start.AddSeconds(number)), TestContext.Current.CancellationToken))));

        var read = (await app.AskAsync("GET", $"/api/agents/{agent}")).Json;
        Assert.Equal(200, read["totalTokenUsage"]!["input"]!.GetValue<int>());
        Assert.Equal("e19", read["lastExecution"]!["id"]!.ToString());
    }

    [Fact]
    public async Task A_run_that_ends_invalidates_no_tag()
    {
        await using var app = await AgentApp.StartAsync();
        var created = await app.AskAsync("POST", "/api/agents", new { name = "a" });

        await CountAsync(app, Ended("e1", created["id"], AgentApp.Start));

        (await app.AskAsync("PATCH", created.Location!, """{ "name": "b" }""", ("If-Match", created.ETag!))).Is(200);
    }

    [Fact]
    public async Task Nobody_sees_what_others_use()
    {
        await using var app = await AgentApp.StartAsync();
        await CountAsync(app, Ended("e1", null, AgentApp.Start));
        using var stranger = app.As("stranger");

        var report = JsonNode.Parse(await stranger.GetStringAsync("/api/usage", TestContext.Current.CancellationToken))!;

        Assert.Empty(report["items"]!.AsArray());
        Assert.Equal("""{"tokenUsage":{"input":0,"output":0,"cacheRead":0,"cacheWrite":0},"cost":{"amount":"0","currency":"USD"},"count":0}""", report["total"]!.ToJsonString());
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-13-01", "from")]
    [InlineData("from=2026-11-22T05:00:00", "from")]
    [InlineData("to=22.11.2026", "to")]
    [InlineData("from=2026-11-23&to=2026-11-22", "from")]
    [InlineData("from=2020-01-01", "from")]
    [InlineData("from=", "from")]
    [InlineData("groupBy=week", "groupBy")]
    public async Task A_report_that_cannot_be_made_is_a_validation_problem(string query, string field)
    {
        await using var app = await AgentApp.StartAsync();

        (await app.AskAsync("GET", $"/api/usage?{query}")).IsProblem(400, "validation", field);
    }

    [Theory]
    [InlineData("to=0001-01-01")]
    [InlineData("from=9999-12-31&to=9999-12-31")]
    [InlineData("from=2025-11-22&to=2026-11-22")]
    public async Task The_ends_of_the_calendar_are_days_as_others(string query)
    {
        await using var app = await AgentApp.StartAsync();

        (await app.AskAsync("GET", $"/api/usage?{query}")).Is(200);
    }

    private static async Task CountAsync(AgentApp app, params ExecutionEnded[] ended)
    {
        var before = await CountOfAsync(app, "runs");

        foreach (var run in ended)
        {
            await app.PublishAsync(run);
        }

        await UntilAsync(app, "runs", before + ended.Distinct().Count());
    }

    /// <summary>Waits for the consumers: each message leaves a marker in the commit that counts it.</summary>
    private static async Task UntilAsync(AgentApp app, string source, long count)
    {
        while (await CountOfAsync(app, source) < count)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<long> CountOfAsync(AgentApp app, string source)
    {
        var report = (await app.AskAsync("GET", "/api/usage")).Json;
        return report["items"]!.AsArray().Where(item => item!["source"]!.ToString() == source).Sum(item => item!["count"]!.GetValue<long>());
    }

    private static async Task<IEnumerable<string>> KeysAsync(AgentApp app, string query) =>
        (await app.AskAsync("GET", $"/api/usage{query}")).Is(200).Json["items"]!.AsArray().Select(item => $"{item!["key"]}:{item["count"]}");

    private static ExecutionEnded Ended(string id, string? agentId, DateTimeOffset at) => new(
        id, "user", agentId, 1, new ExecutionTrigger(TriggerKind.Manual), ExecutionStatus.Success, at, at, "done", null, "m", new TokenUsage(10, 3, 2, 1), new Cost("0.000000123"));

    private static ChatTurnEnded Turn(string id, string? agentId) => new("c", id, "user", agentId, "m", new TokenUsage(100, 30), new Cost("0.5"), AgentApp.Start);
}
