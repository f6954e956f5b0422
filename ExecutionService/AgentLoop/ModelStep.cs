using System.Text;
using AgentPlatform.Llm;
using ExecutionService.Journal;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;

namespace ExecutionService.AgentLoop;

/// <summary>One model call: streams its text into the journal in batches, and tries again what may succeed later.</summary>
internal sealed class ModelStep(IChatClient model, TimeProvider clock, ExecutionOptions options, Func<IReadOnlyList<string>, CancellationToken, Task> append)
{
    /// <summary>The answer, and the entries for its text that are not written yet.</summary>
    /// <exception cref="ModelUnavailableException">The model cannot be had, even after trying again.</exception>
    public async Task<(ChatResponse Response, IReadOnlyList<string> PendingEvents)> RunAsync(int stepIndex, IReadOnlyList<ChatMessage> prompt, ChatOptions chatOptions, CancellationToken cancellationToken)
    {
        var retry = new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ModelUnavailableException>(failure => failure.Retryable && options.ModelRetries > 0),
            MaxRetryAttempts = Math.Max(1, options.ModelRetries),
            Delay = TimeSpan.FromSeconds(options.ModelRetryDelaySeconds),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            DelayGenerator = attempt => ValueTask.FromResult((attempt.Outcome.Exception as ModelUnavailableException)?.RetryAfter),
            OnRetry = attempt => new ValueTask(append([JournalEvents.Log($"{attempt.Outcome.Exception!.Message} Trying again.", clock.GetUtcNow())], attempt.Context.CancellationToken)),
        }).Build();
        return await retry.ExecuteAsync(async token => await StreamAsync(stepIndex, prompt, chatOptions, token), cancellationToken);
    }

    private async Task<(ChatResponse, IReadOnlyList<string>)> StreamAsync(int stepIndex, IReadOnlyList<ChatMessage> prompt, ChatOptions chatOptions, CancellationToken cancellationToken)
    {
        var interval = TimeSpan.FromMilliseconds(options.DeltaIntervalMilliseconds);
        var updates = new List<ChatResponseUpdate>();
        var text = new StringBuilder();
        var writtenAt = clock.GetTimestamp();
        await foreach (var update in model.GetStreamingResponseAsync(prompt, chatOptions, cancellationToken))
        {
            updates.Add(update);
            text.Append(update.Text);
            if (text.Length > 0 && clock.GetElapsedTime(writtenAt) >= interval)
            {
                writtenAt = clock.GetTimestamp();
                await append([JournalEvents.Delta(stepIndex, text.ToString())], cancellationToken);
                text.Clear();
            }
        }

        return (updates.ToChatResponse(), text.Length > 0 ? [JournalEvents.Delta(stepIndex, text.ToString())] : []);
    }
}
