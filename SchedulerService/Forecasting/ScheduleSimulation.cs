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
    private readonly DateTimeOffset? _first;
    private ScheduleState _state;
    private DateTimeOffset _now;
    private int _instants, _fires, _overlaps, _skipped, _waited, _cancelled;

    private ScheduleSimulation(string agentId, Schedule schedule, DateTimeOffset from, DateTimeOffset end, TimeSpan runLength, FiringLimits limits)
    {
        (_limits, _runLength, _end) = (limits, runLength, end);
        var clock = new ScheduleClock(schedule);
        _state = new ScheduleState(agentId, 0, schedule, Active: true, Paused: false, Within(clock.Next(from.AddTicks(-1)))) { Simulated = clock };
        _first = _state.NextRunAt;
    }

    /// <summary>What happens in <paramref name="days"/> days from an instant on, itself included; null when they hold more than <see cref="MaxInstants"/>.</summary>
    public static ScheduleForecast? Run(string agentId, Schedule schedule, DateTimeOffset from, int days, TimeSpan runLength, FiringLimits limits, CancellationToken cancellationToken) =>
        Walk(agentId, schedule, from, days, runLength, limits, cancellationToken) is { _instants: <= MaxInstants } walked ? walked.Told(days, left: 0) : null;

    /// <summary>The same of any schedule: one that holds more goes on until its end as it did from its first instant to where the walk ends, so that nothing is too dense to be forecast.</summary>
    public static ScheduleForecast Estimate(string agentId, Schedule schedule, DateTimeOffset from, int days, TimeSpan runLength, FiringLimits limits, CancellationToken cancellationToken)
    {
        var walked = Walk(agentId, schedule, from, days, runLength, limits, cancellationToken);
        return walked.Told(days, walked._instants <= MaxInstants ? 0 : walked.Left());
    }

    private static ScheduleSimulation Walk(string agentId, Schedule schedule, DateTimeOffset from, int days, TimeSpan runLength, FiringLimits limits, CancellationToken cancellationToken)
    {
        var simulation = new ScheduleSimulation(agentId, schedule, from, from.AddDays(days), runLength, limits);
        while (simulation._instants <= MaxInstants && simulation.NextEvent() is { } now)
        {
            cancellationToken.ThrowIfCancellationRequested();
            simulation.Decide(now);
        }

        return simulation;
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

    /// <summary>Instants that the span still holds where the walk ended, if they come as often as they did.</summary>
    private double Left()
    {
        if (_state.NextRunAt is not { } next)
        {
            return 0;
        }

        // The end of the span is not in it, and that of the schedule is.
        var last = _end.AddTicks(-1);
        last = _state.Schedule.EndAt < last ? _state.Schedule.EndAt.Value : last;
        return Math.Floor((last - next) / ((next - _first!.Value) / _instants)) + 1;
    }

    private ScheduleForecast Told(int days, double left)
    {
        return new()
        {
            Days = days,
            Instants = Of(_instants),
            Fires = Of(_fires),
            Overlaps = Of(_overlaps),
            Skipped = Of(_skipped),
            Waited = Of(_waited),
            Waiting = _state.Waiting.Count,
            Cancelled = Of(_cancelled),
        };

        int Of(int count) => left == 0 ? count : (int)Math.Round(count * (1 + (left / _instants)));
    }
}
