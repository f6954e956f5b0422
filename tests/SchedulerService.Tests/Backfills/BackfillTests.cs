using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Json;
using SchedulerService.Backfills;
using SchedulerService.Firing;
using SchedulerService.Firing.Rules;

namespace SchedulerService.Tests.Backfills;

public sealed class BackfillTests
{
    private static readonly ScheduleInput EveryHour = new() { Cron = "0 * * * *", TimeZone = "UTC" };
    private static readonly DateTimeOffset Six = new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero);

    private readonly SettableClock _clock = new(SchedulerApp.Start);

    [Fact]
    public async Task Instants_of_the_past_run_one_after_the_other_and_keep_in_words_what_they_were()
    {
        await using var app = await SchedulerApp.StartAsync(_clock);
        await app.ScheduleAsync("agent", EveryHour);
        _clock.Now = Six.AddHours(2).AddMinutes(5);
        await app.LookAsync();
        await app.EndAsync(await app.Runs.NextAsync());

        // 05:00 was before the schedule, 06:00 and 07:00 were missed, 08:00 fired.
        Assert.Equal(new BackfillAnswer(3, 1), await BackfillAsync(app, Six.AddHours(-1), Six.AddHours(2)));
        Assert.Equal(new BackfillAnswer(0, 4), await BackfillAsync(app, Six.AddHours(-1), Six.AddHours(2)));

        for (var hours = -1; hours <= 1; hours++)
        {
            await app.LookAsync();
            var order = await app.Runs.NextAsync();
            Assert.Equal((TriggerKind.Backfill, Six.AddHours(hours), FiringIds.BackfillExecution("agent", 1, Six.AddHours(hours))), (order.Trigger.Kind, order.Trigger.ScheduledFor, order.ExecutionId));
            app.Runs.Statuses[order.ExecutionId] = ExecutionStatus.Running;
            await app.LookAsync();
            await app.EndAsync(order);
        }

        await app.LookAsync();
        Assert.Equal(["fired: backfilled", "fired: backfilled; before, it was missed: a later instant was due", "fired: backfilled; before, it was missed: a later instant was due", "fired"], await app.OutcomesAsync());
        Assert.Equal(4, app.Runs.All.Select(order => order.ExecutionId).Distinct().Count());
        Assert.Equal(new BackfillAnswer(0, 4), await BackfillAsync(app, Six.AddHours(-1), Six.AddHours(2)));
    }

    [Fact]
    public async Task What_was_accepted_runs_though_the_process_died_at_once()
    {
        await using var database = new TestDatabase();
        await using (var app = await SchedulerApp.StartAsync(_clock, database))
        {
            await app.ScheduleAsync("agent", EveryHour);
            Assert.Equal(new BackfillAnswer(24, 0), await BackfillAsync(app, Six.AddHours(-24), Six.AddHours(-1), Overlaps.AllowAll));
        }

        await using var other = await SchedulerApp.StartAsync(_clock, database);
        for (var second = 1; second <= 3; second++)
        {
            _clock.Now = _clock.Now.AddSeconds(1);
            await other.LookAsync();
        }

        Assert.Equal(Enumerable.Repeat("fired: backfilled", 24), await other.OutcomesAsync());
    }

    [Fact]
    public async Task A_backfill_stands_still_while_the_schedule_is_paused_and_ends_with_the_agent()
    {
        await using var app = await SchedulerApp.StartAsync(_clock);
        await app.ScheduleAsync("agent", EveryHour);
        await BackfillAsync(app, Six.AddHours(-3), Six.AddHours(-1));
        await app.LookAsync();
        var first = await app.Runs.NextAsync();

        await app.Writer.PauseAsync("user", "agent", paused: true, null, TestContext.Current.CancellationToken);
        await app.EndAsync(first);
        await app.LookAsync();
        Assert.Equal(["fired: backfilled"], await app.OutcomesAsync());
        Assert.Equal("409 conflict", await RefusalAsync(app, new { from = Six.AddDays(-1), to = Six.AddDays(-1) }));

        await app.Writer.PauseAsync("user", "agent", paused: false, null, TestContext.Current.CancellationToken);
        await app.LookAsync();
        Assert.Equal(Six.AddHours(-2), (await app.Runs.NextAsync()).Trigger.ScheduledFor);

        await app.ScheduleAsync("agent", EveryHour, revision: 2, active: false);
        Assert.Equal("skipped: the agent was switched off before its turn", (await app.OutcomesAsync())[^1]);
        Assert.Equal("409 conflict", await RefusalAsync(app, new { from = Six.AddDays(-1), to = Six.AddDays(-1) }));
    }

    [Fact]
    public async Task A_backfill_with_an_idempotency_key_is_made_once_and_answers_the_same_again()
    {
        await using var app = await SchedulerApp.StartAsync(_clock);
        await app.ScheduleAsync("agent", EveryHour);
        var (three, two) = (new { from = Six.AddHours(-3), to = Six.AddHours(-1) }, new { from = Six.AddHours(-3), to = Six.AddHours(-2) });

        var first = await SendAsync(app, three, "key");
        await app.LookAsync();
        await app.Runs.NextAsync();
        var again = await SendAsync(app, three, "key");

        Assert.Equal((HttpStatusCode.Accepted, """{"accepted":3,"skipped":0}"""), (first.Status, first.Body));
        Assert.Equal(first, again);
        Assert.Equal("idempotency-mismatch", (string?)JsonNode.Parse((await SendAsync(app, two, "key")).Body)!["code"]);
        Assert.Equal((HttpStatusCode.Accepted, """{"accepted":0,"skipped":3}"""), await SendAsync(app, three, "another"));
        Assert.Equal(2, (await app.LoadAsync())!.Backfill.Count);
    }

    [Fact]
    public async Task A_try_after_a_crash_between_commit_and_answer_is_answered_as_the_first_would_have_been()
    {
        await using var app = await SchedulerApp.StartAsync(_clock);
        await app.ScheduleAsync("agent", EveryHour);
        var three = new { from = Six.AddHours(-3), to = Six.AddHours(-1) };
        var first = await SendAsync(app, three, "key");
        Assert.Equal((HttpStatusCode.Accepted, """{"accepted":3,"skipped":0}"""), first);

        // What a crash before the answer was kept leaves of the claim.
        var claim = Assert.Single((await app.Db.Collection("idempotency-schedulerservice").GetSnapshotAsync(TestContext.Current.CancellationToken)).Documents);
        await claim.Reference.UpdateAsync(new Dictionary<string, object?> { ["status"] = FieldValue.Delete, ["headers"] = FieldValue.Delete, ["body"] = FieldValue.Delete }, cancellationToken: TestContext.Current.CancellationToken);
        await app.LookAsync();
        await app.Writer.PauseAsync("user", "agent", paused: true, null, TestContext.Current.CancellationToken);

        Assert.Equal(first, await SendAsync(app, three, "key"));
        Assert.Equal(2, (await app.LoadAsync())!.Backfill.Count);
    }

    [Fact]
    public async Task The_answers_of_the_last_backfills_are_kept_and_no_more()
    {
        await using var app = await SchedulerApp.StartAsync(_clock);
        await app.ScheduleAsync("agent", EveryHour);

        for (var hour = 1; hour <= AcceptedBackfill.Max + 2; hour++)
        {
            Assert.Equal(new BackfillAnswer(1, 0), await BackfillAsync(app, Six.AddHours(-hour), Six.AddHours(-hour)));
        }

        Assert.Equal(AcceptedBackfill.Max, (await app.LoadAsync())!.AcceptedBackfills.Count);
    }

    [Fact]
    public async Task What_is_wrong_with_an_interval_is_named()
    {
        await using var app = await SchedulerApp.StartAsync(_clock);
        await app.ScheduleAsync("agent", new() { Cron = "* * * * *" });
        await app.ScheduleAsync("theirs", EveryHour, userId: "other");
        var now = _clock.Now;

        Assert.Equal("400 validation to", await RefusalAsync(app, new { from = now.AddHours(-1), to = now.AddHours(-2) }));
        Assert.Equal("400 validation to", await RefusalAsync(app, new { from = now.AddHours(-1), to = now.AddHours(1) }));
        Assert.Equal("400 validation to", await RefusalAsync(app, new { from = now.AddMinutes(-1001), to = now }));
        Assert.Equal("400 validation from", await RefusalAsync(app, new { from = DateTimeOffset.MinValue, to = now }));
        Assert.Equal("400 validation from", await RefusalAsync(app, new { to = now }));
        Assert.Equal("400 validation overlap", await RefusalAsync(app, new { from = now.AddHours(-1), to = now, overlap = "skip" }));
        Assert.Equal("404 not-found", await RefusalAsync(app, new { from = now.AddHours(-1), to = now }, "unknown"));
        Assert.Equal("404 not-found", await RefusalAsync(app, new { from = now.AddHours(-1), to = now }, "theirs"));
        Assert.Equal(new BackfillAnswer(1000, 0), await BackfillAsync(app, now.AddMinutes(-1000), now));
        Assert.Equal("409 conflict", await RefusalAsync(app, new { from = now.AddDays(-9), to = now.AddDays(-9).AddHours(1) }));
    }

    private static async Task<BackfillAnswer> BackfillAsync(SchedulerApp app, DateTimeOffset from, DateTimeOffset to, string? overlap = null)
    {
        using var response = await app.Client().PostAsJsonAsync("/api/schedules/agent/backfill", new BackfillRequest { From = from, To = to, Overlap = overlap }, JsonDefaults.Strict, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<BackfillAnswer>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!;
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(SchedulerApp app, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/schedules/agent/backfill") { Headers = { { "Idempotency-Key", key } }, Content = JsonContent.Create(body, options: JsonDefaults.Strict) };
        using var response = await app.Client().SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> RefusalAsync(SchedulerApp app, object body, string agentId = "agent")
    {
        using var response = await app.Client().PostAsJsonAsync($"/api/schedules/{agentId}/backfill", body, JsonDefaults.Strict, TestContext.Current.CancellationToken);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return string.Join(' ', new[] { $"{(int)response.StatusCode}", (string?)problem["code"] }.Concat(problem["errors"]?.AsObject().Select(error => error.Key) ?? []));
    }
}
