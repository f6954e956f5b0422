using AgentPlatform.Contracts.Messages;
using AgentPlatform.ServiceDefaults.Outbox;
using ChatService.Frames;
using ChatService.Turns;

namespace ChatService.Conversations;

/// <summary>Answers: who writes them, how they end, how they are taken over.</summary>
internal sealed partial class LiveConversation
{
    /// <summary>
    /// Takes up what nobody works on: the interrupted answer whose lease has ended (or any that another process holds, with
    /// <paramref name="force"/>), else the next message that waits.
    /// </summary>
    public Task ResumeAsync(bool force, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            if (_turn is not null)
            {
                return true;
            }

            await ReloadAsync(cancellationToken);
            if (_state.ActiveMessageId is null || await Store.FindMessageAsync(_state.Id, _state.ActiveMessageId, cancellationToken) is not { Open: true } answer)
            {
                return await BeginNextAsync(cancellationToken);
            }

            if (answer.LeaseUntil > Now() && !force)
            {
                return true;
            }

            var taken = answer with { Attempt = answer.Attempt + 1, Owner = owner.Owner, LeaseUntil = Now() + Lease };
            if (!await AppendAsync([Frame.Part(answer.Id, Designing.Parts.Resuming(answer.Caller!))], commit => Store.SetMessage(commit, _state, taken), cancellationToken))
            {
                return false;
            }

            Begin(taken, await TurnProgress.ReadAsync(feed.Log, answer.StartedAfter, answer.Id, cancellationToken));
            return true;
        },
        cancellationToken);

    /// <summary>
    /// Writes frames of an answer that goes on, given the <see cref="AgentPlatform.ServiceDefaults.Logs.LogWriter.Foreign"/> at which the answer was known to be this
    /// process's; returns the one at which it is known now. Knowledge that the conversation has gained since, by a new message
    /// for example, is not the answer's: another process may have ended it meanwhile.
    /// </summary>
    /// <exception cref="TurnLostException">Another process writes the answer.</exception>
    public async Task<long> WriteAsync(MessageState answer, IReadOnlyList<Frame> frames, IReadOnlyList<string> notes, long knowing)
    {
        while (IsDeleted || !await AppendAsync(frames, notes, null, knowing, CancellationToken.None))
        {
            await feed.Writer.CatchUpAsync(CancellationToken.None);
            knowing = feed.Writer.Foreign;
            await ThrowIfLostAsync(answer);
        }

        return knowing;
    }

    /// <summary>Ends an answer: its last frames, the message, the conversation and the announcement are one commit. Then the next one begins.</summary>
    /// <exception cref="TurnLostException">Another process writes the answer.</exception>
    public Task EndAsync(Turn turn, Func<MessageState> end, Func<MessageState, IEnumerable<Frame>> last) => ChangeAsync(
        async () =>
        {
            // Here nobody changes a part any more: what comes later finds the ended message in the store.
            await turn.Output.CompleteAsync();
            if (turn.Output.Knowing != _foreign)
            {
                await ThrowIfLostAsync(turn.Answer);
            }

            var ended = end();
            var next = _state with { ActiveMessageId = null, UpdatedAt = Now() };
            var announced = new List<OutboxEntry>();
            var written = await AppendAsync(
                [.. turn.Output.Frames, .. last(ended)],
                turn.Output.Notes,
                commit =>
                {
                    Store.SetMessage(commit, _state, ended);
                    Store.Update(commit, next, titled: false);
                    if (ended.TokenUsage is { } usage && usage.Input + usage.Output > 0)
                    {
                        announced.Add(owner.Outbox.Add(commit, new ChatTurnEnded(_state.Id, ended.Id, _state.UserId, _state.AgentId, owner.Model.Name, usage, ended.Cost!, next.UpdatedAt)));
                    }
                },
                CancellationToken.None);
            if (!written)
            {
                return false;
            }

            announced.ForEach(owner.Outbox.Release);
            _state = next;
            _turn = null;
            _queued = Math.Max(0, _queued - 1);
            _history?.Insert(_history.FindIndex(message => message.Id == ended.CounterpartId) + 1, ended);
            return _queued == 0 || await BeginNextAsync(CancellationToken.None) || await BeginNextAfterReloadAsync();
        },
        CancellationToken.None);

    /// <summary>Lets go of an answer that this process cannot end; another one, or a later sweep, goes on.</summary>
    public async Task LeaveAsync(Turn turn)
    {
        await _gate.WaitAsync(CancellationToken.None);
        _turn = _turn == turn ? null : _turn;
        _gate.Release();
    }

    private async Task<bool> BeginNextAfterReloadAsync()
    {
        do
        {
            await ReloadAsync(CancellationToken.None);
        }
        while (_state.ActiveMessageId is null && !await BeginNextAsync(CancellationToken.None));

        return true;
    }

    /// <summary>Begins the oldest answer that waits; true when that is done or none does.</summary>
    private async Task<bool> BeginNextAsync(CancellationToken cancellationToken)
    {
        var open = await Store.ListOpenAsync(_state.Id, cancellationToken);
        _queued = open.Count;
        if (open.FirstOrDefault(message => message.Status == MessageStatus.Queued) is not { } waiting)
        {
            return true;
        }

        var now = Now();
        var answer = waiting with { Status = MessageStatus.Streaming, Timestamp = now, Owner = owner.Owner, LeaseUntil = now + Lease };
        var next = _state with { ActiveMessageId = answer.Id, UpdatedAt = now };
        var written = await AppendAsync(
            Opening(answer),
            commit =>
            {
                Store.SetMessage(commit, _state, answer = answer with { StartedAfter = Tail.Last });
                Store.Update(commit, next, titled: false);
            },
            cancellationToken);
        if (written)
        {
            _state = next;
            Begin(answer, new TurnProgress());
        }

        return written;
    }

    private void Begin(MessageState answer, TurnProgress progress)
    {
        var output = new TurnOutput(this, answer, _foreign, owner.Clock, TimeSpan.FromMilliseconds(owner.Options.FirstDeltaMilliseconds), TimeSpan.FromMilliseconds(owner.Options.DeltaIntervalMilliseconds));
        var turn = _turn = new Turn(answer, progress, output);
        // The turn outlives the request that began it, and holds the conversation open from now until it ends.
        var lease = owner.Keep(this);
        _ = Task.Run(() => owner.Runner.RunAsync(lease, turn), CancellationToken.None);
    }

    private async Task ThrowIfLostAsync(MessageState answer)
    {
        if (IsDeleted)
        {
            throw new ConversationGoneException();
        }

        var stored = await Store.FindMessageAsync(_state.Id, answer.Id, CancellationToken.None);
        if (stored is not { Open: true } || stored.Attempt != answer.Attempt || stored.Owner != answer.Owner)
        {
            throw new TurnLostException();
        }
    }
}
