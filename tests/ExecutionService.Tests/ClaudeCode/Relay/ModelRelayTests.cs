using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts;
using AgentPlatform.Llm;
using AgentPlatform.Testing.StandInMessages;
using ExecutionService.ClaudeCode.Relay;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionService.Tests.ClaudeCode.Relay;

public sealed class ModelRelayTests
{
    private const string Secret = "secret detail of the provider";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_gets_the_platforms_key_on_the_way_and_its_usage_is_settled()
    {
        await using var app = await RelayApp.StartAsync();
        app.Server.Script.Always(StandInAnswer.Text("안녕", "하세요") with { Usage = new StandInUsage(Input: 1200, Output: 42, CacheRead: 4500, CacheWrite: 300) });
        var budget = new RecordedBudget();
        await using var session = await app.OpenAsync(budget);
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages?beta=true", Body(stream: true), Cancelled);
        var text = await answer.Content.ReadAsStringAsync(Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("message_stop", text, StringComparison.Ordinal);
        Assert.DoesNotContain(RelayApp.Key, $"{text}{answer}{session.Token}", StringComparison.Ordinal);
        var usage = new TokenUsage(Input: 6000, Output: 42, CacheRead: 4500, CacheWrite: 300);
        Assert.Equal(usage, Assert.Single(budget.Settled));
        Assert.Equal((usage, 1, (RelayFailure?)null), (session.Totals.Usage, session.Totals.Calls, session.Totals.Failure));
        Assert.Equal(new ModelPrices().CostOf(RelayApp.Model, usage), session.Totals.Cost);
        var call = Assert.Single(budget.Asked);
        Assert.Equal((1, RelayApp.Model, 1000), (call.Number, call.Model, call.MaxTokens));
        Assert.InRange(call.InputEstimate, 1, 2000);
    }

    [Fact]
    public async Task An_answer_in_one_piece_is_settled_too()
    {
        await using var app = await RelayApp.StartAsync();
        app.Server.Script.Always(StandInAnswer.Text("whole"));
        var budget = new RecordedBudget();
        await using var session = await app.OpenAsync(budget);
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages", Body(stream: false), Cancelled);

        Assert.Contains("whole", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal([new TokenUsage(100, 20)], budget.Settled);
    }

    [Theory]
    [InlineData("")]
    [InlineData("run-0000")]
    [InlineData(RelayApp.Key)]
    public async Task Without_the_runs_token_nothing_is_passed_on(string token)
    {
        await using var app = await RelayApp.StartAsync();
        await using var session = await app.OpenAsync(new RecordedBudget());
        using var http = RelayApp.Client(session, token);

        using var answer = await http.PostAsync("/v1/messages", Body(), Cancelled);

        await AssertErrorAsync(answer, HttpStatusCode.Unauthorized, "authentication_error", "not the run's token");
        Assert.Equal(0, app.Server.Calls.Started);
    }

    [Theory]
    [InlineData("GET", "/v1/messages")]
    [InlineData("POST", "/v1/models")]
    [InlineData("POST", "/v1/files")]
    [InlineData("POST", "/v1/messages/batches")]
    [InlineData("POST", "/v1/messages/../files")]
    public async Task Only_model_calls_are_passed_on(string method, string path)
    {
        await using var app = await RelayApp.StartAsync();
        await using var session = await app.OpenAsync(new RecordedBudget());
        using var http = RelayApp.Client(session);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "GET" ? null : Body() };

        using var answer = await http.SendAsync(request, Cancelled);

        await AssertErrorAsync(answer, HttpStatusCode.NotFound, "not_found_error", "model calls only");
    }

    [Fact]
    public async Task Another_model_than_the_runs_is_not_asked()
    {
        await using var app = await RelayApp.StartAsync();
        var budget = new RecordedBudget();
        await using var session = await app.OpenAsync(budget);
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages", Body(model: "claude-opus-5-5"), Cancelled);

        await AssertErrorAsync(answer, HttpStatusCode.BadRequest, "invalid_request_error", "claude-opus-5-5");
        Assert.Empty(budget.Asked);
        Assert.Equal(0, app.Server.Calls.Started);
    }

    [Fact]
    public async Task A_fallback_model_of_the_run_may_be_asked()
    {
        await using var app = await RelayApp.StartAsync();
        await using var session = await app.OpenAsync(new RecordedBudget(), RelayApp.Model, "claude-haiku-5-5");
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages", Body(model: "claude-haiku-5-5"), Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_call_that_the_budget_refuses_is_not_made_and_not_worth_a_second_try()
    {
        await using var app = await RelayApp.StartAsync();
        var budget = new RecordedBudget(calls: 1);
        await using var session = await app.OpenAsync(budget);
        using var http = RelayApp.Client(session);

        using var granted = await http.PostAsync("/v1/messages", Body(), Cancelled);
        using var refused = await http.PostAsync("/v1/messages", Body(), Cancelled);

        await AssertErrorAsync(refused, HttpStatusCode.PaymentRequired, "billing_error", "The run's budget is spent.");
        Assert.Equal("false", refused.Headers.GetValues("x-should-retry").Single());
        Assert.Equal((1L, "The run's budget is spent."), (app.Server.Calls.Started, session.Totals.Refusal));
        Assert.Single(budget.Settled);
    }

    [Fact]
    public async Task The_answer_is_not_longer_than_granted()
    {
        await using var app = await RelayApp.StartAsync();
        await using var session = await app.OpenAsync(new RecordedBudget(maxTokens: 1));
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages", Body(), Cancelled);

        Assert.Equal("max_tokens", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancelled))!["stop_reason"]);
    }

    [Fact]
    public async Task More_is_not_asked_for_than_the_options_allow()
    {
        await using var app = await RelayApp.StartAsync(settings: ("ClaudeCode:MaxOutputTokens", "1024"));
        var budget = new RecordedBudget();
        await using var session = await app.OpenAsync(budget);
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages", Body(maxTokens: 128_000), Cancelled);

        Assert.Equal(1024, budget.Asked[0].MaxTokens);
    }

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

    [Fact]
    public async Task A_request_that_is_too_long_is_not_read()
    {
        await using var app = await RelayApp.StartAsync(settings: ("ClaudeCode:MaxRequestBytes", "2048"));
        await using var session = await app.OpenAsync(new RecordedBudget());
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages", Body(text: new string('x', 4096)), Cancelled);

        await AssertErrorAsync(answer, HttpStatusCode.RequestEntityTooLarge, "request_too_large", "2048 bytes");
    }

    [Fact]
    public async Task Requests_beyond_the_runs_number_are_refused()
    {
        await using var app = await RelayApp.StartAsync(settings: ("ClaudeCode:MaxRequests", "1"));
        await using var session = await app.OpenAsync(new RecordedBudget());
        using var http = RelayApp.Client(session);

        using var first = await http.PostAsync("/v1/messages/count_tokens", Body(), Cancelled);
        using var second = await http.PostAsync("/v1/messages", Body(), Cancelled);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await AssertErrorAsync(second, HttpStatusCode.PaymentRequired, "billing_error", "1 requests");
    }

    [Fact]
    public async Task Counting_tokens_costs_nothing()
    {
        await using var app = await RelayApp.StartAsync();
        var budget = new RecordedBudget(calls: 0);
        await using var session = await app.OpenAsync(budget);
        using var http = RelayApp.Client(session);

        using var answer = await http.PostAsync("/v1/messages/count_tokens?beta=true", Body(), Cancelled);

        Assert.True((int?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancelled))!["input_tokens"] > 0);
        Assert.Empty(budget.Asked);
    }

    [Fact]
    public async Task Calls_beyond_those_allowed_at_a_time_wait_their_turn()
    {
        await using var app = await RelayApp.StartAsync(settings: ("ClaudeCode:MaxConcurrentCalls", "1"));
        var (asked, settling, going) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        var most = 0;
        var open = 0;
        var budget = new RelayBudget(
            (call, _) =>
            {
                asked++;
                most = Math.Max(most, Interlocked.Increment(ref open));
                return Task.FromResult(new RelayGrant(true, call.MaxTokens));
            },
            async (_, _, _) =>
            {
                settling.TrySetResult();
                await going.Task;
                Interlocked.Decrement(ref open);
            });
        await using var session = await app.OpenAsync(budget);
        using var http = RelayApp.Client(session);

        var first = http.PostAsync("/v1/messages", Body(), Cancelled);
        await settling.Task.WaitAsync(ExecutionApp.Patience, Cancelled);
        var second = http.PostAsync("/v1/messages", Body(), Cancelled);
        going.SetResult();
        using var answers = await first;
        using var further = await second;

        Assert.Equal((2, 1), (asked, most));
    }

    [Fact]
    public async Task A_budget_that_fails_breaks_the_relay_and_nothing_is_called()
    {
        await using var app = await RelayApp.StartAsync();
        await using var session = await app.OpenAsync(new RelayBudget((_, _) => throw new TimeoutException("the store is away"), (_, _, _) => Task.CompletedTask));
        using var http = RelayApp.Client(session);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.PostAsync("/v1/messages", Body(), Cancelled));

        Assert.True(session.Broken.IsCancellationRequested);
        Assert.IsType<TimeoutException>(session.Totals.Fault!.SourceException);
        Assert.Equal(0, app.Server.Calls.Started);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_closed_relay()
    {
        await using var app = await RelayApp.StartAsync();
        var session = await app.OpenAsync(new RecordedBudget());
        var folder = Path.GetDirectoryName(session.SocketPath)!;
        Assert.True(File.Exists(session.SocketPath));

        await session.DisposeAsync();

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Each_run_has_a_socket_and_a_token_of_its_own()
    {
        await using var app = await RelayApp.StartAsync();
        await using var one = await app.OpenAsync(new RecordedBudget());
        await using var other = await app.OpenAsync(new RecordedBudget());
        using var http = RelayApp.Client(other, one.Token);

        using var answer = await http.PostAsync("/v1/messages", Body(), Cancelled);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.NotEqual(one.SocketPath, other.SocketPath);
    }

    private static async Task AssertErrorAsync(HttpResponseMessage answer, HttpStatusCode status, string type, string words)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.Equal(status, answer.StatusCode);
        var body = JsonNode.Parse(text)!;
        Assert.Equal(("error", type), ((string?)body["type"], (string?)body["error"]!["type"]));
        Assert.Contains(words, (string?)body["error"]!["message"], StringComparison.Ordinal);
        Assert.DoesNotContain(RelayApp.Key, $"{text}{answer}", StringComparison.Ordinal);
    }

    private static async Task ReadUntilAsync(StreamReader reader, string text)
    {
        while (await reader.ReadLineAsync(Cancelled).AsTask().WaitAsync(ExecutionApp.Patience, Cancelled) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"The stream ended before '{text}'.");
    }

    private static StringContent Body(string model = RelayApp.Model, bool stream = false, string text = "hi", int maxTokens = 1000) =>
        new(JsonSerializer.Serialize(new { model, max_tokens = maxTokens, stream, messages = new[] { new { role = "user", content = text } } }), Encoding.UTF8, "application/json");
}
