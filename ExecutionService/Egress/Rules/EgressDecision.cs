
namespace ExecutionService.Egress.Rules;

/// <summary>What was decided about one connection, and what went through it. It has no paths: those are the run's own business.</summary>
internal sealed class EgressDecision(DateTimeOffset at, string host, int port, bool allowed, string reason)
{
    private long _bytesUp;
    private long _bytesDown;

    public DateTimeOffset At => at;

    public string Host => host;

    public int Port => port;

    public bool Allowed => allowed;

    /// <summary>Why, and for an allowed connection that was cut why it was.</summary>
    public string Reason { get; private set; } = reason;

    public long BytesUp => Interlocked.Read(ref _bytesUp);

    public long BytesDown => Interlocked.Read(ref _bytesDown);

    public void CountUp(int bytes) => Interlocked.Add(ref _bytesUp, bytes);

    public void CountDown(int bytes) => Interlocked.Add(ref _bytesDown, bytes);

    /// <summary>Notes what cut the connection.</summary>
    public void Cut(string why) => Reason = why;
}
