using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Json;

namespace AgentService.Tests.Agents;

public sealed class AgentPatchTests
{
    [Fact]
    public async Task Only_what_the_patch_names_is_changed()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", description = "d", finalAgentPrompt = "p", model = "m", tools = new[] { "clock" }, limits = new { maxSteps = 7, maxRunSeconds = 8 } });
        var before = (await app.AskAsync("GET", $"/api/agents/{id}")).Json;

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var after = (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "limits": { "maxSteps": 9 } }""")).Is(200);

        before["limits"]!["maxSteps"] = 9;
        before["version"] = 2;
        before["updatedAt"] = "2026-11-22T05:01:00Z";
        Assert.True(JsonNode.DeepEquals(before, after.Json), after.Text);
        Assert.Equal(after.ETag, (await app.AskAsync("GET", $"/api/agents/{id}")).ETag);
    }

    [Fact]
    public async Task Null_takes_a_member_back_to_its_default()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", description = "d", model = "m", tools = new[] { "clock" }, schedule = new { cron = "0 8 * * *" }, limits = new { maxSteps = 7, maxRunSeconds = 8 } });

        var patched = (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "description": null, "model": null, "tools": null, "schedule": null, "limits": { "maxSteps": null } }""")).Is(200).Json.AsObject();

        Assert.Equal("", patched["description"]!.ToString());
        Assert.False(patched.ContainsKey("model"));
        Assert.Empty(patched["tools"]!.AsArray());
        Assert.True(patched.ContainsKey("schedule"));
        Assert.Null(patched["schedule"]);
        Assert.Equal((30, 8), (patched["limits"]!["maxSteps"]!.GetValue<int>(), patched["limits"]!["maxRunSeconds"]!.GetValue<int>()));
        Assert.Equal(600, (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "limits": null }""")).Json["limits"]!["maxRunSeconds"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_schedule_is_not_asked_for_again_when_other_members_are_patched()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", schedule = new { phrase = "내일 아침 8시" } });
        app.Others.Down(HttpMethod.Post, "/internal/schedules/resolve");

        var patched = (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "name": "b" }""")).Is(200);

        Assert.Equal("내일 아침 8시", patched.Json["schedule"]!["phrase"]!.ToString());
    }

    [Fact]
    public async Task A_new_rule_replaces_the_old_one_whole_and_keeps_what_surrounds_it()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", schedule = new { frequency = "weekly", time = "09:00", daysOfWeek = new[] { "mon" }, timeZone = "Asia/Tokyo", jitterSeconds = 5 } });

        var schedule = (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "schedule": { "cron": "5 4 * * *" } }""")).Is(200).Json["schedule"]!.AsObject();

        Assert.Equal("5 4 * * *", schedule["cron"]!.ToString());
        Assert.Equal("Asia/Tokyo", schedule["timeZone"]!.ToString());
        Assert.Equal(5, schedule["jitterSeconds"]!.GetValue<int>());
        Assert.All(["frequency", "time", "daysOfWeek"], member => Assert.False(schedule.ContainsKey(member)));
    }

    [Fact]
    public async Task Specs_replace_a_rule_with_its_exclusions()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", schedule = new { cron = "5 4 * * *", except = new { daysOfWeek = new[] { "sat" } }, gap = "skip" } });

        var schedule = (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "schedule": { "specs": [{ "times": ["09:00"] }] } }""")).Is(200).Json["schedule"]!.AsObject();

        Assert.Equal(("09:00", "skip"), (schedule["specs"]![0]!["times"]![0]!.ToString(), schedule["gap"]!.ToString()));
        Assert.All(["cron", "except"], member => Assert.False(schedule.ContainsKey(member)));
    }

    [Theory]
    [InlineData("""{ "phrase": "매일 오전 9시" }""", "phrase")]
    [InlineData("""{ "cron": "5 4 * * *" }""", "cron")]
    public async Task A_new_rule_has_neither_the_exclusions_nor_the_bounds_of_the_old_one_unless_it_gives_them(string rule, string member)
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", schedule = new { phrase = "12월 31일까지 평일 9시, 공휴일 제외", except = new { holidays = true }, startAt = "2026-12-01T00:00:00Z", endAt = "2026-12-31T14:59:59Z", overlap = "bufferOne" } });

        var schedule = (await app.AskAsync("PATCH", $"/api/agents/{id}", $$"""{ "schedule": {{rule}} }""")).Is(200).Json["schedule"]!.AsObject();
        var bound = (await app.AskAsync("PATCH", $"/api/agents/{id}", $$"""{ "schedule": { "endAt": "2027-12-31T14:59:59Z", "except": { "dates": ["12-25"] } } }""")).Is(200).Json["schedule"]!.AsObject();

        Assert.True(schedule.ContainsKey(member));
        Assert.Equal("bufferOne", schedule["overlap"]!.ToString());
        Assert.All(["except", "startAt", "endAt"], old => Assert.False(schedule.ContainsKey(old)));
        Assert.Equal(("12-25", true, true), (bound["except"]!["dates"]![0]!.ToString(), bound.ContainsKey("endAt"), bound.ContainsKey(member)));
    }

    [Theory]
    [InlineData("""{ "timeZone": "America/New_York" }""", "12월 31일까지 매일 9시", null, "America/New_York", null, false)]
    [InlineData("""{ "overlap": "allowAll" }""", "12월 31일까지 매일 9시", null, "Asia/Seoul", null, false)]
    [InlineData("""{ "startAt": null }""", null, "0 9 * * *", "Asia/Seoul", null, true)]
    [InlineData("""{ "cron": null, "overlap": "skip" }""", "12월 31일까지 매일 9시", null, "Asia/Seoul", null, false)]
    [InlineData("""{ "endAt": null }""", null, "0 9 * * *", "Asia/Seoul", null, false)]
    [InlineData("""{ "endAt": "2027-01-31T14:59:59Z" }""", null, "0 9 * * *", "Asia/Seoul", null, true)]
    [InlineData("""{ "except": null }""", null, "0 9 * * *", "Asia/Seoul", null, true)]
    [InlineData("""{ "phrase": "every day at 9am" }""", "every day at 9am", null, null, "Asia/Seoul", false)]
    [InlineData("""{ "phrase": "every day at 9am", "timeZone": "America/New_York" }""", "every day at 9am", null, "America/New_York", null, false)]
    [InlineData("""{ "phrase": "every day at 9am", "timeZone": null }""", "every day at 9am", null, null, null, false)]
    public async Task A_phrase_is_given_again_unless_the_patch_speaks_of_what_it_says(string patch, string? phrase, string? cron, string? zone, string? defaultZone, bool hasEnd)
    {
        await using var app = await AgentApp.StartAsync();
        app.Others.On(HttpMethod.Post, "/internal/schedules/resolve", new
        {
            phrase = "12월 31일까지 매일 9시",
            cron = "0 9 * * *",
            timeZone = "Asia/Seoul",
            startAt = "2026-11-30T15:00:00Z",
            endAt = "2026-12-31T14:59:59Z",
            phraseBounds = new[] { "endAt" },
            phraseReadAt = "2026-11-22T00:00:00",
            except = new { holidays = true },
            text = new { ko = "k", en = "e" },
        });
        var id = await app.CreateAsync(new { name = "a", schedule = new { phrase = "12월 31일까지 매일 9시", startAt = "2026-11-30T15:00:00Z", except = new { holidays = true } } });
        ResolveScheduleRequest? asked = null;
        app.Others.On(HttpMethod.Post, "/internal/schedules/resolve", async request =>
        {
            asked = await request.Content!.ReadFromJsonAsync<ResolveScheduleRequest>(JsonDefaults.Strict, TestContext.Current.CancellationToken);
            return new(HttpStatusCode.OK) { Content = JsonContent.Create(new { cron = "0 9 * * *", timeZone = "Asia/Seoul", text = new { ko = "k", en = "e" } }) };
        });

        (await app.AskAsync("PATCH", $"/api/agents/{id}", $$"""{ "schedule": {{patch}} }""")).Is(200);

        var schedule = asked!.Schedule;
        Assert.Equal((phrase, cron, zone, defaultZone, hasEnd), (schedule.Phrase, schedule.Cron, schedule.TimeZone, asked.DefaultTimeZone, schedule.EndAt is not null));
        Assert.Equal(phrase == "12월 31일까지 매일 9시" ? "2026-11-22T00:00:00" : null, schedule.PhraseReadAt);
    }

    [Theory]
    [InlineData("""{ "schedule": { "overlap": "allowAll", "catchUp": null } }""", true)]
    [InlineData("""{ "schedule": { "overlap": "allowAll", "endAt": "2026-12-01T00:00:00Z" } }""", false)]
    [InlineData("""{ "schedule": { "time": "09:00" } }""", false)]
    public async Task A_schedule_that_is_over_may_get_another_policy_and_be_imported_and_nothing_else(string patch, bool mayBeOver)
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", schedule = new { frequency = "daily", time = "08:00" } });
        var file = (await app.AskAsync("GET", $"/api/agents/{id}/export")).Is(200);
        var asked = new List<bool>();
        app.Others.On(HttpMethod.Post, "/internal/schedules/resolve", async request =>
        {
            asked.Add((await request.Content!.ReadFromJsonAsync<ResolveScheduleRequest>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!.MayBeOver);
            return new(HttpStatusCode.OK) { Content = JsonContent.Create(new { cron = "0 9 * * *", timeZone = "Asia/Seoul", text = new { ko = "k", en = "e" } }) };
        });

        (await app.AskAsync("PATCH", $"/api/agents/{id}", patch)).Is(200);
        (await app.AskAsync("POST", "/api/agents/import", new StringContent(file.Text, null, "application/json"))).Is(201);
        (await app.AskAsync("POST", "/api/agents", new { name = "b", schedule = new { cron = "0 8 * * *" } })).Is(201);

        Assert.Equal([mayBeOver, true, false], asked);
    }

    [Fact]
    public async Task A_rule_is_patched_member_by_member_when_no_new_one_is_given()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", schedule = new { frequency = "weekly", time = "09:00", daysOfWeek = new[] { "mon" } } });

        var schedule = (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "schedule": { "time": "10:30" } }""")).Is(200).Json["schedule"]!;

        Assert.Equal(("weekly", "10:30", "mon"), (schedule["frequency"]!.ToString(), schedule["time"]!.ToString(), schedule["daysOfWeek"]![0]!.ToString()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "name": "a" }""")]
    [InlineData("""{ "limits": {} }""")]
    [InlineData("""{ "limits": { "maxSteps": 30 } }""")]
    [InlineData("""{ "model": null }""")]
    [InlineData("""{ "schedule": { "phrase": "매일 아침 8시" } }""")]
    public async Task A_patch_that_changes_nothing_makes_no_version_and_keeps_the_tag(string patch)
    {
        await using var app = await AgentApp.StartAsync();
        var created = await app.AskAsync("POST", "/api/agents", new { name = "a", schedule = new { phrase = "매일 아침 8시" } });

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var patched = (await app.AskAsync("PATCH", created.Location!, patch)).Is(200);

        Assert.Equal((created.ETag, created["version"], created["updatedAt"]), (patched.ETag, patched["version"], patched["updatedAt"]));
        Assert.Single((await app.AskAsync("GET", $"{created.Location}/versions")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_patch_for_another_state_is_refused_and_one_for_this_state_is_taken()
    {
        await using var app = await AgentApp.StartAsync();
        var created = await app.AskAsync("POST", "/api/agents", new { name = "a" });

        (await app.AskAsync("PATCH", created.Location!, """{ "name": "b" }""", ("If-Match", "\"other\""))).IsProblem(412, "precondition-failed");
        (await app.AskAsync("PATCH", created.Location!, """{ "name": "b" }""", ("If-Match", "nonsense"))).IsProblem(412, "precondition-failed");
        (await app.AskAsync("PATCH", created.Location!, """{ "name": "b" }""", ("If-Match", $"W/{created.ETag}"))).IsProblem(412, "precondition-failed");
        var first = (await app.AskAsync("PATCH", created.Location!, """{ "name": "b" }""", ("If-Match", created.ETag!))).Is(200);
        (await app.AskAsync("PATCH", created.Location!, """{ "name": "c" }""", ("If-Match", created.ETag!))).IsProblem(412, "precondition-failed");
        var second = (await app.AskAsync("PATCH", created.Location!, """{ "name": "c" }""", ("If-Match", $"{created.ETag}, {first.ETag}"))).Is(200);
        var third = (await app.AskAsync("PATCH", created.Location!, """{ "name": "d" }""", ("If-Match", "*"))).Is(200);

        Assert.Equal(4, new[] { created.ETag, first.ETag, second.ETag, third.ETag }.Distinct().Count());
        Assert.Equal("4", third["version"]);
    }

    [Theory]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/activate")]
    [InlineData("POST", "/deactivate")]
    [InlineData("POST", "/archive")]
    [InlineData("POST", "/versions/1/restore")]
    public async Task Every_change_of_an_agent_honours_the_tag(string method, string rest)
    {
        await using var app = await AgentApp.StartAsync();
        var created = await app.AskAsync("POST", "/api/agents", new { name = "a", finalAgentPrompt = "p" });

        (await app.AskAsync(method, $"{created.Location}{rest}", null, ("If-Match", "\"other\""))).IsProblem(412, "precondition-failed");

        Assert.Equal(created.ETag, (await app.AskAsync("GET", created.Location!)).ETag);
        Assert.InRange((await app.AskAsync(method, $"{created.Location}{rest}", null, ("If-Match", created.ETag!))).Status, 200, 204);
    }

    [Fact]
    public async Task Ten_patches_at_once_all_take_effect()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync();
        string[] members = ["\"name\": \"n\"", "\"description\": \"d\"", "\"finalAgentPrompt\": \"p\"", "\"model\": \"m\"", "\"tools\": [\"clock\"]", "\"limits\": { \"maxSteps\": 9 }", "\"limits\": { \"maxRunSeconds\": 9 }", "\"limits\": { \"maxTokensPerRun\": 9 }", "\"limits\": { \"maxTokensPerMonth\": 9 }", "\"schedule\": { \"cron\": \"9 9 * * *\" }"];

        var patched = await Task.WhenAll(members.Select(member => Task.Run(() => app.AskAsync("PATCH", $"/api/agents/{id}", $"{{{member}}}"))));

        Assert.All(patched, answer => answer.Is(200));
        var agent = (await app.AskAsync("GET", $"/api/agents/{id}")).Json;
        Assert.Equal("n d p m clock 9 9 9 9 9 9 * * *", $"{agent["name"]} {agent["description"]} {agent["finalAgentPrompt"]} {agent["model"]} {agent["tools"]![0]} {agent["limits"]!["maxSteps"]} {agent["limits"]!["maxRunSeconds"]} {agent["limits"]!["maxTokensPerRun"]} {agent["limits"]!["maxTokensPerMonth"]} {agent["schedule"]!["cron"]}");
        Assert.Equal(11, agent["version"]!.GetValue<int>());
        Assert.Equal(patched.Select(answer => answer.ETag).Distinct().Count(), patched.Length);
        Assert.Equal(11, (await app.AskAsync("GET", $"/api/agents/{id}/versions")).Json["items"]!.AsArray().Count);
    }
}
