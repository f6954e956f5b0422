using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings.Days;

/// <summary>
/// Days of every week or month beside days of each n-th one: 평일과 격주 토요일. A step counts the days right behind it and no others; where all
/// days stand before it, as in "Monday and Friday every other week", it counts those.
/// </summary>
internal static class SpacedDays
{
    /// <summary>The rule of each group of days, its times still open, where their steps differ; none where one rule has them all.</summary>
    public static IReadOnlyList<ScheduleShape> Apart(IReadOnlyList<Clause> clauses)
    {
        var groups = Groups(clauses).ToArray();
        var steps = groups.Select(group => group.Step).Distinct().ToArray();
        return steps.Length < 2 || !steps.Any(step => step.Count > 1) ? [] : [.. groups.GroupBy(group => group.Step, group => group.Days).Select(group => Rule(group.Key, [.. group]))];
    }

    private static IEnumerable<(DayStep Step, Clause Days)> Groups(IReadOnlyList<Clause> clauses)
    {
        Clause.Repeat? step = null;

        foreach (var clause in clauses)
        {
            switch (clause)
            {
                case Clause.Repeat { Unit: TimeUnit.Week or TimeUnit.Month } repeat:
                    step = repeat;
                    break;
                case Clause.OnDays { Set: var set, OfEachWeek: var own }:
                    // every other Saturday and weekdays: those say themselves that they are of each week
                    foreach (var days in new[] { set & ~own, own }.Where(days => days != 0))
                    {
                        var counted = step is not null && (days != own || own == set);
                        yield return (counted ? new(step!.Unit, step.Count) : new(TimeUnit.Week, 1), new Clause.OnDays(days, Repeating: true));
                    }

                    step = null;
                    break;
                case Clause.OnMonthDays or Clause.OnNthDays or Clause.OnBusinessDays:
                    yield return (step is null ? new(TimeUnit.Month, 1) : new(step.Unit, step.Count), clause);
                    break;
                default:
                    break;
            }
        }
    }

    private static ScheduleShape Rule(DayStep step, IReadOnlyList<Clause> days) => MonthMeaning.ShapeOf(days) with
    {
        Days = days.OfType<Clause.OnDays>().Aggregate(0, (set, clause) => set | clause.Set),
        Step = step.Count > 1 ? step : null,
    };
}
