using System.Text;
using AgentPlatform.Llm;
using ExecutionService.AgentLoop.Holding;
using ExecutionService.Journal;
using Microsoft.Extensions.AI;

namespace ExecutionService.AgentLoop.Steps;

/// <summary>One model call: streams its text into the journal in batches.</summary>
internal sealed class ModelStep(IChatClient model, HeldRun run, TimeProvider clock, TimeSpan interval)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _received = new();

    /// <summary>Whether the provider had begun to answer: then it may have been paid for.</summary>
    public bool Started { get; private set; }

    /// <summary>Upper estimate of the tokens that were received.</summary>
    public long ReceivedTokens => TokenEstimator.OfText(_received.ToString());

    /// <summary>Entries for text that is not written yet.</summary>
    public IReadOnlyList<string> Pending(int stepIndex) => _text.Length > 0 ? [JournalEvents.Delta(stepIndex, _text.ToString())] : [];

    /// <summary>The whole answer.</summary>
    /// <exception cref="ModelUnavailableException">The model cannot be had.</exception>
    public async Task<ChatResponse> RunAsync(int stepIndex, IReadOnlyList<ChatMessage> prompt, ChatOptions options, CancellationToken cancellationToken)
    {
        var updates = new List<ChatResponseUpdate>();
        var writtenAt = clock.GetTimestamp();
        await foreach (var update in model.GetStreamingResponseAsync(prompt, options, cancellationToken))
        {
            Started = true;
            updates.Add(update);
            _text.Append(update.Text);
            _received.Append(update.Text);
            if (_text.Length > 0 && clock.GetElapsedTime(writtenAt) >= interval)
            {
                writtenAt = clock.GetTimestamp();
                await run.AppendAsync(Pending(stepIndex), [], null, cancellationToken);
                _text.Clear();
            }
        }

        return updates.ToChatResponse();
    }
}
