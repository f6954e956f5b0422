using AgentPlatform.Contracts;
using AgentPlatform.Firestore;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Logs;
using ChatService.Frames;
using ChatService.Turns;

namespace ChatService.Conversations;

/// <summary>
/// One conversation as this process knows it. Every change is one commit with an append to the conversation's log, so a
/// change that was decided on old knowledge collides, is decided again, and cannot be written by two processes at once.
/// </summary>
internal sealed partial class LiveConversation(LiveConversations owner, LogFeed feed, ConversationState state, long foreign) : IDisposable
{
    private const int TitleCharacters = 60;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private ConversationState _state = state;
    private List<MessageState>? _history;
    private Turn? _turn;
    private long _foreign = foreign;
    private int _queued = state.ActiveMessageId is null ? 0 : 1;

    public ConversationState State => _state;

    public LogTail Tail => feed.Tail;

    /// <summary>Reads what other processes have written unless everything up to a frame is known.</summary>
    public Task CatchUpAsync(long seq, CancellationToken cancellationToken) => feed.Writer.CatchUpAsync(seq, cancellationToken);

    /// <summary>True once the conversation was deleted in this process.</summary>
    public bool IsDeleted { get; private set; }

    private ConversationStore Store => owner.Store;

    /// <summary>Takes a user's message: acknowledged once it is stored, answered now or when the answer before it has ended.</summary>
    public Task AcceptAsync(Caller caller, MessageFrame message, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            var busy = _state.ActiveMessageId is not null;
            if (busy && await Store.FindMessageAsync(_state.Id, IdOf(message.Id), cancellationToken) is { } known)
            {
                return await AppendAsync([Frame.Ack(message.Id, known.Id)], null, cancellationToken);
            }

            if (busy && message.WhenBusy == MessageFrame.Reject)
            {
                return await TryReportAsync(ProblemCodes.Conflict, "An answer is being written.", retryable: true, message.Id, cancellationToken);
            }

            if (busy && _queued > owner.Options.MaxQueuedMessages)
            {
                return await TryReportAsync(ProblemCodes.RateLimited, $"{owner.Options.MaxQueuedMessages} messages are waiting already.", retryable: true, message.Id, cancellationToken);
            }

            var now = Now();
            var user = new MessageState
            {
                Id = IdOf(message.Id),
                Role = MessageRole.User,
                Content = message.Content,
                Status = MessageStatus.Complete,
                Timestamp = now,
                CounterpartId = RandomId.New(),
            };
            var answer = NewAnswer(user, caller, now.AddMicroseconds(1), busy ? MessageStatus.Queued : MessageStatus.Streaming);
            var next = _state with
            {
                Title = _state.Title ?? Excerpt.Of(message.Content, TitleCharacters),
                ActiveMessageId = _state.ActiveMessageId ?? answer.Id,
                UpdatedAt = now,
            };
            Frame[] frames = busy ? [Frame.Ack(message.Id, user.Id)] : [Frame.Ack(message.Id, user.Id), .. Opening(answer)];
            var written = await AppendAsync(
                frames,
                commit =>
                {
                    Store.CreateMessage(commit, _state, user);
                    Store.CreateMessage(commit, _state, answer = answer with { StartedAfter = Tail.Last + 1 });
                    Store.Update(commit, next, titled: _state.Title is null);
                },
                cancellationToken);
            if (!written)
            {
                return await WasAcceptedAsync(user.Id, cancellationToken) && await AppendAsync([Frame.Ack(message.Id, user.Id)], null, cancellationToken);
            }

            _state = next;
            _history?.Add(user);
            _queued++;
            if (busy && message.WhenBusy == MessageFrame.Interrupt)
            {
                await StopAsync(cancellationToken);
            }

            if (!busy)
            {
                Begin(answer, new TurnProgress());
            }

            return true;
        },
        cancellationToken);

    /// <summary>Ends the answer that streams, if any, here or in another process; its text so far is kept.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_turn is { } turn)
        {
            turn.Stop();
        }
        else if ((await Store.FindAsync(_state.UserId, _state.Id, cancellationToken))?.ActiveMessageId is { } answer)
        {
            await Store.RequestStopAsync(_state.Id, answer, cancellationToken);
        }
    }

    /// <summary>Tells clients of an error.</summary>
    public Task ReportAsync(string code, string text, bool retryable, string? messageId, CancellationToken cancellationToken) =>
        ChangeAsync(() => TryReportAsync(code, text, retryable, messageId, cancellationToken), cancellationToken);

    /// <summary>Answers the user's message anew, in the place of the newest answer.</summary>
    public Task RegenerateAsync(Caller caller, string messageId, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            var history = await HistoryAsync(cancellationToken);
            var newest = history.FindLast(message => message.Role == MessageRole.Assistant);
            var asked = newest is null ? null : history.Find(message => message.Id == newest.CounterpartId);
            if (_state.ActiveMessageId is not null || newest?.Id != messageId || asked is null)
            {
                return await TryReportAsync(ProblemCodes.Conflict, "Only the newest answer can be written anew, once it has ended.", retryable: false, messageId, cancellationToken);
            }

            return await AnswerAgainAsync(caller, asked, [messageId], cancellationToken);
        },
        cancellationToken);

    /// <summary>Changes a user's message and answers it anew; what came after it is no longer shown.</summary>
    public Task EditAsync(Caller caller, string messageId, string content, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            var history = await HistoryAsync(cancellationToken);
            var index = history.FindIndex(message => message.Id == messageId && message.Role == MessageRole.User);
            if (_state.ActiveMessageId is not null || index < 0)
            {
                return await TryReportAsync(ProblemCodes.Conflict, "Only the user's own messages can be changed, and not while an answer is written.", retryable: false, messageId, cancellationToken);
            }

            // The answer to a message before it may stand after it, when both waited in the queue.
            var kept = history.Take(index).Select(message => message.CounterpartId).ToHashSet(StringComparer.Ordinal);
            var superseded = history.Skip(index + 1).Select(message => message.Id).Where(id => !kept.Contains(id));
            return await AnswerAgainAsync(caller, history[index] with { Content = content }, [.. superseded], cancellationToken);
        },
        cancellationToken);

    /// <summary>The messages that are shown, newest last, as they are now.</summary>
    public async Task<IReadOnlyList<MessageState>> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return [.. await HistoryAsync(cancellationToken)];
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<List<MessageState>> HistoryAsync(CancellationToken cancellationToken)
    {
        // What the model is given ends with the question that is being answered; its answer and the queue stand after it.
        var kept = owner.Options.MaxHistoryMessages + owner.Options.MaxQueuedMessages + 1;
        _history ??= [.. await Store.ReadNewestAsync(_state.Id, kept, cancellationToken)];
        if (_history.Count > kept * 2)
        {
            _history.RemoveRange(0, _history.Count - kept);
        }

        return _history;
    }

    /// <summary>The user's message with the id that a client made up, if it was accepted.</summary>
    public Task<MessageState?> FindAcceptedAsync(string clientId, CancellationToken cancellationToken) => Store.FindMessageAsync(_state.Id, IdOf(clientId), cancellationToken);

    public void Dispose()
    {
        feed.Dispose();
        _gate.Dispose();
    }

    private static Frame[] Opening(MessageState answer) => [Frame.Start(answer.Id), Frame.Part(answer.Id, Designing.Parts.Thinking(answer.Caller!, "running"))];

    private string IdOf(string clientId) => RandomId.From(_state.Id, clientId);

    private MessageState NewAnswer(MessageState user, Caller caller, DateTimeOffset at, string status) => new()
    {
        Id = user.CounterpartId,
        Role = MessageRole.Assistant,
        Status = status,
        Timestamp = at,
        CounterpartId = user.Id,
        Attempt = 1,
        Owner = owner.Owner,
        LeaseUntil = Now() + Lease,
        Caller = caller,
        TraceParent = System.Diagnostics.Activity.Current?.Id,
    };

    private async Task<bool> AnswerAgainAsync(Caller caller, MessageState user, IReadOnlyList<string> superseded, CancellationToken cancellationToken)
    {
        var now = Now();
        var asked = user with { CounterpartId = RandomId.New() };
        var answer = NewAnswer(asked, caller, now, MessageStatus.Streaming);
        var next = _state with { ActiveMessageId = answer.Id, UpdatedAt = now };
        var written = await AppendAsync(
            Opening(answer),
            commit =>
            {
                foreach (var id in superseded)
                {
                    Store.Supersede(commit, _state.Id, id);
                }

                Store.SetMessage(commit, _state, asked);
                Store.CreateMessage(commit, _state, answer = answer with { StartedAfter = Tail.Last });
                Store.Update(commit, next, titled: false);
            },
            cancellationToken);
        if (written)
        {
            _state = next;
            _history = null;
            _queued++;
            Begin(answer, new TurnProgress());
        }

        return written;
    }

    private Task<bool> TryReportAsync(string code, string text, bool retryable, string? messageId, CancellationToken cancellationToken) =>
        AppendAsync([Frame.Error(code, text, retryable, messageId)], null, cancellationToken);

    private async Task<bool> WasAcceptedAsync(string messageId, CancellationToken cancellationToken)
    {
        await ReloadAsync(cancellationToken);
        return await Store.FindMessageAsync(_state.Id, messageId, cancellationToken) is not null;
    }

    private Task<bool> AppendAsync(IReadOnlyList<Frame> frames, Action<WriteBatch>? with, CancellationToken cancellationToken) => AppendAsync(frames, [], with, cancellationToken);

    private Task<bool> AppendAsync(IReadOnlyList<Frame> frames, IReadOnlyList<string> notes, Action<WriteBatch>? with, CancellationToken cancellationToken) =>
        AppendAsync(frames, notes, with, _foreign, cancellationToken);

    private Task<bool> AppendAsync(IReadOnlyList<Frame> frames, IReadOnlyList<string> notes, Action<WriteBatch>? with, long knowing, CancellationToken cancellationToken) =>
        feed.Writer.AppendAsync(first => [.. frames.Select((frame, n) => frame.Numbered(first + n))], notes, with, knowing, cancellationToken);

    /// <summary>Runs a change, again on fresh knowledge as long as it was decided on old.</summary>
    private async Task ChangeAsync(Func<Task<bool>> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (IsDeleted)
            {
                throw new ConversationGoneException();
            }

            while (!await change())
            {
                await ReloadAsync(cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await feed.Writer.CatchUpAsync(cancellationToken);
        _foreign = feed.Writer.Foreign;
        _state = await Store.FindAsync(_state.UserId, _state.Id, cancellationToken) ?? throw new ConversationGoneException();
        _queued = (await Store.ListOpenAsync(_state.Id, cancellationToken)).Count;
        _history = null;
    }

    private TimeSpan Lease => TimeSpan.FromSeconds(owner.Options.LeaseSeconds);

    private DateTimeOffset Now() => owner.Clock.GetUtcNow();
}

/// <summary>The conversation was deleted while it was open.</summary>
internal sealed class ConversationGoneException() : Exception("The conversation was deleted.");
