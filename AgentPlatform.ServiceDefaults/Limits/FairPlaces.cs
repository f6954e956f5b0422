namespace AgentPlatform.ServiceDefaults.Limits;

/// <summary>
/// A number of places that several owners share: nobody holds more than a part of them, and those who wait are served in turn, one
/// of each owner, so that one owner's crowd delays another's first by one place at most.
/// </summary>
public sealed class FairPlaces(int total, int perOwner)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>Owners with somebody waiting who may hold another place, in the order in which they are served.</summary>
    private readonly Queue<Line> _next = new();

    private int _free = total;

    /// <summary>Waits for a place; disposing of the answer gives it back.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before there was one.</exception>
    public async Task<IDisposable> EnterAsync(string owner, CancellationToken cancellationToken)
    {
        var waiter = new TaskCompletionSource<IDisposable>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (!_lines.TryGetValue(owner, out var line))
            {
                _lines[owner] = line = new Line(owner);
            }

            line.Waiting.Enqueue(waiter);
            Offer(line);
            Serve();
        }

        await using var cancelled = cancellationToken.Register(() => waiter.TrySetCanceled(cancellationToken));
        return await waiter.Task;
    }

    private void Leave(Line line)
    {
        lock (_lock)
        {
            line.Held--;
            _free++;
            Offer(line);
            Serve();
        }
    }

    private void Offer(Line line)
    {
        if (!line.IsNext && line.Held < perOwner && line.Waiting.Count > 0)
        {
            line.IsNext = true;
            _next.Enqueue(line);
        }
        else if (line is { Held: 0, Waiting.Count: 0, IsNext: false })
        {
            _lines.Remove(line.Owner);
        }
    }

    private void Serve()
    {
        while (_free > 0 && _next.TryDequeue(out var line))
        {
            line.IsNext = false;
            // Who was cancelled meanwhile takes no place.
            if (line.Waiting.Dequeue().TrySetResult(new Place(this, line)))
            {
                line.Held++;
                _free--;
            }

            Offer(line);
        }
    }

    private sealed class Line(string owner)
    {
        public string Owner => owner;

        public Queue<TaskCompletionSource<IDisposable>> Waiting { get; } = new();

        public int Held { get; set; }

        public bool IsNext { get; set; }
    }

    private sealed class Place(FairPlaces places, Line line) : IDisposable
    {
        private Line? _line = line;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _line, null) is { } left)
            {
                places.Leave(left);
            }
        }
    }
}
