namespace AgentPlatform.Firestore.Embedded;

/// <summary>Microseconds since 1970 that never repeat or go back.</summary>
internal sealed class CommitClock(TimeProvider timeProvider, long last)
{
    private long last = last;

    public static long Micros(PbTimestamp time) => (time.Seconds * 1_000_000) + (time.Nanos / 1000);

    public static PbTimestamp Time(long micros) => new() { Seconds = micros / 1_000_000, Nanos = (int)(micros % 1_000_000) * 1000 };

    /// <summary>A time later than all given before.</summary>
    public long Next() => Advance(1);

    /// <summary>A time not earlier than any given before; every later commit is after it.</summary>
    public long Now() => Advance(0);

    private long Advance(long step)
    {
        var now = (timeProvider.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        while (true)
        {
            var seen = Volatile.Read(ref last);
            var next = Math.Max(seen + step, now);
            if (next == seen || Interlocked.CompareExchange(ref last, next, seen) == seen)
            {
                return next;
            }
        }
    }
}
