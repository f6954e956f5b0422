using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings;

/// <summary>What "only" asks of the days that a phrase names otherwise. Where it names none, "only on weekdays" is weekdays, and 매주 월요일에만 every Monday.</summary>
internal sealed class OnlyMeaning
{
    private readonly Suggestions _suggest;
    private readonly IReadOnlyList<Clause> _days;

    private readonly DateTime _now;

    public OnlyMeaning(IReadOnlyList<Clause> said, Suggestions suggest, DateTime now)
    {
        (_suggest, _now) = (suggest, now);
        Clause[] others = [.. said.Where(clause => clause is not (Clause.InZone or Clause.Noted or Clause.Only))];
        Clause[] days = [.. said.OfType<Clause.Only>().SelectMany(only => only.Days)];

        // 매주 월요일에만, 매월 말일에만, 매년 3월에만 첫째 월요일: the rule has no days, or no months, without them.
        var (lacksDays, lacksMonths) = (!others.Any(NamesDays), others.Any(clause => clause is Clause.Repeat { Unit: TimeUnit.Year }) && !others.Any(clause => clause is Clause.InMonths or Clause.OnDate));
        Rule = [.. others, .. days.Where(clause => lacksDays || (lacksMonths && clause is Clause.InMonths))];
        _days = [.. days.Where(clause => !lacksDays && !(lacksMonths && clause is Clause.InMonths))];
    }

    /// <summary>The other clauses, and those of "only" where there is nothing else for it to narrow.</summary>
    public IReadOnlyList<Clause> Rule { get; }

    public bool Any => _days.Count > 0;

    public PhraseReading Apply(ScheduleShape shape)
    {
        if (!Any)
        {
            return new PhraseReading.Understood(shape);
        }

        var month = new MonthMeaning(_days, _suggest, _now).Shape;
        int[] months = [.. _days.OfType<Clause.InMonths>().SelectMany(clause => clause.Months).Distinct().Order()];
        var set = _days.OfType<Clause.OnDays>().Aggregate(0, (all, clause) => all | clause.Set);
        var ofWeek = shape.Days > 0 && set > 0 ? shape.Days & set : shape.Days | set;
        int[] ofYear = shape.Months.Count > 0 && months.Length > 0 ? [.. shape.Months.Intersect(months)] : [.. shape.Months.Union(months).Order()];

        if (months.Any(number => number is < 1 or > 12) || MonthMeaning.IsImpossible(_days))
        {
            return Refusals.Because(RefusalCodes.ImpossibleDate, _suggest.Of(shape));
        }

        if ((set > 0 && ofWeek == 0) || (months.Length > 0 && ofYear.Length == 0))
        {
            return Refusals.Because(RefusalCodes.NothingLeft, _suggest.Of(shape));
        }

        // Elapsed time knows no days.
        if (shape.Kind == ScheduleKind.Elapsed)
        {
            return Refusals.Because(RefusalCodes.Unsupported, _suggest.Of(new ScheduleShape(ScheduleKind.Hours) { Days = set == DaySet.All ? 0 : set }));
        }

        if (shape.Kind == ScheduleKind.Once
            || (shape.Kind is ScheduleKind.Hours or ScheduleKind.Minutes && (months.Length > 0 || month.HasMonthDays || shape.Window is { } window && window.To < window.From))
            || (shape.HasMonthDays && month.HasMonthDays))
        {
            return Refusals.Because(RefusalCodes.Unsupported, _suggest.Of(shape));
        }

        shape = shape with { Days = ofWeek == DaySet.All ? 0 : ofWeek, Months = ofYear.Length == 12 ? [] : ofYear };
        shape = month.HasMonthDays ? shape with { MonthDays = month.MonthDays, NthDays = month.NthDays, BusinessDays = month.BusinessDays } : shape;
        return shape.Months.Count > 0 && shape.MonthDays.Count > 0 && shape.NthDays.Count + shape.BusinessDays.Count == 0 && shape.MonthDays.Any(day => shape.Months.All(of => day > DateTime.DaysInMonth(2024, of)))
            ? Refusals.Because(RefusalCodes.ImpossibleDate, _suggest.Of(shape with { MonthDays = [0] }))
            : new PhraseReading.Understood(shape);
    }

    private static bool NamesDays(Clause clause) => clause
        is Clause.After or Clause.AtMinutes or Clause.InDays or Clause.InWeek or Clause.InWindow or Clause.NotYet or Clause.OnBusinessDays or Clause.OnDate
        or Clause.OnDays or Clause.OnMonthDays or Clause.OnNthDays or Clause.OnUnclearDays or Clause.Repeat { Unit: <= TimeUnit.Day } or Clause.TimesPer { Unit: <= TimeUnit.Day };
}
