using System.Buffers.Binary;
using System.Text;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Builds byte keys whose order is the order of what was written, part by part.</summary>
internal sealed class KeyBuilder
{
    /// <summary>Production indexes the first 1,500 bytes of a string; longer ones tie.</summary>
    public const int MaxIndexedBytes = 1500;

    private const byte Escape = 0x00;
    private const byte EscapedZero = 0xFF;
    private const byte Terminator = 0x01;

    private byte[] buffer = new byte[256];

    public int Length { get; private set; }

    public byte[] ToArray() => buffer.AsSpan(0, Length).ToArray();

    public void Truncate(int length) => Length = length;

    public void Byte(byte value) => Reserve(1)[0] = value;

    public void Long(long value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(8), (ulong)value ^ (1UL << 63));

    public void Short(int value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(2), (ushort)value);

    public void Double(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value);
        BinaryPrimitives.WriteUInt64BigEndian(Reserve(8), bits < 0 ? ~(ulong)bits : (ulong)bits | (1UL << 63));
    }

    public void Text(ReadOnlySpan<char> text)
    {
        // A character takes at most three bytes in UTF-8.
        var kept = text[..Math.Min(text.Length, MaxIndexedBytes)];
        Span<byte> utf8 = stackalloc byte[MaxIndexedBytes * 3];
        var length = Encoding.UTF8.GetBytes(kept, utf8);
        Bytes(utf8[..Math.Min(length, MaxIndexedBytes)]);
    }

    /// <summary>Text of any length: for names, which must not tie.</summary>
    public void WholeText(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    /// <summary>Escapes zeros and ends with a pair that is below every continuation.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf(Escape) is var zero and >= 0)
        {
            Raw(bytes[..(zero + 1)]);
            Byte(EscapedZero);
            bytes = bytes[(zero + 1)..];
        }

        Raw(bytes);
        Byte(Escape);
        Byte(Terminator);
    }

    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Turns the order of what was written since around.</summary>
    public void InvertFrom(int start)
    {
        foreach (ref var b in buffer.AsSpan(start, Length - start))
        {
            b = (byte)~b;
        }
    }

    /// <summary>The least key above all keys that start with this one; null when there is none.</summary>
    public static byte[]? After(ReadOnlySpan<byte> prefix)
    {
        for (var i = prefix.Length - 1; i >= 0; i--)
        {
            if (prefix[i] != 0xFF)
            {
                var after = prefix[..(i + 1)].ToArray();
                after[i]++;
                return after;
            }
        }

        return null;
    }

    private Span<byte> Reserve(int count)
    {
        if (Length + count > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, Length + count));
        }

        var span = buffer.AsSpan(Length, count);
        Length += count;
        return span;
    }
}
