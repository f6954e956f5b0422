using ExecutionService.Egress.Rules;

namespace ExecutionService.Egress;

/// <summary>What one run has asked of its way out, and how much it may still send and receive.</summary>
internal sealed class EgressRecord(EgressOptions options, TimeProvider clock)
{
    private const int MaxHostCharacters = 100;

    private readonly Lock _gate = new();
    private readonly List<EgressDecision> _decisions = [];
    private long _uploaded;
    private long _downloaded;
    private int _dropped;

    /// <summary>The first decisions, oldest first.</summary>
    public IReadOnlyList<EgressDecision> Decisions
    {
        get
        {
            lock (_gate)
            {
                return [.. _decisions];
            }
        }
    }

    /// <summary>Decisions beyond those that are kept.</summary>
    public int Dropped
    {
        get
        {
            lock (_gate)
            {
                return _dropped;
            }
        }
    }

    public EgressDecision Add(string host, int port, bool allowed, string reason)
    {
        var shown = string.Concat(host.Take(MaxHostCharacters).Select(c => char.IsAsciiLetterOrDigit(c) || "-.:[]_*".Contains(c, StringComparison.Ordinal) ? c : '?'));
        var decision = new EgressDecision(clock.GetUtcNow(), shown, port, allowed, reason);
        lock (_gate)
        {
            if (_decisions.Count < options.MaxDecisions)
            {
                _decisions.Add(decision);
            }
            else
            {
                _dropped++;
            }
        }

        return decision;
    }

    /// <summary>Counts bytes that go out.</summary>
    /// <exception cref="EgressException">The run has sent all that it may.</exception>
    public void CountUp(int bytes)
    {
        if (Interlocked.Add(ref _uploaded, bytes) > options.MaxUploadBytes)
        {
            throw new EgressException($"The run has sent {options.MaxUploadBytes} bytes, its limit.", refused: true);
        }
    }

    /// <summary>Counts bytes that come in.</summary>
    /// <exception cref="EgressException">The run has received all that it may.</exception>
    public void CountDown(int bytes)
    {
        if (Interlocked.Add(ref _downloaded, bytes) > options.MaxDownloadBytes)
        {
            throw new EgressException($"The run has received {options.MaxDownloadBytes} bytes, its limit.", refused: true);
        }
    }
}
