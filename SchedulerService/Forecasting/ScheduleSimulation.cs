using AgentPlatform.Contracts.Schedules;
using SchedulerService.Firing.Rules;
using SchedulerService.Ledger;
using SchedulerService.Schedules;

namespace SchedulerService.Forecasting;

/// <summary>
/// A schedule on a virtual clock that jumps from one event to the next: an instant that is due, or the end of a run that another
/// waits for. What becomes of each instant is decided by the rules that fire schedules. Pure.
/// </summary>
internal sealed class ScheduleSimulation
{
    /// <summary>366 days of every minute, and some.</summary>
    public const int MaxInstants = 600_000;

    private readonly FiringLimits _limits;
    private readonly TimeSpan _runLength;
    private readonly DateTimeOffset _end;
    private ScheduleState _state;
    private DateTimeOffset _now;
    private int _instants, _fires, _overlaps, _skipped, _waited, _cancelled;

    private ScheduleSimulation(string agentId, Schedule schedule, DateTimeOffset from, DateTimeOffset end, TimeSpan runLength, FiringLimits limits)
    {
        (_limits, _runLength, _end) = (limits, runLength, end);
        var clock = new ScheduleClock(schedule);
        _state = new ScheduleState(agentId, 0, schedule, Active: true, Paused: false, Within(clock.Next(from.AddTicks(-1)))) { Simulated = clock };
    }

    /// <summary>What happens in <paramref name="days"/> days from an instant on, itself included; null when they hold more than <see cref="MaxInstants"/>.</summary>
    public static ScheduleForecast? Run(string agentId, Schedule schedule, DateTimeOffset from, int days, TimeSpan runLength, FiringLimits limits, CancellationToken cancellationToken)
    {
        var simulation = new ScheduleSimulation(agentId, schedule, from, from.AddDays(days), runLength, limits);
        simulation.Walk(DateTimeOffset.MaxValue, cancellationToken);
        return simulation._instants > MaxInstants ? null : simulation.Counts.Told(days, simulation._state.Waiting.Count);
    }

    /// <summary>What becomes of the instants of a span that a walk from before it meets, and how many of them still wait at its end.</summary>
    public static (InstantCounts Counts, int Waiting) Sample(string agentId, Schedule schedule, DateTimeOffset before, DateTimeOffset from, DateTimeOffset to, TimeSpan runLength, FiringLimits limits, CancellationToken cancellationToken)
    {
        var simulation = new ScheduleSimulation(agentId, schedule, before, to, runLength, limits);
        simulation.Walk(from, cancellationToken);
        var earlier = simulation.Counts;
        simulation.Walk(to, cancellationToken);
        return (simulation.Counts - earlier, simulation._state.Waiting.Count);
    }

    private InstantCounts Counts => new(_instants, _fires, _overlaps, _skipped, _waited, _cancelled);

    /// <summary>Goes on to an instant, or until too many instants have been taken.</summary>
    private void Walk(DateTimeOffset to, CancellationToken cancellationToken)
    {
        while (_instants <= MaxInstants && NextEvent() is { } now && now < to)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Decide(now);
        }
    }

    private DateTimeOffset? NextEvent()
    {
        DateTimeOffset? due = _state.NextRunAt is { } instant ? FiringRules.DueAt(_state, instant) : null;
        if (_state.Waiting.Count == 0)
        {
            return due;
        }

        // Without a run there is nothing to wait for.
        var released = _state.Runs.Count == 0 ? _now : _state.Runs[0].Since + _runLength;
        return due <= released || released >= _end ? due : released;
    }

    private void Decide(DateTimeOffset now)
    {
        _now = now;
        _state = _state with { Runs = GoingOn(now) };
        var decision = FiringRules.Decide(_state, now, _limits);
        var taken = decision.Occurrences.Count + decision.Waiting.Count - _state.Waiting.Count;
        _instants += taken;
        _overlaps += _state.Runs.Count > 0 || _state.Waiting.Count > 0 ? taken : 0;
        foreach (var occurrence in decision.Occurrences)
        {
            Count(occurrence);
        }

        var runs = decision.Runs;
        if (decision.Cancelled.Count > 0)
        {
            // Whoever is asked to end has ended.
            runs = [.. runs.Where(run => !run.Cancelling)];
            _cancelled += decision.Runs.Count - runs.Count;
        }

        _state = _state with { NextRunAt = Within(decision.NextRunAt), Runs = runs, Waiting = decision.Waiting };
    }

    /// <summary>An instant of the span. The schedule itself goes on after it: the jitter of the last instant depends on the next.</summary>
    private DateTimeOffset? Within(DateTimeOffset? next) => next < _end ? next : null;

    private void Count(Occurrence occurrence)
    {
        if (occurrence.Outcome == Outcomes.Fired)
        {
            _fires++;
            _waited += occurrence.HasWaited ? 1 : 0;
        }
        else
        {
            _skipped++;
        }
    }

    /// <summary>They are in the order of their start, and last equally long.</summary>
    private IReadOnlyList<ScheduledRun> GoingOn(DateTimeOffset now)
    {
        var ended = 0;
        while (ended < _state.Runs.Count && _state.Runs[ended].Since + _runLength <= now)
        {
            ended++;
        }

        return ended == 0 ? _state.Runs : ended == _state.Runs.Count ? [] : [.. _state.Runs.Skip(ended)];
    }
}
