using System.Buffers;

namespace ExecutionService.Egress.Interception;

/// <summary>Replaces byte sequences in a stream of bytes, also where one is cut by the border of two pieces.</summary>
/// <param name="echoes">What is replaced by what; where two begin at one place, the first counts.</param>
internal sealed class EchoFilter(IReadOnlyList<(byte[] Find, byte[] Put)> echoes)
{
    private readonly SearchValues<byte> _beginnings = SearchValues.Create([.. echoes.Select(echo => echo.Find[0])]);
    private byte[] _held = [];

    /// <summary>The next piece as it goes on; what may be the beginning of a sequence is held back until the next, or the <paramref name="last"/>.</summary>
    public ReadOnlyMemory<byte> Pass(ReadOnlySpan<byte> piece, bool last)
    {
        byte[] all = [.. _held, .. piece];
        var rest = all.AsSpan();
        var passed = new ArrayBufferWriter<byte>(Math.Max(1, all.Length));
        _held = [];
        while (!rest.IsEmpty)
        {
            var next = rest.IndexOfAny(_beginnings);
            passed.Write(next < 0 ? rest : rest[..next]);
            rest = next < 0 ? [] : rest[next..];
            if (rest.IsEmpty)
            {
                break;
            }

            if (!last && MayBegin(rest))
            {
                _held = rest.ToArray();
                break;
            }
            else if (Find(rest) is { } found)
            {
                passed.Write(found.Put);
                rest = rest[found.Find.Length..];
            }
            else
            {
                passed.Write(rest[..1]);
                rest = rest[1..];
            }
        }

        return passed.WrittenMemory;
    }

    private (byte[] Find, byte[] Put)? Find(ReadOnlySpan<byte> rest)
    {
        foreach (var echo in echoes)
        {
            if (rest.StartsWith(echo.Find))
            {
                return echo;
            }
        }

        return null;
    }

    private bool MayBegin(ReadOnlySpan<byte> rest)
    {
        foreach (var (find, _) in echoes)
        {
            if (rest.Length < find.Length && find.AsSpan().StartsWith(rest))
            {
                return true;
            }
        }

        return false;
    }
}
