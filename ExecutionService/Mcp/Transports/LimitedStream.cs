namespace ExecutionService.Mcp.Transports;

/// <summary>Reads from a stream, up to a number of bytes.</summary>
internal sealed class LimitedStream(Stream inner, long maxBytes) : ForwardStream(inner)
{
    private readonly Stream _inner = inner;
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var bytes = await _inner.ReadAsync(buffer, cancellationToken);
        _read += bytes;
        return _read <= maxBytes ? bytes : throw new McpRefusedException($"its answer has more than {maxBytes} bytes");
    }
}
