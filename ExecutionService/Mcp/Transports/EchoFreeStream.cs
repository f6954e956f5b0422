using ExecutionService.Egress.Interception;

namespace ExecutionService.Mcp.Transports;

/// <summary>Reads a server's answer without the token that the server was sent: what it echoes would go on to the model and the journal.</summary>
internal sealed class EchoFreeStream(Stream inner, EchoFilter filter) : ForwardStream(inner)
{
    private const int PieceBytes = 8192;

    private readonly Stream _inner = inner;
    private readonly byte[] _piece = new byte[PieceBytes];
    private ReadOnlyMemory<byte> _passed;
    private bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_passed.IsEmpty && !_ended)
        {
            var read = await _inner.ReadAsync(_piece, cancellationToken);
            _ended = read == 0;
            _passed = filter.Pass(_piece.AsSpan(0, read), _ended);
        }

        var count = Math.Min(buffer.Length, _passed.Length);
        _passed[..count].CopyTo(buffer);
        _passed = _passed[count..];
        return count;
    }
}
