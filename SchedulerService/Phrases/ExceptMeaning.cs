using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>The days that a phrase leaves out. Days of the week go into the rule itself where they can: 주말 제외 매일 is 평일.</summary>
internal sealed class ExceptMeaning(IReadOnlyList<Clause> clauses, PhraseLanguage language)
{
    private readonly Suggestions _suggest = new(language);

    public PhraseReading Apply(ScheduleShape shape)
    {
        var except = clauses.OfType<Clause.Except>().Aggregate(DayExclusion.None, (all, clause) => all.And(clause.Days));

        if (except.IsEmpty)
        {
            return new PhraseReading.Understood(shape);
        }

        if (shape.Kind == ScheduleKind.Once)
        {
            return Refusals.Because(RefusalCodes.Conflict, _suggest.Of(shape));
        }

        // The hours after midnight of a Friday are those of a day that is left out, or they belong to the Friday.
        if (except.Days != 0 && shape.Window is { } window && window.To < window.From)
        {
            return Refusals.Because(RefusalCodes.AmbiguousDay, _suggest.Of(shape));
        }

        if (except.Days != 0 && shape is { HasMonthDays: false, Kind: not ScheduleKind.Elapsed, Step: null or { Unit: TimeUnit.Week } })
        {
            var days = (shape.Days == 0 ? DaySet.All : shape.Days) & ~except.Days;

            if (days == 0)
            {
                return Refusals.Because(RefusalCodes.Conflict, _suggest.Of(shape));
            }

            shape = shape with { Days = days };
            except = except with { Days = 0 };
        }

        return except.Days == DaySet.All
            ? Refusals.Because(RefusalCodes.Conflict, _suggest.Of(shape))
            : new PhraseReading.Understood(shape with { Except = except });
    }
}
