using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AgentPlatform.Testing.StandInMessages;

/// <summary>
/// Counts calls by a hash of their body. A call is completed when its whole answer was written: a test that finds a
/// hash completed twice has found a model call that was paid twice.
/// </summary>
public sealed class StandInCalls
{
    private readonly ConcurrentDictionary<string, StandInCallCount> byHash = new(StringComparer.Ordinal);

    public long Started => byHash.Values.Sum(count => count.Started);

    public long Completed => byHash.Values.Sum(count => count.Completed);

    /// <summary>Calls by hash, in order of the hash.</summary>
    public IReadOnlyList<StandInCallCount> ByHash => [.. byHash.Values.OrderBy(count => count.Hash, StringComparer.Ordinal)];

    public void Clear() => byHash.Clear();

    internal StandInCallCount Start(ReadOnlySpan<byte> body)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        var count = byHash.GetOrAdd(hash, key => new StandInCallCount(key));
        count.Start();
        return count;
    }
}
