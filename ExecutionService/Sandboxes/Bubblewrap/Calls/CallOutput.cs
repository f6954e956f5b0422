using System.Text;

namespace ExecutionService.Sandboxes.Bubblewrap.Calls;

/// <summary>What a program writes, kept up to a number of bytes for both of its streams together. Beyond that it is read and thrown away, so that the program is not left waiting while it is ended.</summary>
internal sealed class CallOutput(int limit, Action exceeded)
{
    private const int BufferBytes = 16 * 1024;

    private int _left = limit;

    /// <summary>Whether something was thrown away.</summary>
    public bool Truncated { get; private set; }

    /// <summary>Reads a stream to its end, giving each line to <paramref name="onLine"/> as it comes.</summary>
    public async Task<string> ReadAsync(Stream stream, Func<string, CancellationToken, ValueTask>? onLine, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var told = 0;
        var buffer = new byte[BufferBytes];
        // Not the caller's token: the stream ends when the program is dead, and until then it is read.
        while (await stream.ReadAsync(buffer, CancellationToken.None) is > 0 and var count)
        {
            var fits = Take(count);
            kept.Write(buffer, 0, fits);
            if (fits < count && !Truncated)
            {
                Truncated = true;
                exceeded();
            }

            if (onLine is not null)
            {
                told = await TellAsync(kept, told, onLine, cancellationToken);
            }
        }

        if (onLine is not null && told < kept.Length)
        {
            await onLine(Text(kept, told, (int)kept.Length), cancellationToken);
        }

        return Text(kept, 0, (int)kept.Length);
    }

    /// <summary>Gives the lines that are complete; answers up to where that was.</summary>
    private static async ValueTask<int> TellAsync(MemoryStream kept, int from, Func<string, CancellationToken, ValueTask> onLine, CancellationToken cancellationToken)
    {
        while (kept.GetBuffer().AsSpan(from, (int)kept.Length - from).IndexOf((byte)'\n') is >= 0 and var length)
        {
            await onLine(Text(kept, from, from + length), cancellationToken);
            from += length + 1;
        }

        return from;
    }

    private static string Text(MemoryStream kept, int from, int to) => Encoding.UTF8.GetString(kept.GetBuffer(), from, to - from);

    private int Take(int count) => Math.Clamp(Interlocked.Add(ref _left, -count) + count, 0, count);
}
