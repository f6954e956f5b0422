using System.Net;
using AgentPlatform.Contracts;
using AgentPlatform.Llm;
using AgentPlatform.Testing.StandInMessages;
using ExecutionService.ClaudeCode.Relay;
using Microsoft.Extensions.Time.Testing;
using static ExecutionService.Tests.ClaudeCode.Relay.RelayCalls;

namespace ExecutionService.Tests.ClaudeCode.Relay;

/// <summary>What the program hears of streams, failures and providers that are not there.</summary>
public sealed class ModelRelayFailureTests
{
    private const string Secret = "secret detail of the provider";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_model_says_is_passed_on_while_it_speaks_and_settled_when_the_program_leaves()
    {
        await using var app = await RelayApp.StartAsync();
        app.Server.Script.Always(StandInAnswer.Hang(3, "first", "never"));
        var budget = new RecordedBudget();
        var session = await app.OpenAsync(budget);
        await using (session)
        {
            using var http = RelayApp.Client(session);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = Body(stream: true) };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
            await ReadUntilAsync(reader, "first");

            Assert.Empty(budget.Settled);
        }

        // Closing waits for it.
        var usage = Assert.Single(budget.Settled)!;
        Assert.Equal((100, true), (usage.Input, usage.Output >= 1));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_breaks_off_for_the_program_too()
    {
        await using var app = await RelayApp.StartAsync();
        app.Server.Script.Always(StandInAnswer.Cut(3, "a longer beginning of an answer"));
        var budget = new RecordedBudget();
        await using var session = await app.OpenAsync(budget);
        using var http = RelayApp.Client(session);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.PostAsync("/v1/messages", Body(stream: true), Cancelled));
        await session.CloseAsync();

        Assert.Equal(ModelFailure.Cut, session.Totals.Failure?.Reason);
        var usage = Assert.Single(budget.Settled)!;
        Assert.Equal((100, true), (usage.Input, usage.Output > 5));
    }

    [Fact]
    public async Task An_error_in_the_stream_is_passed_on_and_known()
    {
        await using var app = await RelayApp.StartAsync();
        app.Server.Script.Always(StandInAnswer.ErrorEvent(3, "overloaded_error", "begin"));
        await using var session = await app.OpenAsync(new RecordedBudget());
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages", Body(stream: true), Cancelled);

        Assert.Contains("overloaded_error", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal(ModelFailure.Overloaded, session.Totals.Failure?.Reason);
    }

    [Fact]
    public async Task A_provider_that_falls_silent_is_left_after_the_idle_time()
    {
        var clock = new FakeTimeProvider();
        await using var app = await RelayApp.StartAsync(clock: clock);
        app.Server.Script.Always(StandInAnswer.Hang(3, "first", "never"));
        await using var session = await app.OpenAsync(new RecordedBudget());
        using var http = RelayApp.Client(session);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = Body(stream: true) };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
        await ReadUntilAsync(reader, "first");

        var rest = reader.ReadToEndAsync(Cancelled);
        while (!rest.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        await Assert.ThrowsAnyAsync<IOException>(() => rest);
        await session.CloseAsync();
        Assert.Equal(ModelFailure.Timeout, session.Totals.Failure?.Reason);
    }

    [Theory]
    [InlineData(401, "authentication_error", "did not accept the configured key", true)]
    [InlineData(403, "permission_error", "did not accept the configured key", true)]
    [InlineData(429, "rate_limit_error", "rate limit", false)]
    [InlineData(500, "api_error", "overloaded or failing", false)]
    [InlineData(529, "overloaded_error", "overloaded or failing", false)]
    // The program reads of a refused request what is wrong with it, and can shorten it.
    [InlineData(400, "invalid_request_error", Secret, true)]
    [InlineData(413, "request_too_large", Secret, true)]
    public async Task Errors_keep_their_kind_and_lose_the_providers_words(int status, string type, string words, bool final)
    {
        await using var app = await RelayApp.StartAsync();
        app.Server.Script.Always(StandInAnswer.Failure(status, type, status == 429 ? 7 : null));
        var budget = new RecordedBudget();
        await using var session = await app.OpenAsync(budget);
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages", Body(), Cancelled);

        await AssertErrorAsync(answer, (HttpStatusCode)status, type, words);
        Assert.Equal(words == Secret, (await answer.Content.ReadAsStringAsync(Cancelled)).Contains(Secret, StringComparison.Ordinal));
        Assert.Equal(final, answer.Headers.Contains("x-should-retry"));
        Assert.Equal(status == 429 ? 7 : null, answer.Headers.RetryAfter?.Delta?.TotalSeconds);
        Assert.Equal([new TokenUsage()], budget.Settled);
        Assert.Equal(0, session.Totals.Calls);
    }

    [Fact]
    public async Task A_rate_limit_is_told_as_overload_when_there_is_another_model_to_turn_to()
    {
        await using var app = await RelayApp.StartAsync();
        app.Server.Script.Always(StandInAnswer.Failure(429, "rate_limit_error"));
        await using var session = await app.OpenAsync(new RecordedBudget(), RelayApp.Model, "claude-haiku-5-5");
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages", Body(), Cancelled);

        await AssertErrorAsync(answer, (HttpStatusCode)529, "overloaded_error", "rate limit");
        Assert.Equal(new RelayFailure(ModelFailure.RateLimited, 429), session.Totals.Failure);
    }

    [Fact]
    public async Task A_key_that_the_provider_does_not_know_is_the_platforms_trouble_and_stays_unsaid()
    {
        await using var app = await RelayApp.StartAsync(providersKey: "another");
        await using var session = await app.OpenAsync(new RecordedBudget());
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages", Body(), Cancelled);

        await AssertErrorAsync(answer, HttpStatusCode.Unauthorized, "authentication_error", "configured key");
        Assert.Equal(new RelayFailure(ModelFailure.Unauthorized, 401), session.Totals.Failure);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_reached_has_used_nothing()
    {
        await using var app = await RelayApp.StartAsync(settings: ("Llm:BaseUrl", "http://127.0.0.1:9"));
        var budget = new RecordedBudget();
        await using var session = await app.OpenAsync(budget);
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages", Body(), Cancelled);

        await AssertErrorAsync(answer, HttpStatusCode.BadGateway, "api_error", "cannot be reached");
        Assert.Equal([new TokenUsage()], budget.Settled);
    }

    [Fact]
    public async Task A_connection_that_broke_before_the_answer_has_used_nobody_knows_what()
    {
        await using var app = await RelayApp.StartAsync();
        app.Server.Script.Always(StandInAnswer.Cut(0));
        var budget = new RecordedBudget();
        await using var session = await app.OpenAsync(budget);
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages", Body(), Cancelled);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal([null], budget.Settled);
    }
}
