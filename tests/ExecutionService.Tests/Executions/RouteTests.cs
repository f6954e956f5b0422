using System.Net.Http.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;

namespace ExecutionService.Tests.Executions;

public sealed class RouteTests
{
    private const string Path = "/api/executions";

    [Fact]
    public async Task Another_users_execution_answers_exactly_as_an_unknown_one_on_every_route_and_verb()
    {
        await using var app = await ExecutionApp.StartAsync();
        var mine = await app.RunAsync();
        var stranger = app.Service.Client("stranger");

        foreach (var (method, route) in new[] { ("GET", ""), ("GET", "/steps"), ("GET", "/events"), ("GET", "/events?after=1"), ("POST", "/cancel"), ("POST", "/retry"), ("GET", "/artifacts"), ("GET", "/replay"), ("DELETE", ""), ("PATCH", "") })
        {
            var unknown = await Answers.ReadAsync(stranger, new HttpMethod(method), $"{Path}/unknown{route}");
            Assert.Equal(unknown, await Answers.ReadAsync(stranger, new HttpMethod(method), $"{Path}/{mine.Id}{route}"));
            Assert.True(unknown.StartsWith("404", StringComparison.Ordinal) || route.Length == 0 && unknown.StartsWith("405", StringComparison.Ordinal), $"{method} {route}: {unknown}");
        }

        Assert.Equal(mine, await app.GetAsync(mine.Id));
    }

    [Fact]
    public async Task The_list_shows_the_callers_executions_newest_first_by_pages_and_filters()
    {
        var agents = new OtherServices().On(HttpMethod.Get, "/api/agents/agent", ExecutionApp.Agent("agent"));
        await using var app = await ExecutionApp.StartAsync(others: agents);
        using var ofOther = await app.Service.Client("other").PostAsJsonAsync(Path, new { draft = new { name = "A", finalAgentPrompt = "Do." } }, TestContext.Current.CancellationToken);
        var ids = new List<string>();
        for (var minute = 0; minute < 5; minute++)
        {
            ids.Insert(0, (await app.RunAsync()).Id);
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        using var ofAgent = await app.Http.PostAsJsonAsync(Path, new { agentId = "agent" }, TestContext.Current.CancellationToken);
        ids.Insert(0, (await ofAgent.Content.ReadFromJsonAsync<Execution>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!.Id);
        await app.EndOfAsync(ids[0]);

        var first = await ListAsync(app, "?limit=4");
        var second = await ListAsync(app, $"?limit=4&cursor={first.NextCursor}");

        Assert.Equal(ids, first.Items.Concat(second.Items).Select(item => item.Id));
        Assert.Null(second.NextCursor);
        Assert.Equal(ids[..1], (await ListAsync(app, "?agentId=agent")).Items.Select(item => item.Id));
        Assert.Equal(6, (await ListAsync(app, "?status=success")).Items.Count);
        Assert.Empty((await ListAsync(app, "?status=failed")).Items);
        Assert.Equal(ids[2..4], (await ListAsync(app, "?from=2026-11-22T05:02:00Z&to=2026-11-22T14:04:00%2B09:00")).Items.Select(item => item.Id));
    }

    [Theory]
    [InlineData("?cursor=!", "cursor")]
    [InlineData("?cursor=bm90LWEtY3Vyc29y", "cursor")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?limit=many", "limit")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?to=2026-11-22T05:00:00", "to")]
    [InlineData("?status=sleeping", "status")]
    public async Task What_is_wrong_with_a_query_is_named(string query, string field)
    {
        await using var app = await ExecutionApp.StartAsync();

        var problem = await Answers.ProblemAsync(app.Http, HttpMethod.Get, Path + query);

        Assert.Equal($"400 validation {field}", problem, ignoreCase: true);
    }

    [Fact]
    public async Task An_ended_run_cannot_be_cancelled_and_an_open_one_cannot_be_retried()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("one"), ScriptedAnswer.Text("two").Behind(gate)));
        var ended = await app.RunAsync();
        var open = await app.StartRunAsync();

        Assert.Equal("409 conflict", await Answers.ProblemAsync(app.Http, HttpMethod.Post, $"{Path}/{ended.Id}/cancel"));
        Assert.Equal("409 conflict", await Answers.ProblemAsync(app.Http, HttpMethod.Post, $"{Path}/{open.Id}/retry"));

        gate.Release(10);
        Assert.Equal("two", (await app.EndOfAsync(open.Id)).Result);
    }

    [Fact]
    public async Task A_retry_is_a_new_execution_of_the_same_definition_and_input()
    {
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("one"), ScriptedAnswer.Text("two")));
        var first = await app.RunAsync(input: "seed");

        using var response = await app.Http.PostAsync($"{Path}/{first.Id}/retry", null, TestContext.Current.CancellationToken);
        var retry = (await response.Content.ReadFromJsonAsync<Execution>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!;

        Assert.NotEqual(first.Id, retry.Id);
        Assert.Equal((TriggerKind.Retry, "seed", "Reporter"), (retry.Trigger.Kind, retry.Input, retry.AgentName));
        Assert.Equal($"{Path}/{retry.Id}", response.Headers.Location?.OriginalString);
        Assert.Equal("two", (await app.EndOfAsync(retry.Id)).Result);
        Assert.Equal("one", (await app.GetAsync(first.Id)).Result);
    }

    [Fact]
    public async Task A_retry_with_an_idempotency_key_is_one_execution()
    {
        await using var app = await ExecutionApp.StartAsync();
        var first = await app.RunAsync();

        var retry = await Answers.ReadAsync(app.Http, HttpMethod.Post, $"{Path}/{first.Id}/retry", null, ("Idempotency-Key", "again"));

        Assert.StartsWith("202", retry, StringComparison.Ordinal);
        Assert.Equal(retry, await Answers.ReadAsync(app.Http, HttpMethod.Post, $"{Path}/{first.Id}/retry", null, ("Idempotency-Key", "again")));
        Assert.Equal(2, (await ListAsync(app, "")).Items.Count);
    }

    private static async Task<Page<Execution>> ListAsync(ExecutionApp app, string query) =>
        (await app.Http.GetFromJsonAsync<Page<Execution>>(Path + query, JsonDefaults.Strict, TestContext.Current.CancellationToken))!;
}
