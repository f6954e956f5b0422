using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>Which days the clauses name, as a shape whose time of day is still open.</summary>
internal sealed class DayMeaning(IReadOnlyList<Clause> clauses, PhraseLanguage language, DateTime now)
{
    private readonly Suggestions _suggest = new(language);

    private readonly Clause.OnDays[] _days = [.. clauses.OfType<Clause.OnDays>()];
    private readonly MonthMeaning _month = new(clauses, language);

    private int Set => _days.Aggregate(0, (set, clause) => set | clause.Set);

    public PhraseReading Resolve(int hour, int minute)
    {
        Clause[] dates = [.. clauses.Where(clause => clause is Clause.OnDate or Clause.InDays or Clause.InWeek).Distinct()];
        var repeats = clauses.OfType<Clause.Repeat>().Concat(clauses.OfType<Clause.TimesPer>().Select(times => new Clause.Repeat(times.Unit, 1))).Distinct().ToArray();

        // 매월 첫째 월요일 has its month twice in "of the month every month"; 1년에 한 번 매년 likewise.
        if (repeats.Length > 1 || clauses.OfType<Clause.TimesPer>().Skip(1).Any())
        {
            return Conflict(hour, minute);
        }

        if (repeats is [{ Unit: TimeUnit.Year or TimeUnit.HalfYear or TimeUnit.Quarter } yearly])
        {
            return _days.Length > 0 || dates.Any(date => date is not Clause.OnDate) ? Conflict(hour, minute) : _month.Yearly(yearly, [.. dates.OfType<Clause.OnDate>()], hour, minute);
        }

        if (dates.Length > 0 || clauses.OfType<Clause.InMonths>().Any())
        {
            return dates is [var date] && repeats.Length == 0 && !_month.Any && !clauses.OfType<Clause.InMonths>().Any()
                ? OnDate(date, hour, minute)
                : dates.Length == 0 && repeats.Length == 0 && _days.Length == 0
                ? _month.InMonths(hour, minute)
                : Conflict(hour, minute);
        }

        if (_days.Length > 0 && _month.Any)
        {
            return Conflict(hour, minute);
        }

        return repeats switch
        {
            [{ Count: not 1 } spaced] => Spaced(spaced, hour, minute),
            [{ Unit: TimeUnit.Day }] => _days.Length > 0 || _month.Any ? Conflict(hour, minute) : new PhraseReading.Understood(new(ScheduleKind.Days)),
            [{ Unit: TimeUnit.Month }] => _days.Length > 0 ? WhichOfMonth(hour, minute) : _month.Monthly(hour, minute),
            [_] when _month.Any => Conflict(hour, minute),
            [] when _month.Any => _month.Unsaid(hour, minute),
            _ => Weekly(repeats.Length > 0, hour, minute),
        };
    }

    // "Friday, December 25": the day of the week may be said too, if it is that one.
    private PhraseReading OnDate(Clause date, int hour, int minute)
    {
        var reading = new DateMeaning(language, now).Resolve(date, hour, minute);
        return _days.Length == 0 || reading is not PhraseReading.Understood { Shape: var shape } ? reading
            : _days is [{ Repeating: false, Set: var set }] && set == DaySet.Of((int)shape.At.DayOfWeek) ? reading
            : Conflict(hour, minute);
    }

    private PhraseReading Spaced(Clause.Repeat spaced, int hour, int minute)
    {
        var (unit, count) = (spaced.Unit, spaced.Count);

        // Biweekly on Monday is every other week; on Monday and Thursday it may be twice a week.
        if (spaced.Loose && (DaySet.Count(Set) > 1 || _month.Count > 1))
        {
            var often = unit == TimeUnit.Week ? new ScheduleShape(ScheduleKind.Days) { Days = Set } : _month.Shape;
            return Refusals.Because(RefusalCodes.AmbiguousRule, _suggest.Of(often.AtTime(hour, minute), (often with { Step = new(unit, count) }).AtTime(hour, minute)));
        }

        switch (unit)
        {
            case TimeUnit.Day when count is > 1 and <= 366:
                return _days.Length > 0 || _month.Any ? Conflict(hour, minute) : new PhraseReading.Understood(new(ScheduleKind.Days) { Step = new(unit, count) });
            case TimeUnit.Week when count is > 1 and <= 52:
                return _month.Any ? Conflict(hour, minute)
                    : Set == 0 ? Refusals.Because(RefusalCodes.MissingDay, _suggest.Of(Enumerable.Range(1, 3).Select(day => (Suggestions.Weekly(DaySet.Of(day)) with { Step = new(unit, count) }).AtTime(hour, minute))))
                    : new PhraseReading.Understood(new(ScheduleKind.Days) { Days = Set == DaySet.All ? 0 : Set, Step = new(unit, count) });
            case TimeUnit.Month when count is > 1 and <= 120:
                return _days.Length > 0 ? WhichOfMonth(hour, minute) : _month.Spaced(count, hour, minute);
            default:
                return Refusals.Because(count < 1 ? RefusalCodes.Interval : RefusalCodes.Unsupported, InsteadOf(unit, hour, minute));
        }
    }

    private PhraseReading Weekly(bool everyWeek, int hour, int minute)
    {
        var set = Set;
        var recurs = everyWeek || _days.Any(clause => clause.Repeating) || DaySet.Count(set) > 1;

        if (set == 0)
        {
            return Refusals.Because(RefusalCodes.MissingDay, everyWeek ? _suggest.Of(Suggestions.Weekly(DaySet.Of(1)).AtTime(hour, minute), Suggestions.Weekly(DaySet.Of(5)).AtTime(hour, minute)) : Anytime(hour, minute));
        }

        if (clauses.OfType<Clause.TimesPer>().FirstOrDefault() is { Unit: TimeUnit.Week } often && often.Count != DaySet.Count(set))
        {
            return Conflict(hour, minute);
        }

        var shape = set == DaySet.All ? new ScheduleShape(ScheduleKind.Days) : Suggestions.Weekly(set);

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

    // 매월 월요일: the first, or all of them.
    private PhraseReading WhichOfMonth(int hour, int minute)
    {
        var day = DaySet.Days(Set).First();
        return Refusals.Because(RefusalCodes.AmbiguousRule, _suggest.Of(
            new ScheduleShape(ScheduleKind.Days) { NthDays = [new(1, day)] }.AtTime(hour, minute),
            new ScheduleShape(ScheduleKind.Days) { NthDays = [new(-1, day)] }.AtTime(hour, minute),
            Suggestions.Weekly(Set).AtTime(hour, minute)));
    }

    private IEnumerable<string> Anytime(int hour, int minute) => _suggest.Of(
        new ScheduleShape(ScheduleKind.Days).AtTime(hour, minute),
        Suggestions.Weekly(DaySet.Weekdays).AtTime(hour, minute),
        new ScheduleShape(ScheduleKind.Once) { At = now.Date.AddDays(1) }.AtTime(hour, minute));

    private PhraseReading Conflict(int hour, int minute)
    {
        var shapes = new List<ScheduleShape> { new ScheduleShape(ScheduleKind.Days).AtTime(hour, minute) };

        if (Set is not (0 or DaySet.All))
        {
            shapes.Add(Suggestions.Weekly(Set).AtTime(hour, minute));
        }

        if (_month.Shape.HasMonthDays)
        {
            shapes.Add(_month.Shape.AtTime(hour, minute));
        }

        return Refusals.Because(RefusalCodes.Conflict, _suggest.Of(shapes));
    }

    private IEnumerable<string> InsteadOf(TimeUnit unit, int hour, int minute)
    {
        var weekly = Suggestions.Weekly(Set is 0 or DaySet.All ? DaySet.Of(1) : Set).AtTime(hour, minute);
        return unit switch
        {
            TimeUnit.Day => _suggest.Of(new ScheduleShape(ScheduleKind.Days).AtTime(hour, minute), weekly),
            TimeUnit.Week => _suggest.Of(weekly, Suggestions.Monthly(1).AtTime(hour, minute)),
            _ => _suggest.Of(Suggestions.Monthly(1).AtTime(hour, minute), (Suggestions.Monthly(1) with { Months = [1] }).AtTime(hour, minute)),
        };
    }
}
