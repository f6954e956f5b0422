using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>Which days the clauses name, as a shape whose time of day is still open.</summary>
internal sealed class DayMeaning(IReadOnlyList<Clause> clauses, PhraseLanguage language, DateTime now)
{
    private readonly Suggestions _suggest = new(language);

    public PhraseReading Resolve(int hour, int minute)
    {
        var dates = clauses.Where(clause => clause is Clause.OnDate or Clause.InDays or Clause.InWeek).Distinct().ToArray();
        var repeats = clauses.OfType<Clause.Repeat>().Distinct().ToArray();
        var days = clauses.OfType<Clause.OnDays>().ToArray();
        var monthDays = clauses.OfType<Clause.OnMonthDays>().SelectMany(clause => clause.Days).Distinct().ToArray();

        if (repeats.FirstOrDefault(repeat => repeat.Count != 1) is { } spaced)
        {
            return Refusals.Because(RefusalCodes.Interval, InsteadOf(spaced.Unit, days, hour, minute));
        }

        if (repeats.Length > 1 || dates.Length > 1 || (dates.Length == 1 && (repeats.Length + days.Length + monthDays.Length > 0)) || (days.Length > 0 && monthDays.Length > 0))
        {
            return Refusals.Because(RefusalCodes.Conflict, Alternatives(days, monthDays, hour, minute));
        }

        return (dates, repeats.Select(repeat => repeat.Unit).ToArray()) switch
        {
            ([var date], _) => new DateMeaning(language, now).Resolve(date, hour, minute),
            (_, [TimeUnit.Day]) => Daily(days, monthDays, hour, minute),
            (_, [TimeUnit.Month]) => Monthly(days, monthDays, hour, minute),
            (_, var units) when monthDays.Length > 0 => units.Length > 0 ? Conflict(days, monthDays, hour, minute) : OneMonthDay(monthDays, hour, minute),
            (_, var units) => Weekly(days, units.Length > 0, hour, minute),
        };
    }

    private PhraseReading Daily(Clause.OnDays[] days, int[] monthDays, int hour, int minute) => days.Length + monthDays.Length > 0
        ? Conflict(days, monthDays, hour, minute)
        : new PhraseReading.Understood(new(ScheduleKind.Daily));

    private PhraseReading Monthly(Clause.OnDays[] days, int[] monthDays, int hour, int minute)
    {
        if (days.Length > 0)
        {
            return Refusals.Because(RefusalCodes.Unsupported, Alternatives(days, [1], hour, minute));
        }

        if (monthDays.Length == 0)
        {
            return Refusals.Because(RefusalCodes.MissingDay, _suggest.Of(Suggestions.Monthly(1).AtTime(hour, minute), Suggestions.Monthly(15).AtTime(hour, minute), Suggestions.Monthly(0).AtTime(hour, minute)));
        }

        return monthDays.Any(day => day is < 0 or > 31)
            ? Refusals.Because(RefusalCodes.ImpossibleDate, _suggest.Of(Suggestions.Monthly(0).AtTime(hour, minute), Suggestions.Monthly(1).AtTime(hour, minute)))
            : new PhraseReading.Understood(Suggestions.Monthly(Sorted(monthDays)));
    }

    // "15일 오전 9시" may be the next one or every one.
    private PhraseReading OneMonthDay(int[] monthDays, int hour, int minute)
    {
        var valid = monthDays.Where(day => day is >= 0 and <= 31).ToArray();
        var every = Suggestions.Monthly(Sorted(valid.Length > 0 ? valid : [0])).AtTime(hour, minute);
        return Refusals.Because(valid.Length > 0 ? RefusalCodes.AmbiguousDay : RefusalCodes.ImpossibleDate, _suggest.Of(every));
    }

    private PhraseReading Weekly(Clause.OnDays[] days, bool everyWeek, int hour, int minute)
    {
        var set = days.Aggregate(0, (all, clause) => all | clause.Set);
        var recurs = everyWeek || days.Any(clause => clause.Repeating) || DaySet.Count(set) > 1;

        if (set == 0)
        {
            return Refusals.Because(RefusalCodes.MissingDay, everyWeek ? _suggest.Of(Suggestions.Weekly(DaySet.Of(1)).AtTime(hour, minute), Suggestions.Weekly(DaySet.Of(5)).AtTime(hour, minute)) : Anytime(hour, minute));
        }

        var shape = set == DaySet.All ? new ScheduleShape(ScheduleKind.Daily) : Suggestions.Weekly(set);

        if (recurs)
        {
            return new PhraseReading.Understood(shape);
        }

        var next = now.Date.AddDays(1);

        while ((set & DaySet.Of((int)next.DayOfWeek)) == 0)
        {
            next = next.AddDays(1);
        }

        return Refusals.Because(RefusalCodes.AmbiguousDay, _suggest.Of(shape.AtTime(hour, minute), new ScheduleShape(ScheduleKind.Once) { At = next }.AtTime(hour, minute)));
    }

    private IEnumerable<string> Anytime(int hour, int minute) => _suggest.Of(
        new ScheduleShape(ScheduleKind.Daily).AtTime(hour, minute),
        Suggestions.Weekly(DaySet.Weekdays).AtTime(hour, minute),
        new ScheduleShape(ScheduleKind.Once) { At = now.Date.AddDays(1) }.AtTime(hour, minute));

    private PhraseReading Conflict(Clause.OnDays[] days, int[] monthDays, int hour, int minute) =>
        Refusals.Because(RefusalCodes.Conflict, Alternatives(days, monthDays, hour, minute));

    private IEnumerable<string> Alternatives(Clause.OnDays[] days, int[] monthDays, int hour, int minute)
    {
        var shapes = new List<ScheduleShape> { new ScheduleShape(ScheduleKind.Daily).AtTime(hour, minute) };

        if (days.Length > 0)
        {
            shapes.Add(Suggestions.Weekly(days.Aggregate(0, (all, clause) => all | clause.Set)).AtTime(hour, minute));
        }

        if (monthDays.Where(day => day is >= 0 and <= 31).ToArray() is { Length: > 0 } valid)
        {
            shapes.Add(Suggestions.Monthly(Sorted(valid)).AtTime(hour, minute));
        }

        return _suggest.Of(shapes.Where(shape => shape.Days != DaySet.All));
    }

    private IEnumerable<string> InsteadOf(TimeUnit unit, Clause.OnDays[] days, int hour, int minute)
    {
        var set = days.Aggregate(0, (all, clause) => all | clause.Set);
        var weekly = Suggestions.Weekly(set is 0 or DaySet.All ? DaySet.Of(1) : set).AtTime(hour, minute);
        var monthly = Suggestions.Monthly(1).AtTime(hour, minute);
        return unit switch
        {
            TimeUnit.Day => _suggest.Of(new ScheduleShape(ScheduleKind.Daily).AtTime(hour, minute), weekly),
            TimeUnit.Week => _suggest.Of(weekly, monthly),
            _ => _suggest.Of(monthly),
        };
    }

    // The last day (0) stands at the end, as people say it.
    private static int[] Sorted(int[] days) => [.. days.OrderBy(day => day == 0 ? 32 : day)];
}
