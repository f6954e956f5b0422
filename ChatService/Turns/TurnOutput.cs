using System.Text;
using ChatService.Conversations;
using ChatService.Frames;

namespace ChatService.Turns;

/// <summary>
/// Writes an answer's frames to the log in batches while the model goes on: the first after a moment, then whatever has gathered.
/// A frame reaches clients only after it is stored, so nobody ever sees what a crash could take back. What gathers is
/// bounded by the length of one answer.
/// </summary>
internal sealed class TurnOutput(LiveConversation conversation, MessageState answer, long knowing, TimeProvider clock, TimeSpan firstDelay, TimeSpan interval) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Frame> _frames = [];
    private readonly List<string> _notes = [];
    private readonly StringBuilder _text = new();
    private readonly CancellationTokenSource _completing = new();
    private TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _writtenAt;
    private Task _pump = Task.CompletedTask;
    private bool _pumping;

    /// <summary>The log's <see cref="AgentPlatform.ServiceDefaults.Logs.LogWriter.Foreign"/> at which the answer was last known to be this process's.</summary>
    public long Knowing { get; private set; } = knowing;

    /// <summary>Adds text; text in a row becomes one frame.</summary>
    public void Text(string text)
    {
        lock (_gate)
        {
            _text.Append(text);
            Start();
        }
    }

    /// <summary>Adds a frame after the text so far.</summary>
    public void Add(Frame frame)
    {
        lock (_gate)
        {
            CloseText();
            _frames.Add(frame);
            Start();
        }
    }

    /// <summary>Adds a note, stored together with the frames so far or with the next ones, no later.</summary>
    public void Note(string note)
    {
        lock (_gate)
        {
            CloseText();
            _notes.Add(note);
        }
    }

    /// <summary>Adds a frame and a note that are stored together.</summary>
    public void Add(Frame frame, string note)
    {
        lock (_gate)
        {
            _notes.Add(note);
            Add(frame);
        }
    }

    /// <summary>What <see cref="CompleteAsync"/> found not stored.</summary>
    public IReadOnlyList<Frame> Frames => _frames;

    /// <inheritdoc cref="Frames"/>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Stores everything so far, without waiting for more to gather.</summary>
    /// <exception cref="TurnLostException">Another process writes the answer.</exception>
    public async Task FlushAsync()
    {
        _hurry.TrySetResult();
        await _pump;
        _hurry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (frames, notes) = Take();
        if (frames.Count > 0)
        {
            Knowing = await conversation.WriteAsync(answer, frames, notes, Knowing);
        }
        else if (notes.Count > 0)
        {
            lock (_gate)
            {
                _notes.InsertRange(0, notes);
            }
        }
    }

    /// <summary>Ends the batching and leaves what is not stored yet to the commit that ends the answer.</summary>
    public async Task CompleteAsync()
    {
        await _completing.CancelAsync();
        await _pump;
        lock (_gate)
        {
            CloseText();
        }
    }

    /// <summary>Throws what the batching met, so that the model is not asked for text that cannot be stored.</summary>
    public void ThrowIfFailed()
    {
        if (_pump.IsFaulted)
        {
            _pump.GetAwaiter().GetResult();
        }
    }

    public void Dispose() => _completing.Dispose();

    private void Start()
    {
        if (!_pumping && !_completing.IsCancellationRequested && !_pump.IsFaulted)
        {
            _pumping = true;
            _pump = Task.Run(PumpAsync);
        }
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            await WaitAsync();
            (List<Frame> Frames, List<string> Notes) batch;
            lock (_gate)
            {
                batch = _completing.IsCancellationRequested ? ([], []) : Take();
                if (batch.Frames.Count == 0)
                {
                    _notes.InsertRange(0, batch.Notes);
                    _pumping = false;
                    return;
                }
            }

            Knowing = await conversation.WriteAsync(answer, batch.Frames, batch.Notes, Knowing);
            _writtenAt = clock.GetTimestamp();
        }
    }

    private async Task WaitAsync()
    {
        var left = _writtenAt is { } at ? interval - clock.GetElapsedTime(at) : firstDelay;
        if (left > TimeSpan.Zero)
        {
            await _hurry.Task.WaitAsync(left, clock, _completing.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private (List<Frame> Frames, List<string> Notes) Take()
    {
        lock (_gate)
        {
            CloseText();
            (List<Frame>, List<string>) taken = ([.. _frames], [.. _notes]);
            _frames.Clear();
            _notes.Clear();
            return taken;
        }
    }

    private void CloseText()
    {
        if (_text.Length > 0)
        {
            _frames.Add(Frame.Delta(answer.Id, _text.ToString()));
            _text.Clear();
        }
    }
}
