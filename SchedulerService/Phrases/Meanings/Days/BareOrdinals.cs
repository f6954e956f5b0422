using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings.Days;

/// <summary>
/// An ordinal without a noun beside days of the week, or such days of the month: "every Monday except the first" leaves out the first Monday of the month, or its first day.
/// Both are offered.
/// </summary>
internal static class BareOrdinals
{
    private const int MostOfMonth = 5;

    /// <summary>The days of so many names are offered by their ordinals.</summary>
    private const int MostDays = 3;

    /// <summary>The refusal with both readings; null where nothing is to be asked.</summary>
    public static PhraseReading? Ask(IReadOnlyList<Clause> said, PhraseLanguage language, DateTime now)
    {
        int[] left = [.. said.OfType<Clause.Except>().SelectMany(except => except.Bare).Distinct()];
        int[] only = [.. said.OfType<Clause.Only>().SelectMany(each => each.Days).OfType<Clause.OnMonthDays>().Where(days => days.IsBare).SelectMany(days => days.Days).Distinct()];
        var set = said.OfType<Clause.OnDays>().Aggregate(0, (all, days) => all | days.Set);

        var isCounted = said.Any(clause => clause is Clause.OnNthDays);

        if (left.Length + only.Length == 0 || (set is 0 or DaySet.All && !isCounted))
        {
            return null;
        }

        var rest = PhraseMeaning.Resolve([.. said.Select(WithoutOrdinals).OfType<Clause>()], language, now);
        int[] nth = [.. Enumerable.Range(1, MostOfMonth).Where(number => (only.Length == 0 || only.Contains(number)) && !left.Contains(number))];
        IEnumerable<ScheduleShape> counted = isCounted ? rest.Shapes(now).Select(shape => shape with { NthDays = [.. shape.NthDays.Where(day => nth.Contains(day.Nth))] }).Where(shape => shape.HasMonthDays)
            : DaySet.Count(set) > MostDays || nth.Length == 0 ? []
            : rest.Shapes(now).Where(shape => shape is { Kind: ScheduleKind.Days, HasMonthDays: false }).Select(shape => shape with
            {
                Days = shape.Step is null ? 0 : shape.Days,
                NthDays = [.. DaySet.Days(shape.Days).SelectMany(day => nth.Select(number => new NthDay(number, day)))],
            });
        var dated = PhraseMeaning.Resolve([.. said.Select(AsDates)], language, now).Shapes(now);
        var suggest = new Suggestions(language, said.OfType<Clause.InZone>().FirstOrDefault()?.Id);
        var code = rest is PhraseReading.Refused { Refusal.Code: RefusalCodes.MissingTime } ? RefusalCodes.MissingTime : RefusalCodes.AmbiguousRule;
        return Refusals.Because(code, suggest.Of([.. counted.Take(2), .. dated.Take(2)]));
    }

    private static Clause? WithoutOrdinals(Clause clause)
    {
        switch (clause)
        {
            case Clause.Except { Bare.Count: > 0 } except:
                var days = except.Days with { MonthDays = [.. except.Days.MonthDays.Except(except.Bare)] };
                return days.IsEmpty && except.Months.Count == 0 ? null : new Clause.Except(days, except.Months, []);
            case Clause.Only only:
                Clause[] others = [.. only.Days.Where(each => each is not Clause.OnMonthDays { IsBare: true })];
                return others.Length == 0 ? null : new Clause.Only(others);
            default:
                return clause;
        }
    }

    private static Clause AsDates(Clause clause) => clause switch
    {
        Clause.Except except => except with { Bare = [] },
        Clause.Only only => new Clause.Only([.. only.Days.Select(each => each is Clause.OnMonthDays days ? days with { IsBare = false } : each)]),
        _ => clause,
    };
}
