using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace AgentPlatform.Llm;

/// <summary>
/// Holds a provider to its word: a first update in time, no silence mid-stream, a complete answer with readable
/// tool calls. Whatever else happens leaves as <see cref="ModelUnavailableException"/>. Whole answers are read as
/// streams too, so that both ways fail alike.
/// </summary>
internal sealed partial class GuardedChatClient(
    IChatClient inner,
    TimeSpan firstUpdateTimeout,
    TimeSpan idleTimeout,
    TimeProvider clock,
    ILogger<GuardedChatClient> logger) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        LlmTelemetry.Inherit(System.Diagnostics.Activity.Current);
        var retryAfter = RetryAfterSlot.Open();
        var answer = new AnswerCheck();
        using var watch = new StreamWatch(clock, cancellationToken);
        var updates = base.GetStreamingResponseAsync(messages, options, watch.Token).GetAsyncEnumerator(watch.Token);
        try
        {
            while (true)
            {
                ChatResponseUpdate update;
                try
                {
                    watch.Expect(answer.Started ? idleTimeout : firstUpdateTimeout);
                    if (!await updates.MoveNextAsync())
                    {
                        break;
                    }

                    update = updates.Current;
                    answer.Read(update);
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    throw;
                }
                catch (Exception) when (cancellationToken.IsCancellationRequested)
                {
                    // SDKs report a cancelled socket in many ways; the caller asked to stop and shall hear that.
                    throw new OperationCanceledException(cancellationToken);
                }
                catch (Exception exception)
                {
                    throw Failed(exception, watch.Expired, answer.Started, retryAfter);
                }

                watch.Pause();
                yield return update;
            }
        }
        finally
        {
            await updates.DisposeAsync();
        }

        if (answer.Missing is { } failure)
        {
            throw Failed(new ModelUnavailableException(failure), expired: false, answer.Started, retryAfter);
        }
    }

    private ModelUnavailableException Failed(Exception exception, bool expired, bool started, RetryAfterSlot retryAfter)
    {
        var failure = expired
            ? new ModelUnavailableException(ModelFailure.Timeout)
            : ProviderFailures.Translate(exception, started, retryAfter.From(clock.GetUtcNow()));
        LogFailed(failure.Reason, failure.Status, exception.GetType().Name, started);
        return failure;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Model call failed: {Reason} (status {Status}, {ExceptionType}, mid-stream {Started})")]
    private partial void LogFailed(ModelFailure reason, int? status, string exceptionType, bool started);
}
