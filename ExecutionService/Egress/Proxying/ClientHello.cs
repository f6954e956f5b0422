using System.Buffers.Binary;
using System.Text;
using ExecutionService.Egress.Interception;
using ExecutionService.Egress.Rules;

namespace ExecutionService.Egress.Proxying;

/// <summary>
/// The first record of a tunnel. It must begin TLS, and the name that it asks for must be the tunnel's: many names share an
/// address, and only one of them was allowed.
/// </summary>
internal static class ClientHello
{
    private const int RecordHead = 5;
    private const int MaxRecord = 16_384 + 2_048;
    private const byte Handshake = 22;
    private const byte Hello = 1;
    private const ushort ServerName = 0;

    /// <summary>Reads it whole, to be sent on.</summary>
    /// <exception cref="EgressException">It is no TLS, or asks for another name.</exception>
    public static async Task<byte[]> ReadAsync(HttpInput input, string host, CancellationToken cancellationToken)
    {
        var head = await ReadAsync(input, RecordHead, cancellationToken);
        var length = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(3));
        if (head[0] != Handshake || head[1] != 3 || length is 0 or > MaxRecord)
        {
            throw new EgressException("Only TLS goes through.", refused: true);
        }

        var record = await ReadAsync(input, length, cancellationToken);
        var name = NameIn(record);
        return name is null || HostNames.Read(name) == host ? [.. head, .. record] : throw new EgressException("The TLS within asks for another host.", refused: true);
    }

    /// <summary>The server's name in a ClientHello; null when it has none.</summary>
    /// <exception cref="EgressException">It is malformed, or goes on in a further record.</exception>
    public static string? NameIn(ReadOnlySpan<byte> record)
    {
        try
        {
            return record[0] == Hello ? NameInExtensions(Extensions(record)) : throw Malformed();
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Malformed();
        }
        catch (IndexOutOfRangeException)
        {
            throw Malformed();
        }
    }

    private static ReadOnlySpan<byte> Extensions(ReadOnlySpan<byte> record)
    {
        // Type and length, version, random; then session, cipher suites and compression methods, each after its length.
        var rest = record.Slice(4, (record[1] << 16) | BinaryPrimitives.ReadUInt16BigEndian(record[2..]))[34..];
        rest = rest[(1 + rest[0])..];
        rest = rest[(2 + BinaryPrimitives.ReadUInt16BigEndian(rest))..];
        rest = rest[(1 + rest[0])..];
        return rest.IsEmpty ? rest : rest.Slice(2, BinaryPrimitives.ReadUInt16BigEndian(rest));
    }

    private static string? NameInExtensions(ReadOnlySpan<byte> extensions)
    {
        string? name = null;
        while (!extensions.IsEmpty)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(extensions);
            var body = extensions.Slice(4, BinaryPrimitives.ReadUInt16BigEndian(extensions[2..]));
            extensions = extensions[(4 + body.Length)..];
            if (type == ServerName)
            {
                // One list of one name of the only kind there is; what is more could be read in two ways.
                var length = BinaryPrimitives.ReadUInt16BigEndian(body[3..]);
                name = name is null && body[2] == 0 && body.Length == 5 + length && BinaryPrimitives.ReadUInt16BigEndian(body) == 3 + length ? Encoding.Latin1.GetString(body[5..]) : throw Malformed();
            }
        }

        return name;
    }

    private static async Task<byte[]> ReadAsync(HttpInput input, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        for (var read = 0; read < length;)
        {
            var more = await input.ReadAsync(bytes.AsMemory(read), cancellationToken);
            read += more > 0 ? more : throw new EgressException("The program left.");
        }

        return bytes;
    }

    private static EgressException Malformed() => new("The TLS within is malformed.", refused: true);
}
