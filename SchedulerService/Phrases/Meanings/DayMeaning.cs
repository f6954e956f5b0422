using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Meanings.Days;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings;

/// <summary>Which days the clauses name, as a shape whose time of day is still open.</summary>
internal sealed class DayMeaning(IReadOnlyList<Clause> clauses, Suggestions suggest, DateTime now)
{
    private readonly Clause.OnDays[] _days = [.. clauses.OfType<Clause.OnDays>()];
    private readonly MonthMeaning _month = new(clauses, suggest, now);

    private int Set => _days.Aggregate(0, (set, clause) => set | clause.Set);

    public PhraseReading Resolve(int hour, int minute)
    {
        Clause[] dates = [.. clauses.Where(clause => clause is Clause.OnDate or Clause.InDays or Clause.InWeek).Distinct()];
        var repeats = clauses.OfType<Clause.Repeat>().Concat(clauses.OfType<Clause.TimesPer>().Select(times => new Clause.Repeat(times.Unit, 1))).Distinct().ToArray();

        if (SpacedDays.Apart(clauses) is { Count: > 0 } apart)
        {
            return Refusals.Because(RefusalCodes.Conflict, suggest.Of(apart.Select(rule => rule.AtTime(hour, minute))));
        }

        // 격월 매일, 격월 매주 월요일: every day or week of each second month
        if (repeats.Length == 2 && repeats.FirstOrDefault(repeat => repeat is { Unit: TimeUnit.Month, Count: > 1 and <= 120 }) is { } months && repeats.First(repeat => repeat != months) is { Unit: TimeUnit.Day or TimeUnit.Week, Count: 1 } each
            && dates.Length == 0 && !_month.Any && !clauses.Any(clause => clause is Clause.InMonths or Clause.TimesPer) && each.Unit == TimeUnit.Day == (Set == 0))
        {
            return new PhraseReading.Understood(new(ScheduleKind.Days) { Days = Set == DaySet.All ? 0 : Set, Step = new(TimeUnit.Month, months.Count) });
        }

        // 평일 월요일: is it Monday, or every weekday?
        if (IsUnclear(_days))
        {
            return Refusals.Because(RefusalCodes.AmbiguousRule, suggest.Of(_days.Select(each => Suggestions.Weekly(each.Set).AtTime(hour, minute))));
        }

        // 매월 첫째 월요일 has its month twice in "of the month every month"; 1년에 한 번 매년 likewise.
        if (repeats.Length > 1 || clauses.OfType<Clause.TimesPer>().Skip(1).Any())
        {
            return Conflict(hour, minute);
        }

        if (repeats is [{ Unit: TimeUnit.Year or TimeUnit.HalfYear or TimeUnit.Quarter } yearly])
        {
            return _days.Length > 0 || dates.Any(date => date is not Clause.OnDate) ? Conflict(hour, minute) : _month.Yearly(yearly, [.. dates.OfType<Clause.OnDate>()], hour, minute);
        }

        // 12월 24일과 25일, 내일과 모레
        if (dates.Length > 0 && repeats.Length == 0 && (dates.Length > 1 || (_month.Any && _days.Length == 0)) && !clauses.OfType<Clause.InMonths>().Any())
        {
            return Refusals.Because(RefusalCodes.SeveralTimes, EachDate(dates, hour, minute));
        }

        if (dates.Length == 0 && !_month.Any && Months.Length > 0 && (repeats is [{ Unit: TimeUnit.Day, Count: 1 }] || (_days.Length > 0 && repeats is [] or [{ Unit: TimeUnit.Week, Count: 1 }])))
        {
            return WhichYear(hour, minute);
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
        var reading = new DateMeaning(suggest, now).Resolve(date, hour, minute);
        return _days.Length == 0 || reading is not PhraseReading.Understood { Shape: var shape } ? reading
            : _days is [{ Repeating: false, Set: var set }] && set == DaySet.Of((int)shape.At.DayOfWeek) ? reading
            : Refusals.Because(
                _days is [{ Repeating: false, Set: var other }] && DaySet.Count(other) == 1 ? RefusalCodes.WrongWeekday : RefusalCodes.Conflict,
                suggest.Of([.. Coming(shape.AtTime(hour, minute)), Suggestions.Weekly(Set).AtTime(hour, minute)]));
    }

    /// <summary>Whether days are named that a group of days beside them has already: every weekday, or those days of it.</summary>
    public static bool IsUnclear(IReadOnlyList<Clause.OnDays> days) =>
        days.Any(group => group.Set is DaySet.Weekdays or DaySet.Weekend or DaySet.All && days.Any(day => day.Set != group.Set && (day.Set & ~group.Set) == 0));

    private ScheduleShape[] Coming(params IEnumerable<ScheduleShape> shapes) => [.. shapes.Where(shape => shape.At > now)];

    private int[] Months => [.. clauses.OfType<Clause.InMonths>().SelectMany(clause => clause.Months).Where(month => month is >= 1 and <= 12).Distinct().Order()];

    // Each date that is one, and is still to come.
    private IEnumerable<string> EachDate(Clause[] dates, int hour, int minute)
    {
        var meaning = new DateMeaning(suggest, now);
        ScheduleShape[] found = [.. dates.Select(date => meaning.Resolve(date, hour, minute)).OfType<PhraseReading.Understood>().Select(reading => reading.Shape.AtTime(hour, minute))];
        ScheduleShape[] others = [.. found.Take(1).SelectMany(shape => _month.Shape.MonthDays.Where(day => day > 0 && DateClauses.Exists(shape.At.Year, shape.At.Month, day)).Select(day => shape with { At = shape.At.AddDays(day - shape.At.Day) }))];
        var coming = Coming(found.Concat(others));
        return suggest.Of(coming.Length > 0 ? coming : [new ScheduleShape(ScheduleKind.Once) { At = now.Date.AddDays(1) }.AtTime(hour, minute)]);
    }

    // "every day in December" is that of each year, or the next one.
    private PhraseReading WhichYear(int hour, int minute)
    {
        var every = (Set is 0 or DaySet.All ? new ScheduleShape(ScheduleKind.Days) : Suggestions.Weekly(Set)).AtTime(hour, minute);
        var first = new DateTime(now.Year + (Months[0] < now.Month ? 1 : 0), Months[0], 1);
        var last = Months[^1] - Months[0] == Months.Length - 1 ? first.AddMonths(Months.Length).AddSeconds(-1) : default;
        ScheduleShape[] next = last < now ? [] : [every with { From = first > now ? first : now.Date, Until = last }];
        return Refusals.Because(RefusalCodes.AmbiguousRule, suggest.Of([every with { Months = Months }, .. next]));
    }

    private PhraseReading Spaced(Clause.Repeat spaced, int hour, int minute)
    {
        var (unit, count) = (spaced.Unit, spaced.Count);

        // Biweekly on Monday is every other week; on Monday and Thursday it may be twice a week.
        if (spaced.Loose && (DaySet.Count(Set) > 1 || _month.Count > 1))
        {
            var often = unit == TimeUnit.Week ? new ScheduleShape(ScheduleKind.Days) { Days = Set } : _month.Shape;
            return Refusals.Because(RefusalCodes.AmbiguousRule, suggest.Of(often.AtTime(hour, minute), (often with { Step = new(unit, count) }).AtTime(hour, minute)));
        }

        switch (unit)
        {
            case TimeUnit.Day when count is > 1 and <= 366:
                return _days.Length > 0 || _month.Any ? Conflict(hour, minute) : new PhraseReading.Understood(new(ScheduleKind.Days) { Step = new(unit, count) });
            case TimeUnit.Week when count is > 1 and <= 52:
                return _month.Any ? Conflict(hour, minute)
                    : Set == 0 ? Refusals.Because(RefusalCodes.MissingDay, suggest.Of(Enumerable.Range(1, 3).Select(day => (Suggestions.Weekly(DaySet.Of(day)) with { Step = new(unit, count) }).AtTime(hour, minute))))
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

        var often = clauses.OfType<Clause.TimesPer>().FirstOrDefault(times => times.Unit == TimeUnit.Week);

        if (set == 0 && often is not null)
        {
            return Refusals.Because(RefusalCodes.MissingDay, suggest.Of(Suggestions.Weekly(DayTimes.Days(0, often.Count)).AtTime(hour, minute)));
        }

        if (set == 0)
        {
            return Refusals.Because(RefusalCodes.MissingDay, everyWeek ? suggest.Of(Suggestions.Weekly(DaySet.Of(1)).AtTime(hour, minute), Suggestions.Weekly(DaySet.Of(5)).AtTime(hour, minute)) : Anytime(hour, minute));
        }

        if (often is not null && often.Count != DaySet.Count(set))
        {
            return Refusals.Because(RefusalCodes.CountMismatch, suggest.Of(Suggestions.Weekly(DayTimes.Days(set, often.Count)).AtTime(hour, minute), Suggestions.Weekly(set).AtTime(hour, minute)));
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

        return Refusals.Because(RefusalCodes.AmbiguousDay, suggest.Of([.. AtNight(shape), .. AtNight(new(ScheduleKind.Once) { At = next })]));

        IEnumerable<ScheduleShape> AtNight(ScheduleShape day) => hour == 0 && NightReadings.IsSaid(clauses) ? NightReadings.Of(day, hour, minute) : [day.AtTime(hour, minute)];
    }

    // 매월 월요일: the first, or all of them.
    private PhraseReading WhichOfMonth(int hour, int minute)
    {
        var day = DaySet.Days(Set).First();
        return Refusals.Because(RefusalCodes.AmbiguousRule, suggest.Of(
            new ScheduleShape(ScheduleKind.Days) { NthDays = [new(1, day)] }.AtTime(hour, minute),
            new ScheduleShape(ScheduleKind.Days) { NthDays = [new(-1, day)] }.AtTime(hour, minute),
            Suggestions.Weekly(Set).AtTime(hour, minute)));
    }

    private IEnumerable<string> Anytime(int hour, int minute) => suggest.Of(
        new ScheduleShape(ScheduleKind.Days).AtTime(hour, minute),
        Suggestions.Weekly(DaySet.Weekdays).AtTime(hour, minute),
        new ScheduleShape(ScheduleKind.Once) { At = now.Date.AddDays(1) }.AtTime(hour, minute));

    // Each of the things that do not go together, by itself.
    private PhraseReading Conflict(int hour, int minute)
    {
        var shapes = new List<ScheduleShape>();
        var dates = new DateMeaning(suggest, now);
        Clause.Repeat[] repeats = [.. clauses.OfType<Clause.Repeat>()];

        // on the 15th of January, April and July
        if (clauses.OfType<Clause.OnDate>().ToArray() is { Length: > 0 } dated && Months.Length > 0 && Set == 0 && dated.All(date => date.Year is null && date.Day == dated[0].Day && date.Month is >= 1 and <= 12))
        {
            shapes.Add(new(ScheduleKind.Days) { MonthDays = [dated[0].Day!.Value], Months = [.. dated.Select(date => date.Month).Union(Months).Order()] });
        }

        if (repeats.Any(repeat => repeat is { Unit: TimeUnit.Day, Count: 1 }))
        {
            shapes.Add(new(ScheduleKind.Days));
        }

        if (repeats.FirstOrDefault(repeat => repeat is { Unit: TimeUnit.Day, Count: > 1 and <= 366 }) is { } spaced)
        {
            shapes.Add(new(ScheduleKind.Days) { Step = new(TimeUnit.Day, spaced.Count) });
        }

        if (Set is not (0 or DaySet.All))
        {
            shapes.Add(Suggestions.Weekly(Set));
        }

        // Tuesdays, the first and third
        if (DaySet.Count(Set) == 1 && clauses.OfType<Clause.OnMonthDays>().ToArray() is [{ IsBare: true, Days: var ordinals }] && ordinals.All(day => day is >= 1 and <= 5))
        {
            shapes.Add(new(ScheduleKind.Days) { NthDays = [.. ordinals.Order().Select(number => new NthDay(number, DaySet.Days(Set).First()))] });
        }

        if (_month.Shape.HasMonthDays)
        {
            shapes.Add(_month.Shape);
        }

        shapes.AddRange(clauses.Where(clause => clause is Clause.OnDate or Clause.InDays or Clause.InWeek).Select(date => dates.Resolve(date, hour, minute)).OfType<PhraseReading.Understood>()
            .Select(date => date.Shape).Where(date => date.AtTime(hour, minute).At > now));
        return Refusals.Because(RefusalCodes.Conflict, suggest.Of(shapes.DefaultIfEmpty(new(ScheduleKind.Days)).Select(shape => shape.AtTime(hour, minute))));
    }

    private IEnumerable<string> InsteadOf(TimeUnit unit, int hour, int minute)
    {
        var weekly = Suggestions.Weekly(Set is 0 or DaySet.All ? DaySet.Of(1) : Set).AtTime(hour, minute);
        return unit switch
        {
            TimeUnit.Day => suggest.Of(new ScheduleShape(ScheduleKind.Days).AtTime(hour, minute), weekly),
            TimeUnit.Week => suggest.Of(weekly, Suggestions.Monthly(1).AtTime(hour, minute)),
            _ => suggest.Of(Suggestions.Monthly(1).AtTime(hour, minute), (Suggestions.Monthly(1) with { Months = [1] }).AtTime(hour, minute)),
        };
    }
}
