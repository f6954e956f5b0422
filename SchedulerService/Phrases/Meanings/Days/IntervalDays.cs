using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings.Days;

/// <summary>On which days an interval is meant where its words say one day and not that it recurs: Monday every 30 minutes, tomorrow from 9 to 18.</summary>
internal sealed class IntervalDays(IReadOnlyList<Clause> clauses, Suggestions suggest, DateTime now)
{
    /// <summary>The refusal with both readings, each day and the next one; null where the days are clear.</summary>
    public PhraseReading? Ask(ScheduleShape shape)
    {
        var starts = clauses.OfType<Clause.Starting>().FirstOrDefault();

        if (clauses.OfType<Clause.InWindow>().Any(window => window.OfBeginning) && starts is not null && !clauses.OfType<Clause.Ending>().Any())
        {
            return Refusals.Because(RefusalCodes.AmbiguousRule, suggest.Of([shape, .. new DateMeaning(suggest, now).Find(starts.Date, isEnd: false, out var date) is null ? [shape with { Until = BoundMeaning.EndOf(date) }] : Array.Empty<ScheduleShape>()]));
        }

        if (clauses.Any(clause => clause is Clause.Repeat { Unit: TimeUnit.Week }) || clauses.OfType<Clause.OnDays>().ToArray() is not [{ Repeating: false, Set: var set }] || DaySet.Count(set) != 1)
        {
            return null;
        }

        var day = Enumerable.Range(1, 7).Select(ahead => now.Date.AddDays(ahead)).First(each => set == DaySet.Of((int)each.DayOfWeek));
        return Refusals.Because(RefusalCodes.AmbiguousDay, suggest.Of([shape, .. starts is null && !clauses.OfType<Clause.Ending>().Any() ? [shape with { Days = 0, From = day, Until = BoundMeaning.EndOf(day) }] : Array.Empty<ScheduleShape>()]));
    }
}
