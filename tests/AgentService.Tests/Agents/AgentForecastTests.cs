using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Json;

namespace AgentService.Tests.Agents;

public sealed class AgentForecastTests
{
    private const string Forecast = "/internal/schedules/forecast";

    private const string EveryMinute = """{ "schedule": { "cron": "* * * * *" } }""";

    private static readonly object Hourly = new { name = "a", finalAgentPrompt = "p", schedule = new { cron = "0 * * * *" }, limits = new { maxTokensPerMonth = 1_000_000 } };

    [Fact]
    public async Task An_activation_tells_what_the_next_thirty_days_will_cost()
    {
        await using var app = await AgentApp.StartAsync();
        ForecastRequest? asked = null;
        app.Others.On(HttpMethod.Post, Forecast, async request =>
        {
            asked = await request.Content!.ReadFromJsonAsync<ForecastRequest>(JsonDefaults.Strict, TestContext.Current.CancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(Of(tokensPerRun: 1_000), options: JsonDefaults.Strict) };
        });
        var id = await app.CreateAsync(Hourly);

        var activated = (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200);

        Assert.Equal((id, "0 * * * *", 30), (asked!.AgentId, asked.Schedule.Cron, asked.Days));
        Assert.Equal("active", activated["status"]);
        Assert.Equal(Of(tokensPerRun: 1_000), activated.Json["forecast"].Deserialize<ScheduleForecast>(JsonDefaults.Strict));
        Assert.DoesNotContain("forecast", (await app.AskAsync("GET", $"/api/agents/{id}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_activation_is_refused_when_the_forecast_passes_the_months_tokens()
    {
        await using var app = await AgentApp.StartAsync();
        app.Others.On(HttpMethod.Post, Forecast, Of(tokensPerRun: 2_000));
        var id = await app.CreateAsync(Hourly);

        var refused = (await app.AskAsync("POST", $"/api/agents/{id}/activate")).IsProblem(402, "budget-exceeded");

        Assert.Equal(
            "The schedule would use about 1,440,000 tokens in 30 days (720 runs of 2,000), and limits.maxTokensPerMonth allows 1,000,000. Let it run less often, make a run smaller, or raise limits.maxTokensPerMonth.",
            refused["detail"]);
        Assert.Equal(Of(tokensPerRun: 2_000), refused.Json["forecast"].Deserialize<ScheduleForecast>(JsonDefaults.Strict));
        Assert.Equal(1_000_000, (long)refused.Json["maxTokensPerMonth"]!);
        Assert.Equal("draft", (await app.AskAsync("GET", $"/api/agents/{id}"))["status"]);

        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "limits": { "maxTokensPerMonth": 1440000 } }""")).Is(200);
        Assert.Equal("active", (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200)["status"]);
    }

    [Fact]
    public async Task An_agent_that_is_active_already_stays_so_whatever_the_forecast_says()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(Hourly);
        (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200);
        app.Others.On(HttpMethod.Post, Forecast, Of(tokensPerRun: 2_000));

        var again = (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200);
        Assert.Equal("active", again["status"]);
        Assert.Equal(1_440_000, (long)again.Json["forecast"]!["tokens"]!["p50"]!);
    }

    [Fact]
    public async Task A_denser_schedule_of_an_active_agent_is_refused_over_the_months_tokens_and_nothing_is_stored()
    {
        await using var app = await AgentApp.StartAsync();
        By(app, cron => cron == "0 * * * *" ? 1_000 : 60_000);
        var id = await app.CreateAsync(Hourly);
        (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200);

        var refused = (await app.AskAsync("PATCH", $"/api/agents/{id}", EveryMinute)).IsProblem(402, "budget-exceeded");

        Assert.Equal(43_200_000, (long)refused.Json["forecast"]!["tokens"]!["p50"]!);
        Assert.Equal(1_000_000, (long)refused.Json["maxTokensPerMonth"]!);
        var agent = await app.AskAsync("GET", $"/api/agents/{id}");
        Assert.Equal(("1", "0 * * * *"), (agent["version"], (string?)agent.Json["schedule"]!["cron"]));

        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "schedule": { "cron": "* * * * *" }, "limits": { "maxTokensPerMonth": 43200000 } }""")).Is(200);
        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "limits": { "maxTokensPerMonth": 1000000 } }""")).IsProblem(402, "budget-exceeded");
    }

    [Fact]
    public async Task A_version_with_a_denser_schedule_is_not_restored_over_the_months_tokens()
    {
        await using var app = await AgentApp.StartAsync();
        By(app, cron => cron == "0 * * * *" ? 1_000 : 60_000);
        var id = await app.CreateAsync(new { name = "a", finalAgentPrompt = "p", schedule = new { cron = "* * * * *" }, limits = new { maxTokensPerMonth = 1_000_000 } });
        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "schedule": { "cron": "0 * * * *" } }""")).Is(200);
        (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200);

        (await app.AskAsync("POST", $"/api/agents/{id}/versions/1/restore")).IsProblem(402, "budget-exceeded");
        (await app.AskAsync("POST", $"/api/agents/{id}/deactivate")).Is(200);
        (await app.AskAsync("POST", $"/api/agents/{id}/versions/1/restore")).Is(200);
    }

    [Fact]
    public async Task A_change_that_spends_no_more_than_before_is_never_refused()
    {
        await using var app = await AgentApp.StartAsync();
        var tokens = new Dictionary<string, long> { ["0 * * * *"] = 1_000, ["* * * * *"] = 60_000, ["*/2 * * * *"] = 30_000 };
        By(app, cron => tokens[cron]);
        var id = await app.CreateAsync(Hourly);
        (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200);

        // Its runs have grown since.
        tokens["0 * * * *"] = 50_000;
        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "name": "b" }""")).Is(200);
        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "schedule": { "catchUp": "all" } }""")).Is(200);
        (await app.AskAsync("PATCH", $"/api/agents/{id}", EveryMinute)).IsProblem(402, "budget-exceeded");
        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "schedule": { "cron": "*/2 * * * *" } }""")).Is(200);
        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "schedule": null }""")).Is(200);
    }

    [Fact]
    public async Task A_change_of_an_active_agent_waits_for_no_scheduler_that_is_away()
    {
        await using var app = await AgentApp.StartAsync();
        app.Others.On(HttpMethod.Post, Forecast, Of(tokensPerRun: 1_000));
        var id = await app.CreateAsync(Hourly);
        (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200);
        app.Others.Down(HttpMethod.Post, Forecast);

        (await app.AskAsync("PATCH", $"/api/agents/{id}", EveryMinute)).Is(200);
    }

    [Fact]
    public async Task The_test_run_of_the_draft_is_handed_on_to_measure_by()
    {
        await using var app = await AgentApp.StartAsync();
        ForecastRequest? asked = null;
        app.Others.On(HttpMethod.Post, Forecast, async request =>
        {
            asked = await request.Content!.ReadFromJsonAsync<ForecastRequest>(JsonDefaults.Strict, TestContext.Current.CancellationToken);
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        });
        var id = await app.CreateAsync(Hourly);

        (await app.AskAsync("POST", $"/api/agents/{id}/activate?executionId=test-1")).Is(200);

        Assert.Equal("test-1", asked!.ExecutionId);
        (await app.AskAsync("POST", $"/api/agents/{id}/activate?executionId=a.b")).IsProblem(400, "validation", "executionId");
    }

    [Fact]
    public async Task Without_a_measurement_there_is_no_forecast()
    {
        await using var app = await AgentApp.StartAsync();
        app.Others.On(HttpMethod.Post, Forecast, Of(tokensPerRun: null));
        var id = await app.CreateAsync(Hourly);

        Assert.DoesNotContain("forecast", (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_schedule_the_scheduler_is_not_asked()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", finalAgentPrompt = "p" });

        Assert.DoesNotContain("forecast", (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200).Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"POST {Forecast}", app.Others.Asked);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_scheduler_that_does_not_say_holds_no_activation_up(HttpStatusCode? status)
    {
        await using var app = await AgentApp.StartAsync();
        _ = status is { } answered ? app.Others.On(HttpMethod.Post, Forecast, new { }, answered) : app.Others.Down(HttpMethod.Post, Forecast);
        var id = await app.CreateAsync(Hourly);

        Assert.Equal("active", (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200)["status"]);
        Assert.Contains($"POST {Forecast}", app.Others.Asked);
    }

    /// <summary>Answers each forecast by the tokens that a run of its cron expression takes.</summary>
    private static void By(AgentApp app, Func<string, long> tokensPerRun) => app.Others.On(HttpMethod.Post, Forecast, async request =>
    {
        var asked = (await request.Content!.ReadFromJsonAsync<ForecastRequest>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!;
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(Of(tokensPerRun(asked.Schedule.Cron!)), options: JsonDefaults.Strict) };
    });

    private static ScheduleForecast Of(long? tokensPerRun) => new()
    {
        Days = 30,
        Instants = 720,
        Fires = 720,
        Overlaps = 0,
        Skipped = 0,
        Waited = 0,
        Waiting = 0,
        Cancelled = 0,
        Measured = tokensPerRun is { } tokens ? new(3, new(1.5, 2), new(tokens, 2 * tokens), new("0.002", "0.004")) : null,
        Tokens = 720 * tokensPerRun is { } all ? new(all, 2 * all) : null,
        Cost = tokensPerRun is null ? null : new("1.44", "2.88"),
    };
}
