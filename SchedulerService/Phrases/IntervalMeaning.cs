using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>
/// Every so many minutes or hours. Cron restarts its steps every hour and every day, so divisors of those are cron; others count
/// elapsed time from the moment of reading, or from the beginning of the hours that were named.
/// </summary>
internal sealed class IntervalMeaning(IReadOnlyList<Clause> clauses, PhraseLanguage language, DateTime now)
{
    private const int LongestMinutes = 366 * 24 * 60;

    private readonly Suggestions _suggest = new(language);

    public PhraseReading Resolve(IReadOnlyList<Clause.Repeat> intervals)
    {
        var (unit, count) = (intervals[0].Unit, intervals[0].Count);
        var days = clauses.OfType<Clause.OnDays>().Aggregate(0, (set, clause) => set | clause.Set);
        var minutes = clauses.OfType<Clause.AtMinute>().Select(clause => clause.Minute).Distinct().ToArray();

        if (unit == TimeUnit.Minute && count >= 60 && count % 60 == 0)
        {
            (unit, count) = (TimeUnit.Hour, count / 60);
        }

        var length = unit == TimeUnit.Hour ? count * 60 : count;
        var shape = new ScheduleShape(unit == TimeUnit.Hour ? ScheduleKind.Hours : ScheduleKind.Minutes) { Every = count, Days = days == DaySet.All ? 0 : days };

        if (unit == TimeUnit.Second || length is < 1 or > LongestMinutes)
        {
            return Refusals.Because(RefusalCodes.Interval, _suggest.Of(Nearest(shape, unit, count)));
        }

        var windows = clauses.OfType<Clause.InWindow>().Distinct().ToArray();

        if (intervals.Distinct().Count() > 1 || minutes.Length > 1 || windows.Length > 1 || clauses.Any(IsForeign) || (minutes.Length == 1 && (unit == TimeUnit.Minute || windows.Length > 0)))
        {
            var alone = _suggest.Of(Nearest(shape, unit, count));
            return Refusals.Because(RefusalCodes.Conflict, clauses.OfType<Clause.AtTimes>().Any() ? alone.Concat(_suggest.Common()) : alone);
        }

        if (minutes is [> 59])
        {
            return Refusals.Because(RefusalCodes.ImpossibleTime, _suggest.Of(Nearest(shape, unit, count)));
        }

        return windows is [var window] ? InWindow(window, shape, length)
            : Divides(unit, count) ? new PhraseReading.Understood(shape with { Minute = minutes.FirstOrDefault() })
            : Elapsed(shape, length, unit, count);
    }

    // Elapsed time knows no days: 평일 45분마다 could begin anew each day, or go on from Friday to Monday.
    private PhraseReading Elapsed(ScheduleShape shape, int length, TimeUnit unit, int count) =>
        shape.Days != 0 || clauses.Any(clause => clause is Clause.AtMinute or Clause.Repeat { Unit: TimeUnit.Day or TimeUnit.Week })
            ? Refusals.Because(RefusalCodes.Interval, _suggest.Of(Nearest(shape, unit, count)))
            : new PhraseReading.Understood(new(ScheduleKind.Elapsed) { Every = length });

    private PhraseReading InWindow(Clause.InWindow spoken, ScheduleShape shape, int length)
    {
        var windows = TimeMeaning.Window(spoken);
        var days = shape.Days;
        var shapes = windows.Select(window => new ScheduleShape(ScheduleKind.Minutes) { Every = length, Window = window, Days = days }).ToArray();
        ScheduleShape working = new(ScheduleKind.Minutes) { Every = 60, Window = new(9 * 60, 18 * 60), Days = days };

        return shapes switch
        {
            // Over midnight only each day is the same as each day: 월요일 22시부터 2시까지 ends on a Tuesday, or not.
            [{ Window: { } window }] when window.To < window.From && days != 0 => Refusals.Because(RefusalCodes.AmbiguousDay, _suggest.Of(working with { Window = new(window.From, (23 * 60) + 59) }, working with { Days = 0, Window = window })),
            [{ Window: { } window }] when length > window.Length || !SpecWriter.Fits(shapes[0]) => Refusals.Because(RefusalCodes.Interval, _suggest.Of(working)),
            [var only] => new PhraseReading.Understood(only),
            [] when spoken.From.Hours().Count == 0 || spoken.To.Hours().Count == 0 => Refusals.Because(RefusalCodes.ImpossibleTime, _suggest.Of(working)),
            [] => Refusals.Because(RefusalCodes.Conflict, _suggest.Of(working)),
            _ => Refusals.Because(RefusalCodes.AmbiguousHour, _suggest.Of(shapes.Where(each => each.Window!.Value.Length >= length))),
        };
    }

    private static bool Divides(TimeUnit unit, int count) => count > 0 && (unit == TimeUnit.Minute ? count < 60 && 60 % count == 0 : count < 24 && 24 % count == 0);

    // A date, a day of the month or a time of day says something else than an interval; but one time of day may belong to the beginning.
    private bool IsForeign(Clause clause) => clause is not (
        Clause.AtMinute or Clause.OnDays or Clause.InWindow or Clause.Except or Clause.Starting or Clause.Ending or Clause.SoManyTimes { Count: 1 }
        or Clause.Repeat { Unit: TimeUnit.Minute or TimeUnit.Hour, Count: > 0 } or Clause.Repeat { Unit: TimeUnit.Day or TimeUnit.Week, Count: 1 })
        && !(clause is Clause.AtTimes { Times.Count: 1 } && clauses.OfType<Clause.AtTimes>().Count() == 1 && clauses.OfType<Clause.Starting>().FirstOrDefault() is { Time: null });

    private List<ScheduleShape> Nearest(ScheduleShape shape, TimeUnit unit, int count)
    {
        var minutes = unit == TimeUnit.Hour ? count * 60L : unit == TimeUnit.Minute ? count : 1;
        int[] even = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720];
        var nearest = new List<ScheduleShape>();

        foreach (var candidate in new[] { even.LastOrDefault(value => value <= minutes), even.FirstOrDefault(value => value >= minutes) }.Distinct().Where(value => value > 0))
        {
            nearest.Add(candidate < 60
                ? shape with { Kind = ScheduleKind.Minutes, Every = candidate }
                : shape with { Kind = ScheduleKind.Hours, Every = candidate / 60 });
        }

        if (minutes > 720)
        {
            nearest.Add(new ScheduleShape(ScheduleKind.Days).AtTime(9, 0));
        }

        if (minutes is > 0 and <= LongestMinutes && !Divides(unit, count) && shape.Days == 0 && unit != TimeUnit.Second)
        {
            nearest.Insert(0, new(ScheduleKind.Elapsed) { Every = (int)minutes, From = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)) });
        }

        return nearest.Count > 0 ? nearest : [shape with { Kind = ScheduleKind.Hours, Every = 1 }];
    }
}
