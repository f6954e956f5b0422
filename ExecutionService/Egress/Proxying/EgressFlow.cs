using ExecutionService.Egress.Rules;

namespace ExecutionService.Egress.Proxying;

/// <summary>What moves on one connection: counted against the run's limits, and ended when nothing moves for too long.</summary>
internal sealed class EgressFlow : IDisposable
{
    private readonly EgressRecord _record;
    private readonly EgressDecision _decision;
    private readonly TimeSpan _patience;
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _either;

    public EgressFlow(EgressRecord record, EgressDecision decision, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        (_record, _decision, _patience) = (record, decision, patience);
        _idle = new CancellationTokenSource(patience, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _idle.Token);
    }

    /// <summary>Cancelled when the connection is to end.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether it ends because nothing moved.</summary>
    public bool Idle => _idle.IsCancellationRequested;

    public void Up(int bytes)
    {
        _idle.CancelAfter(_patience);
        _decision.CountUp(bytes);
        _record.CountUp(bytes);
    }

    public void Down(int bytes)
    {
        _idle.CancelAfter(_patience);
        _decision.CountDown(bytes);
        _record.CountDown(bytes);
    }

    /// <summary>Ends both directions.</summary>
    public Task CutAsync() => _either.CancelAsync();

    public void Dispose()
    {
        _either.Dispose();
        _idle.Dispose();
    }
}
