using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Logs;
using ExecutionService.Executions;
using ExecutionService.Journal;

namespace ExecutionService.AgentLoop.Holding;

/// <summary>One run in the hands of one worker: what it knows of it, and the only way in which it writes.</summary>
internal sealed class HeldRun(ExecutionState claimed, RunHistory history, LogFeed feed, long knowing, ExecutionStore store, TimeProvider clock, TimeSpan lease, TimeSpan patience) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The run as this worker knows it.</summary>
    public ExecutionState Execution { get; set; } = claimed;

    /// <summary>What the journal says has happened.</summary>
    public RunHistory History => history;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>How long the run waits for a person.</summary>
    public TimeSpan Patience => patience;

    /// <summary>Waits until nothing else that works on the run changes what is known of it; dispose to let the next one.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    /// <summary>Writes the claim; false when another worker was faster.</summary>
    public Task<bool> TryClaimAsync(CancellationToken cancellationToken) => feed.Writer.AppendAsync(
        _ => [JournalEvents.Status(Execution.Status, Now, Execution.Attempt)],
        [],
        commit => store.Update(commit, Execution, fenced: true),
        knowing,
        cancellationToken);

    /// <summary>Appends to the journal, and takes it into the history: the run goes on from what the journal says, not from what this process remembers.</summary>
    /// <exception cref="RunLostException">Another worker holds the run.</exception>
    public async Task AppendAsync(IReadOnlyList<string> events, IReadOnlyList<JournalNote> notes, Action<WriteBatch>? with, CancellationToken cancellationToken)
    {
        if (!await feed.Writer.AppendAsync(_ => events, [.. notes.Select(note => note.Write())], with, knowing, cancellationToken))
        {
            throw new RunLostException();
        }

        history.Apply(events, notes);
    }

    /// <summary>Appends together with what has changed of the run itself, which renews its lease. Not cancelled: what has been done is written down even if the run was stopped meanwhile.</summary>
    /// <exception cref="RunLostException">Another worker holds the run.</exception>
    public Task AppendProgressAsync(IReadOnlyList<string> events, IReadOnlyList<JournalNote> notes, Func<ExecutionState, ExecutionState> change, Action<WriteBatch>? with = null)
    {
        var changed = change(Execution);
        Execution = changed with { SweepAt = changed.SweepAt > Now + lease ? changed.SweepAt : Now + lease };
        return AppendAsync(
            events,
            notes,
            commit =>
            {
                store.Update(commit, Execution, fenced: false);
                with?.Invoke(commit);
            },
            CancellationToken.None);
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
