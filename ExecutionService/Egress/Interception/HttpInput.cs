using System.Text;

namespace ExecutionService.Egress.Interception;

/// <summary>Reads HTTP/1 from a stream: heads first, then what follows them.</summary>
internal sealed class HttpInput(Stream stream, int maxHeadBytes)
{
    private readonly byte[] _buffer = new byte[maxHeadBytes];
    private int _start;
    private int _end;

    /// <summary>The next head without its empty line; null when the stream ends before it.</summary>
    /// <exception cref="HttpFormatException">It is too long, or ends in the middle.</exception>
    public async Task<string?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return Take(end, 4);
            }

            if (!await FillAsync("The head", cancellationToken))
            {
                return _end == _start ? null : throw new HttpFormatException("The head is cut off.");
            }
        }
    }

    /// <summary>The next line without its end.</summary>
    /// <exception cref="HttpFormatException">It is too long, or ends in the middle.</exception>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (end >= 0)
            {
                return Take(end, 2);
            }

            if (!await FillAsync("A line", cancellationToken))
            {
                throw new HttpFormatException("A line is cut off.");
            }
        }
    }

    /// <summary>What comes next; 0 at the end of the stream.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        if (_end == _start)
        {
            return await stream.ReadAsync(target, cancellationToken);
        }

        var count = Math.Min(target.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(target);
        _start += count;
        return count;
    }

    private string Take(int length, int separator)
    {
        var text = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length + separator;
        return text;
    }

    private async Task<bool> FillAsync(string what, CancellationToken cancellationToken)
    {
        if (_end - _start == _buffer.Length)
        {
            throw new HttpFormatException($"{what} is longer than {maxHeadBytes} bytes.", 431);
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
