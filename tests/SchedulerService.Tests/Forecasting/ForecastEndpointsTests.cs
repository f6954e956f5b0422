using System.Net.Http.Json;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Http;
using SchedulerService.Forecasting;

namespace SchedulerService.Tests.Forecasting;

public sealed class ForecastEndpointsTests
{
    [Fact]
    public async Task Days_are_told_with_what_they_will_cost_by_the_agents_last_runs()
    {
        await using var app = await SchedulerApp.StartAsync();
        app.Runs.Whole.AddRange(Enumerable.Range(1, 25).Select(number => ("user", RunMeasurementsTests.Run(number <= 20 ? 5_400 : 1, 1_000, 200, "0.01", $"run{number}"))));
        app.Runs.Whole.Add(("user", RunMeasurementsTests.Run(1, 9, 9, "9", "failed", status: ExecutionStatus.Failed)));
        app.Runs.Whole.Add(("other", RunMeasurementsTests.Run(1, 9, 9, "9", "theirs")));

        var preview = await PreviewAsync(app, new { schedule = new { cron = "0 * * * *", overlap = "skip" }, from = "2026-11-22T00:00:00Z", days = 30, agentId = "agent" });

        Assert.Equal((720, (int?)null, (bool?)null), (preview.Runs.Count, preview.Total, preview.Truncated));
        var forecast = preview.Forecast!;
        Assert.Equal((30, 720, 360, 360, 360), (forecast.Days, forecast.Instants, forecast.Fires, forecast.Skipped, forecast.Overlaps));
        Assert.Equal(new MeasuredRuns(Forecaster.MaxMeasured, new(5_400, 5_400), new(1_200, 1_200), new("0.01", "0.01")), forecast.Measured);
        Assert.Equal((new TokenPercentiles(432_000, 432_000), new CostPercentiles("3.6", "3.6")), (forecast.Tokens, forecast.Cost));
    }

    [Fact]
    public async Task The_test_run_of_a_draft_measures_alone_or_with_the_runs_of_an_agent()
    {
        await using var app = await SchedulerApp.StartAsync();
        app.Runs.Whole.Add(("user", RunMeasurementsTests.Run(2, 100, 10, "0.002", "test", agentId: null)));
        app.Runs.Whole.Add(("user", RunMeasurementsTests.Run(4, 200, 20, "0.004", "run")));

        var alone = await PreviewAsync(app, new { schedule = new { cron = "0 9 * * *" }, days = 10, executionId = "test" });
        var both = await PreviewAsync(app, new { schedule = new { cron = "0 9 * * *" }, days = 10, executionId = "test", agentId = "agent" });
        var once = await PreviewAsync(app, new { schedule = new { cron = "0 9 * * *" }, days = 10, executionId = "run", agentId = "agent" });

        Assert.Equal((1, new TokenPercentiles(1_100, 1_100), "0.02"), (alone.Forecast!.Measured!.Runs, alone.Forecast.Tokens, alone.Forecast.Cost!.P50));
        Assert.Equal((2, new TokenPercentiles(1_100, 2_200)), (both.Forecast!.Measured!.Runs, both.Forecast.Tokens));
        Assert.Equal(1, once.Forecast!.Measured!.Runs);
    }

    [Fact]
    public async Task Without_a_measurement_the_fires_are_told_and_no_cost()
    {
        await using var app = await SchedulerApp.StartAsync();
        await app.ScheduleAsync("agent", new() { Cron = "0 9 * * *" });

        foreach (var body in new object[] { new { schedule = new { cron = "0 9 * * *" }, days = 366 }, new { schedule = new { cron = "0 9 * * *" }, days = 366, agentId = "agent" } })
        {
            var forecast = (await PreviewAsync(app, body)).Forecast!;

            Assert.Equal((366, 366, 0, null, null, null), (forecast.Days, forecast.Fires, forecast.Overlaps, forecast.Measured, forecast.Tokens, forecast.Cost));
        }

        Assert.Null((await PreviewAsync(app, new { schedule = new { cron = "0 9 * * *" }, count = 3 })).Forecast);
    }

    [Fact]
    public async Task Of_very_many_instants_the_first_are_listed_and_all_are_counted()
    {
        await using var app = await SchedulerApp.StartAsync();

        var preview = await PreviewAsync(app, new { schedule = new { cron = "* * * * *" }, from = "2026-11-22T00:00:00Z", days = 366 });

        Assert.Equal((PreviewRules.MaxRuns, true, 366 * 24 * 60, 366 * 24 * 60), (preview.Runs.Count, preview.Truncated, preview.Total, preview.Forecast!.Fires));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), preview.Runs[0].At);
    }

    [Fact]
    public async Task Exactly_as_many_instants_as_are_listed_are_not_cut_off()
    {
        await using var app = await SchedulerApp.StartAsync();

        // 10,000 minutes are six days, 22 hours and 40 minutes.
        var preview = await PreviewAsync(app, new { schedule = new { cron = "* * * * *", endAt = "2026-11-28T22:39:30Z" }, from = "2026-11-22T00:00:00Z", days = 7 });

        Assert.Equal((PreviewRules.MaxRuns, null, null), (preview.Runs.Count, preview.Truncated, preview.Total));
    }

    [Theory]
    [InlineData("agentId")]
    [InlineData("executionId")]
    public async Task What_is_another_users_answers_as_what_is_unknown(string member)
    {
        await using var app = await SchedulerApp.StartAsync();
        await app.ScheduleAsync("theirs", new() { Cron = "0 9 * * *" }, userId: "other");
        app.Runs.Whole.Add(("other", RunMeasurementsTests.Run(1, 1, 1, "1", "theirs", "theirs")));

        Assert.Equal((await AskAsync("unknown")).IsProblem(404, "not-found").WithoutTrace(), (await AskAsync("theirs")).IsProblem(404, "not-found").WithoutTrace());

        Task<HttpAnswer> AskAsync(string id) => app.Client().AskAsync("POST", "/api/schedules/preview", $$"""{ "schedule": { "cron": "0 9 * * *" }, "days": 7, "{{member}}": "{{id}}" }""");
    }

    [Theory]
    [InlineData(ExecutionStatus.Running)]
    [InlineData(ExecutionStatus.Failed)]
    public async Task A_run_that_has_not_ended_with_success_measures_nothing(string status)
    {
        await using var app = await SchedulerApp.StartAsync();
        app.Runs.Whole.Add(("user", RunMeasurementsTests.Run(1, 1, 1, "1", status: status)));

        (await app.Client().AskAsync("POST", "/api/schedules/preview", """{ "schedule": { "cron": "0 9 * * *" }, "days": 7, "executionId": "run" }""")).IsProblem(400, "validation", "executionId");
    }

    [Fact]
    public async Task A_forecast_by_runs_waits_for_ExecutionService_and_a_plain_one_does_not()
    {
        await using var app = await SchedulerApp.StartAsync();
        app.Runs.IsAway = true;

        Assert.Equal(7, (await PreviewAsync(app, new { schedule = new { cron = "0 9 * * *" }, days = 7 })).Forecast!.Fires);
        using var answer = await app.Client().PostAsJsonAsync("/internal/schedules/forecast", new ForecastRequest("agent", app.Resolve(new() { Cron = "0 9 * * *" }), 30), JsonDefaults.Strict, TestContext.Current.CancellationToken);
        Assert.Equal(503, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Another_service_is_told_the_forecast_of_an_agent()
    {
        await using var app = await SchedulerApp.StartAsync();
        app.Runs.Whole.Add(("user", RunMeasurementsTests.Run(60, 500, 500, "0.1")));
        var schedule = app.Resolve(new() { Cron = "0 0 * * *" });

        app.Runs.Whole.Add(("user", RunMeasurementsTests.Run(60, 1, 1, "0.1", "failed", agentId: null, status: ExecutionStatus.Failed)));
        app.Runs.Whole.Add(("user", RunMeasurementsTests.Run(60, 500, 1_500, "0.2", "test", agentId: null)));

        var forecast = await ForecastAsync("user");
        var ofAnother = await ForecastAsync("other", "test");
        var byTest = await ForecastAsync("user", "test");
        var byFailure = await ForecastAsync("user", "failed");

        Assert.Equal((30, 30, 30_000, "3"), (forecast.Days, forecast.Fires, forecast.Tokens!.P50, forecast.Cost!.P50));
        Assert.Equal((30, null), (ofAnother.Fires, ofAnother.Measured));
        Assert.Equal((2, 60_000), (byTest.Measured!.Runs, byTest.Tokens!.P95));
        Assert.Equal(forecast, byFailure);

        async Task<ScheduleForecast> ForecastAsync(string userId, string? executionId = null)
        {
            using var answer = await app.Client(userId).PostAsJsonAsync("/internal/schedules/forecast", new ForecastRequest("agent", schedule, 30, executionId), JsonDefaults.Strict, TestContext.Current.CancellationToken);
            return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<ScheduleForecast>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!;
        }
    }

    [Fact]
    public async Task Who_asks_for_many_forecasts_at_once_keeps_neither_others_nor_an_activation_waiting()
    {
        await using var app = await SchedulerApp.StartAsync(settings: new Dictionary<string, string?> { ["Forecasts:Places"] = "2", ["Forecasts:PatienceSeconds"] = "1" });
        const string Question = """{ "schedule": { "cron": "0 9 * * *" }, "days": 7 }""";
        using (await app.Forecaster.Previews.EnterAsync("user", TestContext.Current.CancellationToken))
        {
            var refused = await app.Client().AskAsync("POST", "/api/schedules/preview", Question);
            refused.IsProblem(429, "rate-limited");
            Assert.Equal("5", refused.Headers["Retry-After"]);
            Assert.Equal(200, (await app.Client("other").AskAsync("POST", "/api/schedules/preview", Question)).Status);
            using var activation = await app.Client().PostAsJsonAsync("/internal/schedules/forecast", new ForecastRequest("agent", app.Resolve(new() { Cron = "0 9 * * *" }), 30), JsonDefaults.Strict, TestContext.Current.CancellationToken);
            Assert.Equal(200, (int)activation.StatusCode);
        }

        Assert.Equal(200, (await app.Client().AskAsync("POST", "/api/schedules/preview", Question)).Status);
    }

    private static async Task<Preview> PreviewAsync(SchedulerApp app, object body)
    {
        using var response = await app.Client().PostAsJsonAsync("/api/schedules/preview", body, TestContext.Current.CancellationToken);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Preview>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!;
    }
}
