using System.Text;

namespace ExecutionService.Sandboxes.Kubernetes.Execs;

/// <summary>Keeps the output of a call up to its limit, and tells a listener of each line of standard output.</summary>
internal sealed class CallOutput(int limit, Func<string, CancellationToken, ValueTask>? onLine) : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();
    private readonly MemoryStream _line = new();
    private readonly CancellationTokenSource _overflow = new();

    /// <summary>Cancelled when the program has written more than is kept.</summary>
    public CancellationToken Overflow => _overflow.Token;

    public bool Overflowed => _overflow.IsCancellationRequested;

    public string Output => Encoding.UTF8.GetString(_output.GetBuffer().AsSpan(0, (int)_output.Length));

    public string Error => Encoding.UTF8.GetString(_error.GetBuffer().AsSpan(0, (int)_error.Length));

    /// <summary>Takes what comes; what is over the limit, and what comes after <paramref name="stop"/>, is let go, so that the program can be ended.</summary>
    public async ValueTask TakeAsync(ExecChannel channel, ReadOnlyMemory<byte> data, CancellationToken stop)
    {
        if (Overflowed)
        {
            return;
        }

        var room = limit - (int)(_output.Length + _error.Length);
        var kept = data[..Math.Min(data.Length, room)];
        (channel == ExecChannel.Output ? _output : _error).Write(kept.Span);
        if (channel == ExecChannel.Output && onLine is not null)
        {
            await TellAsync(kept, stop);
        }

        if (kept.Length < data.Length)
        {
            await _overflow.CancelAsync();
        }
    }

    /// <summary>Tells of a last line that has no end.</summary>
    public async ValueTask FinishAsync(CancellationToken stop)
    {
        if (onLine is not null && _line.Length > 0)
        {
            await TellLineAsync(stop);
        }
    }

    public void Dispose() => _overflow.Dispose();

    private async ValueTask TellAsync(ReadOnlyMemory<byte> data, CancellationToken stop)
    {
        for (var end = data.Span.IndexOf((byte)'\n'); end >= 0; end = data.Span.IndexOf((byte)'\n'))
        {
            _line.Write(data.Span[..end]);
            data = data[(end + 1)..];
            await TellLineAsync(stop);
        }

        _line.Write(data.Span);
    }

    private async ValueTask TellLineAsync(CancellationToken stop)
    {
        var line = Encoding.UTF8.GetString(_line.GetBuffer().AsSpan(0, (int)_line.Length));
        _line.SetLength(0);
        if (stop.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await onLine!(line, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The call is being ended; its output is drained.
        }
    }
}
