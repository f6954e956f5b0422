using System.Net.Http.Json;
using System.Security.Cryptography;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace SchedulerService.Tests.Ticks;

public sealed class TickTests
{
    private static readonly DateTimeOffset Now = SchedulerApp.Start;

    public static TheoryData<string, Action<SecurityTokenDescriptor>> BadTokens => new()
    {
        { "another audience", token => token.Audience = "https://other.example.com" },
        { "no audience", token => token.Audience = null },
        { "another account", token => token.Claims["email"] = "someone@project.iam.gserviceaccount.com" },
        { "an address that is not verified", token => token.Claims["email_verified"] = false },
        { "no account", token => token.Claims.Remove("email") },
        { "expired", token => token.Expires = Now.AddMinutes(-1).UtcDateTime },
        { "no end", token => token.Expires = null },
        { "not valid yet", token => token.NotBefore = Now.AddMinutes(5).UtcDateTime },
        { "another issuer", token => token.Issuer = "https://accounts.example.com" },
        { "not signed", token => token.SigningCredentials = null },
        { "signed by another key", token => token.SigningCredentials = new SigningCredentials(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "key-1" }, SecurityAlgorithms.RsaSha256) },
        { "signed by a key that the issuer does not show", token => token.SigningCredentials = new SigningCredentials(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "key-2" }, SecurityAlgorithms.RsaSha256) },
        { "signed by the public key as if it were a secret", token => token.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(((RsaSecurityKey)token.SigningCredentials.Key).Rsa.ExportRSAPublicKey()) { KeyId = "key-1" }, SecurityAlgorithms.HmacSha256) },
    };

    [Fact]
    public async Task A_tick_decides_what_is_due_and_says_when_the_next_one_is()
    {
        await using var issuer = await StandInIssuer.StartAsync();
        var clock = new SettableClock(Now);
        await using var app = await SchedulerApp.StartAsync(clock, settings: issuer.Settings());
        await app.ScheduleAsync("minutely", new() { Cron = "* * * * *" });
        await app.ScheduleAsync("daily", new() { Cron = "0 8 * * *" });

        var idle = await TickAsync(app, issuer);
        clock.Now = Now.AddMinutes(1);
        var busy = await TickAsync(app, issuer);

        Assert.Equal(new TickAnswer(0, false, Now.AddSeconds(30)), idle);
        Assert.Equal(new TickAnswer(1, false, Now.AddSeconds(90)), busy);
        Assert.Equal(("minutely", Now.AddSeconds(30)), (await app.Runs.NextAsync()) is var order ? (order.AgentId, order.Trigger.ScheduledFor) : default);
    }

    [Fact]
    public async Task Without_schedules_nothing_is_due_ever()
    {
        await using var issuer = await StandInIssuer.StartAsync();
        await using var app = await SchedulerApp.StartAsync(settings: issuer.Settings());

        Assert.Equal(new TickAnswer(0, false, null), await TickAsync(app, issuer));
    }

    [Fact]
    public async Task A_tick_goes_on_until_nothing_is_due()
    {
        await using var issuer = await StandInIssuer.StartAsync();
        var clock = new SettableClock(Now);
        var settings = issuer.Settings();
        settings["Firing:BatchSize"] = "2";
        await using var app = await SchedulerApp.StartAsync(clock, settings: settings);
        for (var number = 0; number < 5; number++)
        {
            await app.ScheduleAsync($"agent{number}", new() { Cron = "0 8 * * *" });
        }

        clock.Now = Now.AddDays(1);

        Assert.Equal((5, false), (await TickAsync(app, issuer)) is var answer ? (answer.Decided, answer.MoreDue) : default);
    }

    [Fact]
    public async Task A_tick_ends_in_time_and_says_that_more_is_due()
    {
        await using var issuer = await StandInIssuer.StartAsync();
        var clock = new SteppingClock(Now);
        var settings = issuer.Settings();
        settings["Firing:BatchSize"] = "2";
        settings["Tick:MaxSeconds"] = "1";
        await using var app = await SchedulerApp.StartAsync(clock, settings: settings);
        for (var number = 0; number < 5; number++)
        {
            await app.ScheduleAsync($"agent{number}", new() { Cron = "0 8 * * *" });
        }

        clock.Now = Now.AddDays(1);
        clock.Step = TimeSpan.FromSeconds(1);

        Assert.Equal((2, true), (await TickAsync(app, issuer)) is var first ? (first.Decided, first.MoreDue) : default);
        Assert.Equal((2, true), (await TickAsync(app, issuer)) is var second ? (second.Decided, second.MoreDue) : default);
        Assert.Equal((1, false), (await TickAsync(app, issuer)) is var third ? (third.Decided, third.MoreDue) : default);
    }

    [Fact]
    public async Task Ticks_that_come_together_fire_each_instant_once()
    {
        await using var issuer = await StandInIssuer.StartAsync();
        await using var database = new TestDatabase();
        var clock = new SettableClock(Now);
        await using var app = await SchedulerApp.StartAsync(clock, database, issuer.Settings());
        await using var other = await SchedulerApp.StartAsync(clock, database, issuer.Settings());
        for (var number = 0; number < 10; number++)
        {
            await app.ScheduleAsync($"agent{number}", new() { Cron = "0 8 * * *" });
        }

        clock.Now = Now.AddDays(1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => TickAsync(number % 2 == 0 ? app : other, issuer))));

        Assert.Equal(10, answers.Sum(answer => answer.Decided));
        Assert.Equal(new TickAnswer(0, false, answers[0].NextDueAt), await TickAsync(app, issuer));
        var orders = new List<string>();
        while (orders.Count < 10)
        {
            var order = await (app.Runs.All.IsEmpty ? other : app).Runs.NextAsync();
            orders.Add(order.ExecutionId);
        }

        Assert.Equal(10, app.Runs.All.Concat(other.Runs.All).Select(order => order.ExecutionId).Concat(orders).Distinct().Count());
        for (var number = 0; number < 10; number++)
        {
            Assert.Single(await app.LedgerAsync($"agent{number}"));
        }
    }

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_token_that_is_not_the_jobs_is_refused(string reason, Action<SecurityTokenDescriptor> change)
    {
        await using var issuer = await StandInIssuer.StartAsync();
        var clock = new SettableClock(Now);
        await using var app = await SchedulerApp.StartAsync(clock, settings: issuer.Settings());
        await app.ScheduleAsync("agent", new() { Cron = "* * * * *" });
        clock.Now = Now.AddMinutes(1);

        var refused = (await AskAsync(app, issuer.Token(Now, change))).IsProblem(401, "unauthenticated");

        Assert.DoesNotContain("IDX", refused.Text + refused.Headers.GetValueOrDefault("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.True((await app.LedgerAsync("agent")).Count == 0, reason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not.a.token")]
    public async Task No_token_is_refused(string? token)
    {
        await using var issuer = await StandInIssuer.StartAsync();
        await using var app = await SchedulerApp.StartAsync(settings: issuer.Settings());

        (await AskAsync(app, token)).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_users_token_is_no_tick_and_the_jobs_token_is_no_user()
    {
        await using var issuer = await StandInIssuer.StartAsync();
        await using var app = await SchedulerApp.StartAsync(settings: issuer.Settings());

        (await app.Client().AskAsync("POST", "/internal/tick")).IsProblem(401, "unauthenticated");
        using var client = app.Anonymous();
        foreach (var (method, path) in new[] { ("GET", "/api/schedules"), ("POST", "/internal/schedules/next-runs"), ("POST", "/internal/schedules/changed") })
        {
            (await client.AskAsync(method, path, null, ("Authorization", $"Bearer {issuer.Token(Now)}"))).IsProblem(401, "unauthenticated");
        }
    }

    [Fact]
    public async Task An_issuer_that_is_away_is_to_be_asked_again()
    {
        var settings = new Dictionary<string, string?> { ["Tick:Audience"] = StandInIssuer.Audience, ["Tick:ServiceAccountEmail"] = StandInIssuer.Account, ["Tick:Authority"] = "http://127.0.0.1:1" };
        await using var issuer = await StandInIssuer.StartAsync();
        await using var app = await SchedulerApp.StartAsync(settings: settings);

        (await AskAsync(app, issuer.Token(Now))).IsProblem(503, "unavailable");
    }

    [Fact]
    public async Task Without_settings_there_is_no_such_path()
    {
        await using var issuer = await StandInIssuer.StartAsync();
        await using var app = await SchedulerApp.StartAsync();

        (await app.Client().AskAsync("POST", "/internal/tick")).IsProblem(404, "not-found");
        Assert.Equal((await AskAsync(app, issuer.Token(Now), "/internal/nothing")).WithoutTrace(), (await AskAsync(app, issuer.Token(Now))).WithoutTrace());
    }

    [Theory]
    [InlineData("Tick:ServiceAccountEmail", "", "Tick:ServiceAccountEmail")]
    [InlineData("Tick:Authority", "http://accounts.example.com", "Tick:Authority")]
    [InlineData("Tick:Authority", "accounts.google.com", "Tick:Authority")]
    [InlineData("Tick:MaxSeconds", "0", "MaxSeconds")]
    public async Task Settings_that_would_let_others_in_are_refused_at_the_start(string setting, string value, string named)
    {
        var settings = new Dictionary<string, string?> { ["Tick:Audience"] = StandInIssuer.Audience, ["Tick:ServiceAccountEmail"] = StandInIssuer.Account, [setting] = value };

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => SchedulerApp.StartAsync(settings: settings));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpAnswer> AskAsync(SchedulerApp app, string? token, string path = "/internal/tick")
    {
        using var client = app.Anonymous();
        return await client.AskAsync("POST", path, null, token is null ? [] : [("Authorization", $"Bearer {token}")]);
    }

    private static async Task<TickAnswer> TickAsync(SchedulerApp app, StandInIssuer issuer)
    {
        using var client = app.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", issuer.Token(app.Clock.GetUtcNow()));
        using var response = await client.PostAsync("/internal/tick", null, TestContext.Current.CancellationToken);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<TickAnswer>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!;
    }

    /// <summary>Each look at its stopwatch takes a step of time.</summary>
    private sealed class SteppingClock(DateTimeOffset now) : TimeProvider
    {
        private long _ticks;

        public DateTimeOffset Now { get; set; } = now;

        public TimeSpan Step { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Interlocked.Add(ref _ticks, Step.Ticks);
    }
}
