using AgentPlatform.Testing.StandInMessages;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace AgentPlatform.Llm.Tests.Providers;

public sealed class ProviderFailureTests
{
    public enum Wire
    {
        Anthropic,
        OpenAI,
    }

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    public static TheoryData<Wire, int, string, ModelFailure, bool> Statuses()
    {
        var rows = new TheoryData<Wire, int, string, ModelFailure, bool>();
        foreach (var wire in Enum.GetValues<Wire>())
        {
            rows.Add(wire, 400, "invalid_request_error", ModelFailure.BadRequest, false);
            rows.Add(wire, 401, "authentication_error", ModelFailure.Unauthorized, false);
            rows.Add(wire, 402, "billing_error", ModelFailure.Unauthorized, false);
            rows.Add(wire, 403, "permission_error", ModelFailure.Unauthorized, false);
            rows.Add(wire, 404, "not_found_error", ModelFailure.BadRequest, false);
            rows.Add(wire, 413, "request_too_large", ModelFailure.BadRequest, false);
            rows.Add(wire, 429, "rate_limit_error", ModelFailure.RateLimited, true);
            rows.Add(wire, 500, "api_error", ModelFailure.Overloaded, true);
            rows.Add(wire, 503, "api_error", ModelFailure.Overloaded, true);
            rows.Add(wire, 504, "timeout_error", ModelFailure.Timeout, true);
            rows.Add(wire, 529, "overloaded_error", ModelFailure.Overloaded, true);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task An_error_status_is_a_failure_with_its_reason(Wire wire, int status, string type, ModelFailure reason, bool retryable)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Always(StandInAnswer.Failure(status, type));
        await using var app = App(wire, server);

        var failure = await Fails(app);

        Assert.Equal((reason, retryable, status), (failure.Reason, failure.Retryable, failure.Status));
        Assert.Equal("model-unavailable", failure.Code);
        AssertSafe(app, failure);
    }

    [Theory]
    [InlineData(Wire.Anthropic)]
    [InlineData(Wire.OpenAI)]
    public async Task Retry_after_is_kept(Wire wire)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Always(StandInAnswer.Failure(429, "rate_limit_error", retryAfterSeconds: 7));
        await using var app = App(wire, server);

        var failure = await Fails(app);

        Assert.Equal(TimeSpan.FromSeconds(7), failure.RetryAfter);
    }

    [Theory]
    [InlineData(Wire.Anthropic)]
    [InlineData(Wire.OpenAI)]
    public async Task A_refused_connection_is_unreachable(Wire wire)
    {
        var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        await using var app = App(wire, server);
        await server.DisposeAsync();

        var failure = await Fails(app);

        Assert.Equal(ModelFailure.Unreachable, failure.Reason);
        AssertSafe(app, failure);
    }

    [Theory]
    [InlineData(Wire.Anthropic, 4)]
    [InlineData(Wire.OpenAI, 3)]
    public async Task A_broken_connection_mid_stream_is_a_cut_after_the_updates_that_came(Wire wire, int events)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Always(StandInAnswer.Cut(events, "one ", "two ", "three"));
        await using var app = App(wire, server);
        var text = "";

        var failure = await Assert.ThrowsAsync<ModelUnavailableException>(async () =>
        {
            await foreach (var update in app.Chat.GetStreamingResponseAsync("hi", cancellationToken: Token))
            {
                text += update.Text;
            }
        });

        Assert.Equal(ModelFailure.Cut, failure.Reason);
        Assert.Equal("one two ", text);
        Assert.Equal((1, 0), (server.Calls.Started, server.Calls.Completed));
    }

    [Theory]
    [InlineData(Wire.Anthropic, "overloaded_error", ModelFailure.Overloaded)]
    [InlineData(Wire.Anthropic, "rate_limit_error", ModelFailure.RateLimited)]
    [InlineData(Wire.Anthropic, "authentication_error", ModelFailure.Unauthorized)]
    [InlineData(Wire.OpenAI, "server_error", ModelFailure.Cut)]
    public async Task An_error_event_mid_stream_is_a_failure(Wire wire, string type, ModelFailure reason)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Always(StandInAnswer.ErrorEvent(4, type, "one ", "two ", "three"));
        await using var app = App(wire, server);

        var failure = await Fails(app);

        Assert.Equal(reason, failure.Reason);
        AssertSafe(app, failure);
    }

    [Theory]
    [InlineData(Wire.Anthropic, "<html>hello</html>", "text/html")]
    [InlineData(Wire.Anthropic, "event: message_start\ndata: {not json\n\n", "text/event-stream")]
    [InlineData(Wire.Anthropic, "", "text/event-stream")]
    [InlineData(Wire.Anthropic, "data: [1,2,3]\n\n", "text/event-stream")]
    [InlineData(Wire.OpenAI, "<html>hello</html>", "text/html")]
    [InlineData(Wire.OpenAI, "data: {not json\n\n", "text/event-stream")]
    [InlineData(Wire.OpenAI, "", "text/event-stream")]
    public async Task Nonsense_is_a_failure(Wire wire, string body, string contentType)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Always(StandInAnswer.Nonsense(body, contentType));
        await using var app = App(wire, server);

        var failure = await Fails(app);

        Assert.Equal(ModelFailure.Nonsense, failure.Reason);
        AssertSafe(app, failure);
    }

    [Theory]
    [InlineData(Wire.Anthropic, "{\"a\":")]
    [InlineData(Wire.Anthropic, "[1,2]")]
    [InlineData(Wire.Anthropic, "\"text\"")]
    [InlineData(Wire.OpenAI, "{\"a\":")]
    [InlineData(Wire.OpenAI, "[1,2]")]
    [InlineData(Wire.OpenAI, "\"text\"")]
    public async Task Tool_arguments_that_are_no_object_are_nonsense(Wire wire, string arguments)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Always(StandInAnswer.ToolCall("clock", arguments));
        await using var app = App(wire, server);

        var failure = await Fails(app);

        Assert.Equal(ModelFailure.Nonsense, failure.Reason);
    }

    [Theory]
    [InlineData(Wire.Anthropic)]
    [InlineData(Wire.OpenAI)]
    public async Task Silence_before_the_first_update_is_a_timeout(Wire wire)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Always(StandInAnswer.Hang(0));
        await using var app = App(wire, server, ("Llm:RequestTimeoutSeconds", "0.2"));

        var failure = await Fails(app);

        Assert.Equal((ModelFailure.Timeout, true), (failure.Reason, failure.Retryable));
    }

    [Theory]
    [InlineData(Wire.Anthropic, 4)]
    [InlineData(Wire.OpenAI, 3)]
    public async Task Silence_mid_stream_is_a_timeout_by_the_idle_clock(Wire wire, int events)
    {
        var clock = new FakeTimeProvider();
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Always(StandInAnswer.Hang(events, "one ", "two ", "three"));
        await using var app = App(wire, server, clock, ("Llm:StreamIdleTimeoutSeconds", "60"));
        await using var updates = app.Chat.GetStreamingResponseAsync("hi", cancellationToken: Token).GetAsyncEnumerator(Token);
        var text = "";
        while (!text.EndsWith("two ", StringComparison.Ordinal) && await updates.MoveNextAsync())
        {
            text += updates.Current.Text;
        }

        clock.Advance(TimeSpan.FromHours(1));
        var pending = Drain(updates);
        clock.Advance(TimeSpan.FromSeconds(61));

        var failure = await Assert.ThrowsAsync<ModelUnavailableException>(() => pending);
        Assert.Equal(ModelFailure.Timeout, failure.Reason);
    }

    [Theory]
    [InlineData(Wire.Anthropic)]
    [InlineData(Wire.OpenAI)]
    public async Task Cancellation_by_the_caller_stays_a_cancellation(Wire wire)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Always(StandInAnswer.Hang(3, "one ", "two "));
        await using var app = App(wire, server);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in app.Chat.GetStreamingResponseAsync("hi", cancellationToken: stop.Token))
            {
                if (update.Text.Length > 0)
                {
                    await stop.CancelAsync();
                }
            }
        });
    }

    [Theory]
    [InlineData(Wire.Anthropic)]
    [InlineData(Wire.OpenAI)]
    public async Task The_sdk_retries_before_the_first_token(Wire wire)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Enqueue(StandInAnswer.Failure(503, "api_error"), StandInAnswer.Text("fine"));
        await using var app = App(wire, server, ("Llm:MaxRetries", "1"));

        var answer = await app.Chat.GetResponseAsync("hi", cancellationToken: Token);

        Assert.Equal("fine", answer.Text);
        Assert.Equal((2, 1), (server.Calls.Started, server.Calls.Completed));
    }

    [Theory]
    [InlineData(Wire.Anthropic)]
    [InlineData(Wire.OpenAI)]
    public async Task Nothing_is_retried_mid_stream(Wire wire)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Always(StandInAnswer.Cut(4, "one ", "two ", "three"));
        await using var app = App(wire, server, ("Llm:MaxRetries", "3"));

        var failure = await Fails(app);

        Assert.Equal(ModelFailure.Cut, failure.Reason);
        Assert.Equal(1, server.Calls.Started);
    }

    private static async Task Drain(IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        while (await updates.MoveNextAsync())
        {
        }
    }

    private static LlmApp App(Wire wire, StandInMessagesServer server, params (string, string)[] settings) => App(wire, server, null, settings);

    private static LlmApp App(Wire wire, StandInMessagesServer server, TimeProvider? clock, params (string, string)[] settings) =>
        wire == Wire.Anthropic ? LlmApp.Anthropic(server, clock, settings) : LlmApp.OpenAI(server, clock, settings);

    private static Task<ModelUnavailableException> Fails(LlmApp app) =>
        Assert.ThrowsAsync<ModelUnavailableException>(() => app.Chat.GetResponseAsync("hi", cancellationToken: Token));

    private static void AssertSafe(LlmApp app, ModelUnavailableException failure)
    {
        foreach (var text in new[] { failure.ToString(), app.Log.Text })
        {
            Assert.DoesNotContain(LlmApp.Key, text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret detail", text, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
        }

        Assert.Null(failure.InnerException);
    }
}
