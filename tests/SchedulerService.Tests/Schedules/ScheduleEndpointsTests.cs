using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Json;

namespace SchedulerService.Tests.Schedules;

public sealed class ScheduleEndpointsTests
{
    private static readonly ScheduleInput EveryDayAtEight = new() { Phrase = "매일 아침 8시" };
    private static readonly DateTimeOffset Eight = new(2026, 11, 22, 23, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Without_a_session_nothing_is_answered()
    {
        await using var app = await SchedulerApp.StartAsync();

        foreach (var (method, path) in new[] { ("GET", ""), ("POST", "/preview"), ("POST", "/agent/pause"), ("POST", "/agent/resume"), ("POST", "/agent/trigger"), ("POST", "/agent/backfill"), ("GET", "/agent/occurrences") })
        {
            using var response = await app.Anonymous().SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/api/schedules{path}"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Fact]
    public async Task The_callers_schedules_are_listed_and_nobody_elses()
    {
        await using var app = await SchedulerApp.StartAsync();
        await app.ScheduleAsync("mine", EveryDayAtEight);
        await app.ScheduleAsync("theirs", EveryDayAtEight, userId: "other");

        var page = await Get<Page<ScheduleView>>(app, "/api/schedules");

        var mine = Assert.Single(page.Items);
        Assert.Equal(("mine", "Agent mine", false, Eight), (mine.AgentId, mine.AgentName, mine.Paused, mine.NextRunAt));
        Assert.Equal(5, mine.Schedule.NextRuns.Count);
        Assert.Equal("매일 오전 8시 (Asia/Seoul)", mine.Schedule.Text.Ko);
        Assert.Single((await Get<Page<ScheduleView>>(app, "/api/schedules?agentId=mine")).Items);
        Assert.Empty((await Get<Page<ScheduleView>>(app, "/api/schedules?agentId=theirs")).Items);
        Assert.Empty((await Get<Page<ScheduleView>>(app, "/api/schedules?agentId=unknown")).Items);
    }

    [Fact]
    public async Task Another_users_schedule_answers_exactly_as_an_unknown_one()
    {
        await using var app = await SchedulerApp.StartAsync();
        await app.ScheduleAsync("theirs", EveryDayAtEight, userId: "other");

        foreach (var (method, path) in new[] { ("POST", "pause"), ("POST", "resume"), ("POST", "trigger"), ("GET", "occurrences") })
        {
            Assert.Equal(await Answer("unknown"), await Answer("theirs"));
            Assert.StartsWith("404", await Answer("no.such.id"), StringComparison.Ordinal);

            async Task<string> Answer(string agentId)
            {
                using var response = await app.Client().SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/api/schedules/{agentId}/{path}"), TestContext.Current.CancellationToken);
                var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();
                body.Remove("traceId");
                return $"{(int)response.StatusCode} {body}";
            }
        }
    }

    [Fact]
    public async Task Instants_that_pass_while_paused_are_recorded_and_not_run()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryDayAtEight);

        using var paused = await app.Client().PostAsJsonAsync("/api/schedules/agent/pause", new { reason = "휴가" }, TestContext.Current.CancellationToken);
        var view = await paused.Content.ReadFromJsonAsync<ScheduleView>(JsonDefaults.Strict, TestContext.Current.CancellationToken);
        Assert.Equal((true, "휴가", null), (view!.Paused, view.PausedReason, view.NextRunAt));

        clock.Now = Eight.AddHours(1);
        using var resumed = await app.Client().PostAsync("/api/schedules/agent/resume", null, TestContext.Current.CancellationToken);
        view = await resumed.Content.ReadFromJsonAsync<ScheduleView>(JsonDefaults.Strict, TestContext.Current.CancellationToken);

        Assert.Equal((false, null, Eight.AddDays(1)), (view!.Paused, view.PausedReason, view.NextRunAt));
        var occurrence = Assert.Single(await app.LedgerAsync("agent"));
        Assert.Equal((Eight, "paused", "휴가"), (occurrence.ScheduledFor, occurrence.Outcome, occurrence.Reason));
        Assert.Empty(app.Runs.All);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \u3000\n")]
    [InlineData("\u200b")]
    public async Task A_reason_that_says_nothing_is_none_and_the_ledger_has_words_of_its_own(string reason)
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryDayAtEight);

        using var paused = await app.Client().PostAsJsonAsync("/api/schedules/agent/pause", new { reason }, TestContext.Current.CancellationToken);
        clock.Now = Eight.AddHours(1);
        using var resumed = await app.Client().PostAsync("/api/schedules/agent/resume", null, TestContext.Current.CancellationToken);

        Assert.Null((await paused.Content.ReadFromJsonAsync<ScheduleView>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!.PausedReason);
        Assert.Equal("the schedule is paused", Assert.Single(await app.LedgerAsync("agent")).Reason);
    }

    [Theory]
    [InlineData("pause", """{ "reason": "휴가", "surprise": 1 }""", "400 validation")]
    [InlineData("resume", """{ "surprise": 1 }""", "400 validation")]
    [InlineData("trigger", """{ "surprise": 1 }""", "400 validation")]
    [InlineData("pause", """{}""", "200 ")]
    [InlineData("resume", """{}""", "200 ")]
    [InlineData("resume", null, "200 ")]
    [InlineData("trigger", """{}""", "202 ")]
    public async Task An_action_refuses_members_that_it_does_not_know(string action, string? body, string answer)
    {
        await using var app = await SchedulerApp.StartAsync();
        await app.ScheduleAsync("agent", EveryDayAtEight);
        using var content = body is null ? null : new StringContent(body, null, "application/json");

        using var response = await app.Client().PostAsync($"/api/schedules/agent/{action}", content, TestContext.Current.CancellationToken);

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(answer, $"{(int)response.StatusCode} {problem["code"]}");
        Assert.Equal(answer.StartsWith("400", StringComparison.Ordinal), problem["errors"]?.AsObject().ContainsKey("surprise") ?? false);
    }

    [Fact]
    public async Task Trigger_starts_a_manual_run_at_once_and_once_an_idempotency_key()
    {
        await using var app = await SchedulerApp.StartAsync();
        await app.ScheduleAsync("agent", EveryDayAtEight, active: false);
        var client = app.Client();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "key");

        using var response = await client.PostAsync("/api/schedules/agent/trigger", null, TestContext.Current.CancellationToken);
        using var again = await client.PostAsync("/api/schedules/agent/trigger", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var answer = await response.Content.ReadFromJsonAsync<TriggerAnswer>(TestContext.Current.CancellationToken);
        Assert.Equal(answer, await again.Content.ReadFromJsonAsync<TriggerAnswer>(TestContext.Current.CancellationToken));
        var order = await app.Runs.NextAsync();
        Assert.Equal((answer!.ExecutionId, "agent", TriggerKind.Manual, null), (order.ExecutionId, order.AgentId, order.Trigger.Kind, order.Trigger.ScheduledFor));
        Assert.Single(app.Runs.All);
    }

    [Fact]
    public async Task A_preview_shows_gap_and_fold_and_stores_nothing()
    {
        await using var app = await SchedulerApp.StartAsync();

        var preview = await Preview(app, new { schedule = new { cron = "30 2 * * *", timeZone = "Europe/Berlin" }, from = "2027-03-27T12:00:00Z", count = 2 });
        Assert.Equal([("2027-03-28T03:00:00+02:00", "gap"), ("2027-03-29T02:30:00+02:00", null)], preview.Runs.Select(run => (run.Local, run.Note)));

        preview = await Preview(app, new { schedule = new { cron = "30 2 * * *", timeZone = "Europe/Berlin" }, from = "2027-10-30T12:00:00Z", days = 2 });
        Assert.Equal([("2027-10-31T02:30:00+02:00", "fold"), ("2027-11-01T02:30:00+01:00", null)], preview.Runs.Select(run => (run.Local, run.Note)));

        preview = await Preview(app, new { schedule = new { phrase = "매주 월요일 아침 8시" }, count = 3 });
        Assert.Equal("2026-11-23T08:00:00+09:00", preview.Runs[0].Local);
        Assert.Equal(preview.Schedule.NextRuns.Take(3), preview.Runs.Select(run => run.At));
        Assert.Empty((await Get<Page<ScheduleView>>(app, "/api/schedules")).Items);
    }

    [Theory]
    [InlineData("""{"schedule":{"phrase":"매월 31일 오전 9시"},"count":5}""")]
    [InlineData("""{"schedule":{"phrase":"in 20 minutes"},"count":5}""")]
    [InlineData("""{"schedule":{"cron":"15,45 9 * * 1-5","startAt":"2026-12-01T05:00:01Z","endAt":"2027-12-01T05:00:00Z","jitterSeconds":30},"count":5}""")]
    [InlineData("""{"schedule":{"specs":[{"every":"PT1H","anchor":"2026-12-01T00:00:30Z"}],"except":{"holidays":true}},"count":5}""")]
    public async Task The_sentence_that_is_shown_can_be_given_as_the_phrase(string body)
    {
        await using var app = await SchedulerApp.StartAsync();
        var shown = await Preview(app, JsonNode.Parse(body)!);

        foreach (var text in new[] { shown.Schedule.Text.Ko, shown.Schedule.Text.En })
        {
            var again = await Preview(app, new { schedule = new { phrase = text }, count = 5 });

            Assert.Equal(shown.Runs, again.Runs);
            Assert.Equal((shown.Schedule.Text, shown.Schedule.TimeZone, shown.Schedule.JitterSeconds), (again.Schedule.Text, again.Schedule.TimeZone, again.Schedule.JitterSeconds));
        }
    }

    [Theory]
    [InlineData("""{"schedule":{}}""", "schedule")]
    [InlineData("""{}""", "schedule")]
    [InlineData("""{"schedule":{"cron":"0 9 * *"}}""", "schedule.cron")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *","timeZone":"Mars/Olympus"}}""", "schedule.timeZone")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *","catchUpWindow":"P1Y"}}""", "schedule.catchUpWindow")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *","catchUp":"nonsense"}}""", "schedule.catchUp")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *","pauseAfterFailures":-1}}""", "schedule.pauseAfterFailures")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *","overlap":"nonsense"}}""", "schedule.overlap")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *","surprise":1}}""", "schedule.surprise")]
    [InlineData("""{"schedule":{"specs":[]}}""", "schedule.specs")]
    [InlineData("""{"schedule":{"specs":[null]}}""", "schedule.specs[0]")]
    [InlineData("""{"schedule":{"specs":[{"times":["9:00"]}]}}""", "schedule.specs[0].times[0]")]
    [InlineData("""{"schedule":{"specs":[{"every":"PT1S"}]}}""", "schedule.specs[0].every")]
    [InlineData("""{"schedule":{"specs":[{"times":["09:00"],"surprise":1}]}}""", "schedule.specs[0].surprise")]
    [InlineData("""{"schedule":{"specs":[{"times":["09:00"]},{"times":["09:00"],"days":{"everyWeeks":1}}]}}""", "schedule.specs[1].days.everyWeeks")]
    [InlineData("""{"schedule":{"specs":[{"times":["09:00"],"days":{"nthWeekdays":[{"nth":6,"day":"mon"}]}}]}}""", "schedule.specs[0].days.nthWeekdays[0].nth")]
    [InlineData("""{"schedule":{"specs":[{"times":["09:00"],"days":{"businessDays":[1]}}],"timeZone":"Europe/Berlin"}}""", "schedule.holidayCalendar")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *","except":{"dates":["02-30"]}}}""", "schedule.except.dates[0]")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *","gap":"later"}}""", "schedule.gap")]
    [InlineData("""{"schedule":{"frequency":"once","at":"2026-12-24T18:00","startAt":"2027-01-01T00:00:00Z"}}""", "schedule.startAt")]
    [InlineData("""{"schedule":{"frequency":"once","at":"2026-12-24T18:00","endAt":"2026-12-01T00:00:00Z"}}""", "schedule.endAt")]
    [InlineData("""{"schedule":{"phrase":"매일 오전 9시 (Asia/Seoul)","timeZone":"Europe/Berlin"}}""", "schedule.timeZone")]
    [InlineData("""{"schedule":{"frequency":"daily"}}""", "schedule.time")]
    [InlineData("""{"schedule":{"frequency":"daily","time":"9:00"}}""", "schedule.time")]
    [InlineData("""{"schedule":{"frequency":"monthly","time":"09:00","dayOfMonth":32}}""", "schedule.dayOfMonth")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *"},"count":101}""", "count")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *"},"days":367}""", "days")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *"},"from":"0001-01-01T00:00:00Z"}""", "from")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *"},"from":"9999-12-31T00:00:00Z","days":366}""", "from")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *","startAt":"9999-12-31T23:59:59Z"}}""", "schedule.startAt")]
    [InlineData("""{"schedule":{"frequency":"once","at":"9999-12-31T23:59","timeZone":"America/New_York"}}""", "schedule.at")]
    [InlineData("""{"schedule":{"cron":"0 9 15,L * *"}}""", "schedule.cron")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *"},"days":7,"count":5}""", "days")]
    [InlineData("""{"schedule":{"cron":"* * * * * *"},"days":7}""", "days")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *"},"count":5,"agentId":"agent"}""", "days")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *"},"executionId":"run"}""", "days")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *"},"days":7,"agentId":"../x"}""", "agentId")]
    [InlineData("""{"schedule":{"cron":"0 9 * * *"},"days":7,"executionId":"."}""", "executionId")]
    public async Task What_is_wrong_with_a_preview_is_named_by_field(string body, string field)
    {
        await using var app = await SchedulerApp.StartAsync();

        using var response = await app.Client().PostAsync("/api/schedules/preview", new StringContent(body, null, "application/json"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal("validation", (string?)problem["code"]);
        Assert.Equal(field, Assert.Single(problem["errors"]!.AsObject()).Key);
    }

    [Fact]
    public async Task A_phrase_that_is_not_clear_gives_suggestions()
    {
        await using var app = await SchedulerApp.StartAsync();

        using var response = await app.Client().PostAsJsonAsync("/api/schedules/preview", new { schedule = new { phrase = "매주 월요일" } }, TestContext.Current.CancellationToken);

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((400, "schedule-phrase", "몇 시에 할지 알려 주세요."), ((int)response.StatusCode, (string?)problem["code"], (string?)problem["detail"]));
        Assert.Equal("매주 월요일 오전 9시", (string?)problem["suggestions"]![0]);
    }

    [Theory]
    [InlineData("every March on the 1st at 9am except holidays", "Asia/Seoul", "nothing-left", "every year in March on day 1 at 09:00")]
    [InlineData("매월 말일 9시, 말일 제외", "Asia/Seoul", "nothing-left", "매월 마지막 날 오전 9시")]
    [InlineData("every Feb 29 at 9am until Dec 1, 2027", "Asia/Seoul", "nothing-within", "every year in February on day 29 until 2028-12-01 at 09:00")]
    [InlineData("last business day of the month", "America/New_York", "holiday-calendar", "every month on the last day at 09:00")]
    [InlineData("11월 22일까지 매일 오전 9시", "Asia/Seoul", "nothing-within", "2027년 11월 22일까지 매일 오전 9시")]
    public async Task A_phrase_that_only_its_instants_show_to_be_impossible_gives_suggestions_too(string phrase, string zone, string reason, string suggestion)
    {
        await using var app = await SchedulerApp.StartAsync();

        using var response = await app.Client(zone: zone).PostAsJsonAsync("/api/schedules/preview", new { schedule = new { phrase } }, TestContext.Current.CancellationToken);

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((400, "schedule-phrase", reason), ((int)response.StatusCode, (string?)problem["code"], (string?)problem["reason"]));
        Assert.Equal(["schedule.phrase"], problem["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal(suggestion, (string?)problem["suggestions"]![0]);
    }

    [Fact]
    public async Task The_ledger_is_paged_newest_first()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryDayAtEight);
        clock.Now = Eight.AddDays(4);
        await app.LookAsync();

        var first = await Get<Page<OccurrenceView>>(app, "/api/schedules/agent/occurrences?limit=3");
        var second = await Get<Page<OccurrenceView>>(app, $"/api/schedules/agent/occurrences?limit=3&cursor={first.NextCursor}");

        Assert.Equal(Enumerable.Range(0, 5).Select(day => Eight.AddDays(4 - day)), first.Items.Concat(second.Items).Select(occurrence => occurrence.ScheduledFor));
        Assert.Null(second.NextCursor);
        Assert.Equal("400 validation", await Status(app, "/api/schedules/agent/occurrences?cursor=!"));
        Assert.Equal("400 validation", await Status(app, "/api/schedules/agent/occurrences?limit=0"));
    }

    private static async Task<T> Get<T>(SchedulerApp app, string path) =>
        (await app.Client().GetFromJsonAsync<T>(path, JsonDefaults.Strict, TestContext.Current.CancellationToken))!;

    private static async Task<string> Status(SchedulerApp app, string path)
    {
        using var response = await app.Client().GetAsync(path, TestContext.Current.CancellationToken);
        return $"{(int)response.StatusCode} {JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["code"]}";
    }

    private static async Task<Preview> Preview(SchedulerApp app, object body)
    {
        using var response = await app.Client().PostAsJsonAsync("/api/schedules/preview", body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<Preview>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!;
    }
}
