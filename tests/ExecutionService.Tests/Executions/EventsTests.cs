using System.Globalization;
using System.Net;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Models;

namespace ExecutionService.Tests.Executions;

public sealed class EventsTests
{
    [Fact]
    public async Task Ids_rise_by_one_and_the_stream_ends_with_the_run()
    {
        await using var app = await ExecutionApp.StartAsync(ClockThenText());
        var run = await app.StartRunAsync(ExecutionApp.Draft(null, ToolNames.Clock));

        var events = await app.ReadEventsAsync(run.Id);

        Assert.Equal(Enumerable.Range(1, events.Count).Select(id => (long)id), events.Select(item => item.Id));
        Assert.Equal(["status", "status", "step", "step", "usage", "step", "step", "step", "delta", "step", "usage", "status", "done"], events.Select(item => item.Type));
        Assert.Equal("success", (string?)events[^1].Json["status"]);
    }

    [Fact]
    public async Task From_every_point_the_rest_comes_with_none_missing_and_none_twice()
    {
        await using var app = await ExecutionApp.StartAsync(ClockThenText());
        var run = await app.StartRunAsync(ExecutionApp.Draft(null, ToolNames.Clock));
        var all = await app.ReadEventsAsync(run.Id);

        for (var cut = 0; cut < all.Count; cut++)
        {
            Assert.Equal(all.Skip(cut), await app.ReadEventsAsync(run.Id, after: cut));
            Assert.Equal(all.Skip(cut), await app.ReadEventsAsync(run.Id, lastEventId: cut.ToString(CultureInfo.InvariantCulture)));
            Assert.Equal(all.Skip(cut), await app.ReadEventsAsync(run.Id, after: 0, lastEventId: cut.ToString(CultureInfo.InvariantCulture)));
        }

        foreach (var past in new[] { all.Count, all.Count + 5 })
        {
            using var nothing = await app.Http.GetAsync($"/api/executions/{run.Id}/events?after={past}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NoContent, nothing.StatusCode);
        }
    }

    [Fact]
    public async Task A_reader_that_comes_back_while_the_run_goes_on_sees_what_an_unbroken_one_sees()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("a", "b", "c", "d").Behind(gate)));
        var run = await app.StartRunAsync();
        await using var unbroken = await app.OpenEventsAsync(run.Id);
        var seen = new List<SseEvent> { await unbroken.NextAsync(item => item.Type == "step") };
        await app.Model.WaitForCallsAsync(1, TestContext.Current.CancellationToken);

        var returning = new List<(long After, SseReader Reader)>();
        for (var update = 0; update < 6; update++)
        {
            returning.Add((seen[^1].Id, await app.OpenEventsAsync(run.Id, after: seen[^1].Id)));
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            gate.Release();
            if (update < 4)
            {
                seen.Add(await unbroken.NextAsync(item => item.Type == "delta"));
            }
        }

        seen.AddRange(await unbroken.ReadToEndAsync());
        foreach (var (after, reader) in returning)
        {
            Assert.Equal(seen.Where(item => item.Id > after), await reader.ReadToEndAsync());
            await reader.DisposeAsync();
        }

        Assert.Equal("abcd", string.Concat(seen.Where(item => item.Type == "delta").Select(item => (string?)item.Json["text"])));
    }

    [Theory]
    [InlineData("?after=-1", null, "after")]
    [InlineData("?after=x", null, "after")]
    [InlineData("", "x", "Last-Event-ID")]
    [InlineData("", "-1", "Last-Event-ID")]
    [InlineData("", "1.5", "Last-Event-ID")]
    [InlineData("", "99999999999999999999", "Last-Event-ID")]
    public async Task A_malformed_position_is_refused(string query, string? lastEventId, string field)
    {
        await using var app = await ExecutionApp.StartAsync();
        var run = await app.RunAsync();
        (string, string)[] headers = lastEventId is null ? [] : [("Last-Event-ID", lastEventId)];

        Assert.Equal($"400 validation {field}", await Answers.ProblemAsync(app.Http, HttpMethod.Get, $"/api/executions/{run.Id}/events{query}", null, headers));
    }

    [Fact]
    public async Task A_silent_stream_is_kept_alive_by_comments()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(ScriptedAnswer.Text("late").Behind(gate)));
        var run = await app.StartRunAsync();
        await using var events = await app.OpenEventsAsync(run.Id);
        await events.NextAsync(item => item.Type == "step");

        app.Clock.Advance(TimeSpan.FromSeconds(20));
        gate.Release(3);

        Assert.Equal("done", (await events.ReadToEndAsync())[^1].Type);
    }

    private static ScriptedChatClient ClockThenText() => new ScriptedChatClient().Enqueue(
        ScriptedAnswer.ToolCall("call", ToolNames.Clock).WithUsage(100, 10),
        ScriptedAnswer.Text("It is ", "noon.").WithUsage(120, 20));
}
