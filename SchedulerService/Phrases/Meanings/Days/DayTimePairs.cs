using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings.Days;

/// <summary>Days of the week that each have times of their own: weekdays at 9 and weekends at 11. They are as many schedules.</summary>
internal static class DayTimePairs
{
    /// <summary>The schedule of each pair; none where days and times do not stand in turn, or a time is not clear.</summary>
    public static IReadOnlyList<ScheduleShape> Of(IReadOnlyList<Clause> clauses)
    {
        Clause[] said = [.. clauses.Where(clause => clause is Clause.OnDays or Clause.AtTimes)];

        if (said.Length < 4 || said.Length % 2 != 0 || clauses.Any(clause => clause is not (Clause.OnDays or Clause.AtTimes or Clause.Except or Clause.Starting or Clause.Ending or Clause.Repeat { Unit: Words.TimeUnit.Week, Count: 1 }))
            || said.Index().Any(each => each.Item is Clause.OnDays != (said[each.Index % 2] is Clause.OnDays)) || said[0] is Clause.OnDays == said[1] is Clause.OnDays)
        {
            return [];
        }

        ScheduleShape?[] pairs = [.. said.Chunk(2).Select(Pair)];
        return pairs.All(pair => pair is not null) ? [.. pairs.OfType<ScheduleShape>()] : [];
    }

    private static ScheduleShape? Pair(Clause[] pair)
    {
        var (days, times) = (pair.OfType<Clause.OnDays>().First().Set, pair.OfType<Clause.AtTimes>().First().Times);
        return times.All(time => time.Hours().Count == 1 && time.Second == 0)
            ? Suggestions.Weekly(days == DaySet.All ? 0 : days) with { Times = [.. times.Select(time => (time.Hours()[0] * 60) + time.Minute).Distinct().Order()] }
            : null;
    }
}
