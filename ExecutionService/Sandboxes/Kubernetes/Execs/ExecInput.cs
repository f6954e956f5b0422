using System.Net.WebSockets;

namespace ExecutionService.Sandboxes.Kubernetes.Execs;

/// <summary>Writes to the standard input of an execution. It cannot end the input: the protocol that every cluster speaks (v4) has no word for it.</summary>
internal sealed class ExecInput(WebSocket socket) : Stream
{
    /// <summary>Small enough for every proxy on the way.</summary>
    private const int MaxMessageBytes = 32 * 1024;

    private readonly byte[] _message = new byte[MaxMessageBytes + 1];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _message[0] = (byte)ExecChannel.Input;
        while (!buffer.IsEmpty)
        {
            var part = buffer[..Math.Min(buffer.Length, MaxMessageBytes)];
            part.CopyTo(_message.AsMemory(1));
            await socket.SendAsync(_message.AsMemory(0, part.Length + 1), WebSocketMessageType.Binary, true, cancellationToken);
            buffer = buffer[part.Length..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronously.");
}
