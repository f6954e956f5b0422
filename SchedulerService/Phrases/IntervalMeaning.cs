using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>Every so many minutes or hours. Cron restarts its steps every hour and every day, so only divisors are even intervals.</summary>
internal sealed class IntervalMeaning(IReadOnlyList<Clause> clauses, PhraseLanguage language)
{
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

        var shape = new ScheduleShape(unit == TimeUnit.Hour ? ScheduleKind.Hours : ScheduleKind.Minutes) { Every = count, Days = days == DaySet.All ? 0 : days };

        if (unit == TimeUnit.Second || !Divides(unit, count))
        {
            return Refusals.Because(RefusalCodes.Interval, _suggest.Of(Nearest(shape, unit, count)));
        }

        if (intervals.Distinct().Count() > 1 || minutes.Length > 1 || clauses.Any(IsForeign) || (minutes.Length == 1 && unit == TimeUnit.Minute))
        {
            var alone = _suggest.Of(shape);
            return Refusals.Because(RefusalCodes.Conflict, clauses.OfType<Clause.AtTimes>().Any() ? alone.Concat(_suggest.Common()) : alone);
        }

        if (minutes is [> 59])
        {
            return Refusals.Because(RefusalCodes.ImpossibleTime, _suggest.Of(shape));
        }

        return new PhraseReading.Understood(shape with { Minute = minutes.FirstOrDefault() });
    }

    private static bool Divides(TimeUnit unit, int count) => count > 0 && (unit == TimeUnit.Minute ? count < 60 && 60 % count == 0 : count < 24 && 24 % count == 0);

    // A date, a day of the month or a time of day says something else than an interval.
    private static bool IsForeign(Clause clause) => clause is not (Clause.AtMinute or Clause.OnDays or Clause.Repeat { Unit: TimeUnit.Minute or TimeUnit.Hour, Count: > 0 } or Clause.Repeat { Unit: TimeUnit.Day or TimeUnit.Week, Count: 1 });

    private static List<ScheduleShape> Nearest(ScheduleShape shape, TimeUnit unit, int count)
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
            nearest.Add(new(ScheduleKind.Daily) { Hours = [9] });
        }

        return nearest.Count > 0 ? nearest : [shape with { Kind = ScheduleKind.Hours, Every = 1 }];
    }
}
