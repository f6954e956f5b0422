using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Json;

namespace SchedulerService.Tests.Schedules;

public sealed class InternalQuestionsTests
{
    [Fact]
    public async Task A_schedule_is_resolved_in_the_zone_of_the_session()
    {
        await using var app = await SchedulerApp.StartAsync();

        var schedule = await Ask<Schedule>(app, "schedules/resolve", new ResolveScheduleRequest(new() { Phrase = "every day at 8am" }), "Europe/Berlin");

        Assert.Equal(("Europe/Berlin", "Every day at 08:00 (Europe/Berlin)"), (schedule.TimeZone, schedule.Text.En));
    }

    [Fact]
    public async Task The_next_runs_of_several_schedules_are_answered_in_order()
    {
        await using var app = await SchedulerApp.StartAsync();
        var schedules = new[] { app.Resolve(new() { Cron = "0 8 * * *" }), app.Resolve(new() { Cron = "0 9 1 * *" }) };

        var answer = await Ask<NextRunsAnswer>(app, "schedules/next-runs", new NextRunsRequest(schedules, 5));

        Assert.Equal(schedules.Select(schedule => schedule.NextRuns), answer.NextRuns);
    }

    [Fact]
    public async Task The_phrase_of_a_sentence_is_found_with_its_schedule()
    {
        await using var app = await SchedulerApp.StartAsync();

        var answer = await Ask<FindPhraseAnswer>(app, "phrases/find", new FindPhraseRequest("매주 월요일 아침 8시에 주식 시장을 요약해줘", null));

        Assert.Equal(("매주 월요일 아침 8시에", "주식 시장을 요약해줘", "0 8 * * 1", null), (answer.Phrase, answer.Rest, answer.Schedule?.Cron, answer.Refusal));
    }

    [Fact]
    public async Task A_phrase_that_names_its_zone_is_found_by_the_clock_of_that_zone()
    {
        await using var app = await SchedulerApp.StartAsync();

        // In Seoul it is 14:00 of the 22nd, in Los Angeles 21:00 of the 21st.
        var answer = await Ask<FindPhraseAnswer>(app, "phrases/find", new FindPhraseRequest("오늘 밤 11시 (America/Los_Angeles)에 뉴스를 요약해줘", "Asia/Seoul"));

        Assert.Equal(("오늘 밤 11시 (America/Los_Angeles)에", "뉴스를 요약해줘"), (answer.Phrase, answer.Rest));
        Assert.Equal(("2026-11-21T23:00:00", "America/Los_Angeles"), (answer.Schedule?.At, answer.Schedule?.TimeZone));
    }

    [Fact]
    public async Task A_sentence_without_a_schedule_gives_nothing_and_an_unclear_one_a_refusal()
    {
        await using var app = await SchedulerApp.StartAsync();

        var nothing = await Ask<FindPhraseAnswer>(app, "phrases/find", new FindPhraseRequest("주식 시장을 요약해줘", null));
        var refused = await Ask<FindPhraseAnswer>(app, "phrases/find", new FindPhraseRequest("매주 월요일에 요약해줘", null));

        Assert.Equal((null, null, null, null), (nothing.Phrase, nothing.Rest, nothing.Schedule, nothing.Refusal));
        Assert.Equal(("매주 월요일에", null, "몇 시에 할지 알려 주세요."), (refused.Phrase, refused.Schedule, refused.Refusal));
        Assert.Contains("매주 월요일 오전 9시", refused.Suggestions);
    }

    [Fact]
    public async Task A_text_that_is_whole_is_a_phrase_and_none_of_its_words_is_work()
    {
        await using var app = await SchedulerApp.StartAsync();

        var understood = await Ask<FindPhraseAnswer>(app, "phrases/find", new FindPhraseRequest("매주 월요일 아침 8시에", null, Whole: true));
        var refused = await Ask<FindPhraseAnswer>(app, "phrases/find", new FindPhraseRequest("매주 월요일 아침 8시에 비가 오면", null, Whole: true));
        var nothing = await Ask<FindPhraseAnswer>(app, "phrases/find", new FindPhraseRequest("whenever", null, Whole: true));

        Assert.Equal(("매주 월요일 아침 8시에", "", "0 8 * * 1", null), (understood.Phrase, understood.Rest, understood.Schedule?.Cron, understood.Refusal));
        Assert.Equal((null, "이 일정은 이해하지 못했어요."), (refused.Schedule, refused.Refusal));
        Assert.Equal(["매주 월요일 오전 8시"], refused.Suggestions);
        Assert.Equal((null, "This schedule was not understood."), (nothing.Schedule, nothing.Refusal));
        Assert.NotEmpty(nothing.Suggestions);
    }

    [Fact]
    public async Task The_zones_of_a_short_name_are_suggested_and_accepted()
    {
        await using var app = await SchedulerApp.StartAsync();

        var refused = await Ask<FindPhraseAnswer>(app, "phrases/find", new FindPhraseRequest("Mail me every day at 9am CST", null));
        var accepted = await Ask<FindPhraseAnswer>(app, "phrases/find", new FindPhraseRequest($"Mail me {refused.Suggestions[0]}", null));

        Assert.Equal(["every day at 09:00 (America/Chicago)", "every day at 09:00 (Asia/Shanghai)"], refused.Suggestions);
        Assert.Equal(("0 9 * * *", "America/Chicago"), (accepted.Schedule?.Cron, accepted.Schedule?.TimeZone));
    }

    [Fact]
    public async Task What_is_suggested_for_a_sentence_is_accepted_in_its_zone()
    {
        await using var app = await SchedulerApp.StartAsync();

        var refused = await Ask<FindPhraseAnswer>(app, "phrases/find", new FindPhraseRequest("Send the invoices on the last business day of the month", null), "America/New_York");
        var impossible = await Ask<FindPhraseAnswer>(app, "phrases/find", new FindPhraseRequest("매월 말일 9시, 말일 제외하고 결산해줘", null));

        Assert.Equal(["every month on the last day at 09:00", "every month on the last day at 08:00", "every month on the last day at 18:00"], refused.Suggestions);
        Assert.StartsWith("There is no calendar of public holidays", refused.Refusal, StringComparison.Ordinal);
        Assert.Equal((null, "빼고 나면 남는 날이 없어요."), (impossible.Schedule, impossible.Refusal));
        Assert.Equal(["매월 마지막 날 오전 9시"], impossible.Suggestions);
    }

    [Fact]
    public async Task News_of_the_users_own_agents_are_taken_in_and_those_of_others_are_not()
    {
        await using var app = await SchedulerApp.StartAsync();
        var schedule = app.Resolve(new() { Cron = "0 8 * * *" });
        var change = new AgentScheduleChanged("agent", "user", "name", 1, 1, Active: true, schedule);

        Assert.Equal(HttpStatusCode.NotFound, await TellAsync(app, "changed", change with { UserId = "other" }));
        Assert.Equal(0, await CountAsync(app));
        Assert.Equal(HttpStatusCode.NoContent, await TellAsync(app, "changed", change));
        Assert.Equal(1, await CountAsync(app));
        Assert.Equal(HttpStatusCode.NotFound, await TellAsync(app, "deleted", new AgentDeleted("agent", "other", 2)));
        Assert.Equal(1, await CountAsync(app));
        Assert.Equal(HttpStatusCode.NoContent, await TellAsync(app, "deleted", new AgentDeleted("agent", "user", 2)));
        Assert.Equal(0, await CountAsync(app));
    }

    private static async Task<HttpStatusCode> TellAsync<T>(SchedulerApp app, string what, T news)
    {
        using var response = await app.Client().PostAsJsonAsync($"/internal/schedules/{what}", news, JsonDefaults.Strict, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task<int> CountAsync(SchedulerApp app)
    {
        var page = JsonNode.Parse(await app.Client().GetStringAsync(new Uri("/api/schedules", UriKind.Relative), TestContext.Current.CancellationToken));
        return page!["items"]!.AsArray().Count;
    }

    private static async Task<T> Ask<T>(SchedulerApp app, string path, object request, string zone = "Asia/Seoul")
    {
        using var response = await app.Client(zone: zone).PostAsJsonAsync($"/internal/{path}", request, JsonDefaults.Strict, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<T>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!;
    }
}
