using System.Net;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts;
using AgentPlatform.Llm;
using AgentPlatform.Testing.StandInMessages;
using ExecutionService.ClaudeCode.Relay;
using ExecutionService.ClaudeCode.Relay.Usage;
using static ExecutionService.Tests.ClaudeCode.Relay.RelayCalls;

namespace ExecutionService.Tests.ClaudeCode.Relay;

public sealed class ModelRelayTests
{
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
}
