using System.Text;
using ExecutionService.AgentLoop.Holding;
using ExecutionService.ClaudeCode;

namespace ExecutionService.AgentLoop.Steps;

/// <summary>Writes what an engine says into the journal: text in batches, everything else as it comes.</summary>
internal sealed class EngineSink(HeldRun run, ClaudeCodeJournal journal, RunParts parts)
{
    private readonly StringBuilder _text = new();
    private long _writtenAt = parts.Clock.GetTimestamp();

    public async Task HearAsync(ClaudeCodeEvent said, CancellationToken cancellationToken)
    {
        if (said is not ClaudeText text)
        {
            await FlushAsync(cancellationToken);
            await WriteAsync(journal.Entries(said, run.Now), cancellationToken);
            return;
        }

        _text.Append(text.Text);
        if (parts.Clock.GetElapsedTime(_writtenAt).TotalMilliseconds >= parts.Options.DeltaIntervalMilliseconds)
        {
            await FlushAsync(cancellationToken);
        }
    }

    /// <summary>Writes the text that is not written yet.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_text.Length > 0)
        {
            var entries = journal.Entries(new ClaudeText(_text.ToString()), run.Now);
            _text.Clear();
            _writtenAt = parts.Clock.GetTimestamp();
            await WriteAsync(entries, cancellationToken);
        }
    }

    private async Task WriteAsync(IReadOnlyList<string> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            return;
        }

        using var turn = await run.EnterAsync(cancellationToken);
        await run.AppendAsync(entries, [], null, cancellationToken);
    }
}
