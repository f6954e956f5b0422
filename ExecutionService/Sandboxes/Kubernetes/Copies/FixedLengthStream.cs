
namespace ExecutionService.Sandboxes.Kubernetes.Copies;

/// <summary>Reads exactly so many bytes, whatever has become of the file: cut, or followed by zeros.</summary>
internal sealed class FixedLengthStream(Stream? inner, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    // The writer of archives asks a stream that can be sought for its length, and never moves it.
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = buffer[..(int)Math.Min(buffer.Length, length - _position)];
        var read = inner is null || wanted.IsEmpty ? 0 : await inner.ReadAsync(wanted, cancellationToken);
        if (read == 0)
        {
            wanted.Span.Clear();
            read = wanted.Length;
        }

        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner?.Dispose();
        }

        base.Dispose(disposing);
    }
}
