using System.Runtime.ExceptionServices;
using AgentPlatform.Contracts;
using AgentPlatform.Llm;

namespace ExecutionService.ClaudeCode.Relay.Usage;

/// <summary>What a run's relay has seen. Calls come at the same time, so that everything is under one lock.</summary>
internal sealed class RelayTotals
{
    private readonly Lock _lock = new();
    private TokenUsage _usage = new();
    private Cost _cost = Cost.Zero;
    private int _calls;
    private string? _refusal;
    private RelayFailure? _failure;
    private ExceptionDispatchInfo? _fault;

    /// <summary>Tokens of all calls whose usage is known.</summary>
    public TokenUsage Usage => Read(() => _usage);

    public Cost Cost => Read(() => _cost);

    /// <summary>Calls that were answered, in whole or in part.</summary>
    public int Calls => Read(() => _calls);

    /// <summary>Why the budget refused the newest call; null when it did not.</summary>
    public string? Refusal => Read(() => _refusal);

    /// <summary>Why the newest call failed; null when it did not.</summary>
    public RelayFailure? Failure => Read(() => _failure);

    /// <summary>The defect that broke the relay: the run cannot go on.</summary>
    public ExceptionDispatchInfo? Fault => Read(() => _fault);

    public void Add(TokenUsage usage, Cost cost)
    {
        lock (_lock)
        {
            (_usage, _cost, _calls) = (_usage.Add(usage), CostArithmetic.Add(_cost, cost), _calls + 1);
        }
    }

    public void Refuse(string reason)
    {
        lock (_lock)
        {
            _refusal = reason;
        }
    }

    /// <param name="reason">Why a call failed.</param>
    /// <param name="status">HTTP status of the provider's answer; null when there was none.</param>
    public void Fail(ModelFailure reason, int? status = null)
    {
        lock (_lock)
        {
            _failure = new RelayFailure(reason, status);
        }
    }

    public void Succeed()
    {
        lock (_lock)
        {
            (_failure, _refusal) = (null, null);
        }
    }

    public void Break(Exception exception)
    {
        lock (_lock)
        {
            _fault ??= ExceptionDispatchInfo.Capture(exception);
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
