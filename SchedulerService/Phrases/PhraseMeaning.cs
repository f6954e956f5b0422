using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>
/// What clauses mean together. Nothing is guessed: what could be read in two ways, contradicts itself or lacks a part
/// is refused with phrases that say each reading in full.
/// </summary>
internal sealed class PhraseMeaning(IReadOnlyList<Clause> clauses, PhraseLanguage language, DateTime now)
{
    private readonly Suggestions _suggest = new(language);
    private readonly TimeMeaning _times = new(clauses, language, now);

    public PhraseReading Resolve()
    {
        var reading = Rule();

        if (reading is not PhraseReading.Understood { Shape: var rule })
        {
            return reading;
        }

        reading = new ExceptMeaning(clauses, language).Apply(rule);
        return reading is PhraseReading.Understood { Shape: var shape } ? new BoundMeaning(clauses, language, now).Apply(shape) : reading;
    }

    private PhraseReading Rule()
    {
        var (hour, minute) = _times.Any();

        if (clauses.OfType<Clause.NotYet>().FirstOrDefault() is { } notYet)
        {
            return InsteadOf(notYet.What, hour, minute);
        }

        if (clauses.OfType<Clause.OnUnclearDays>().FirstOrDefault() is { } unclear)
        {
            return Unclear(unclear, hour, minute);
        }

        if (clauses.OfType<Clause.After>().FirstOrDefault() is { } after)
        {
            return Delay(after);
        }

        if (clauses.OfType<Clause.Repeat>().Where(repeat => repeat.Unit is TimeUnit.Second or TimeUnit.Minute or TimeUnit.Hour).ToArray() is { Length: > 0 } intervals)
        {
            return new IntervalMeaning(clauses, language, now).Resolve(intervals);
        }

        if (clauses.OfType<Clause.AtMinute>().FirstOrDefault() is { } ofHour)
        {
            return Refusals.Because(RefusalCodes.MissingDay, _suggest.Of(new ScheduleShape(ScheduleKind.Hours) { Minute = ofHour.Minute % 60 }));
        }

        // Twice an hour names no minutes.
        if (clauses.OfType<Clause.TimesPer>().FirstOrDefault(times => times.Unit < TimeUnit.Day) is { } often)
        {
            var every = Math.Clamp(60 / Math.Max(often.Count, 1), 1, 30);
            return Refusals.Because(RefusalCodes.Interval, _suggest.Of(new ScheduleShape(ScheduleKind.Minutes) { Every = 60 % every == 0 ? every : 30 }));
        }

        if (clauses.OfType<Clause.InWindow>().Any())
        {
            return InsteadOf(NotYetKind.TimeRange, hour, minute);
        }

        var day = new DayMeaning(clauses, language, now).Resolve(hour, minute);
        return day is PhraseReading.Understood { Shape: var shape } ? _times.Apply(shape) : day;
    }

    private PhraseReading Delay(Clause.After after)
    {
        if (clauses.Any(clause => clause is not (Clause.After or Clause.SoManyTimes { Count: 1 })) || clauses.OfType<Clause.After>().Skip(1).Any())
        {
            return Refusals.Because(RefusalCodes.Conflict, _suggest.Common());
        }

        DateTime? at = after.Unit switch
        {
            TimeUnit.Minute => now.AddMinutes(after.Count),
            TimeUnit.Hour => now.AddHours(after.Count),
            _ => null,
        };

        return at is { } local && after.Count > 0
            ? new PhraseReading.Understood(new(ScheduleKind.Once) { At = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerSecond)) })
            : Refusals.Because(RefusalCodes.Unsupported, _suggest.Of(new ScheduleShape(ScheduleKind.Once) { At = now.Date.AddMonths(1).AddHours(9) }));
    }

    private PhraseReading Unclear(Clause.OnUnclearDays unclear, int hour, int minute)
    {
        var ofMonth = new ScheduleShape(ScheduleKind.Days) { NthDays = unclear.Days }.AtTime(hour, minute);
        var first = unclear.Days[0];
        var weekly = new ScheduleShape(ScheduleKind.Days) { Days = DaySet.Of(first.Day) };
        return Refusals.Because(RefusalCodes.AmbiguousRule, _suggest.Of(
            ofMonth,
            (unclear.OrWeeks ? weekly with { Step = new(TimeUnit.Week, first.Nth) } : weekly).AtTime(hour, minute)));
    }

    private PhraseReading InsteadOf(NotYetKind what, int hour, int minute) => what switch
    {
        NotYetKind.Ambiguous => Refusals.Because(RefusalCodes.AmbiguousRule, _suggest.Of(
            (Suggestions.Weekly(DaySet.Weekdays) with { Step = new(TimeUnit.Week, 2) }).AtTime(hour, minute),
            Suggestions.Weekly(DaySet.Of(1) | DaySet.Of(3) | DaySet.Of(5)).AtTime(hour, minute))),
        NotYetKind.HolidaysOnly => Refusals.Because(RefusalCodes.Unsupported, _suggest.Of(
            (Suggestions.Weekly(DaySet.Weekdays) with { Except = new() { Holidays = true } }).AtTime(hour, minute),
            Suggestions.Weekly(DaySet.Weekend).AtTime(hour, minute))),
        NotYetKind.NthFromEnd => Refusals.Because(RefusalCodes.Unsupported, _suggest.Of(
            new ScheduleShape(ScheduleKind.Days) { BusinessDays = [1] }.AtTime(hour, minute),
            new ScheduleShape(ScheduleKind.Days) { BusinessDays = [-1] }.AtTime(hour, minute),
            new ScheduleShape(ScheduleKind.Days) { NthDays = [new(-1, 5)] }.AtTime(hour, minute))),
        NotYetKind.TimeRange => Refusals.Because(RefusalCodes.Range, _suggest.Of(
            new ScheduleShape(ScheduleKind.Minutes) { Every = 60, Window = Window(), Days = Days() },
            new ScheduleShape(ScheduleKind.Minutes) { Every = 30, Window = Window(), Days = Days() })),
        NotYetKind.SeveralTimes => Refusals.Because(RefusalCodes.Unsupported, _suggest.Of(
            new ScheduleShape(ScheduleKind.Days) { Times = [9 * 60, 18 * 60] },
            Suggestions.Weekly(DaySet.Of(1) | DaySet.Of(4)).AtTime(hour, minute))),
        _ => Refusals.Because(RefusalCodes.Unsupported, _suggest.Common(hour, minute)),
    };

    private TimeWindow Window() => clauses.OfType<Clause.InWindow>().FirstOrDefault() is { } window && TimeMeaning.Window(window) is [var only] ? only : new(9 * 60, 18 * 60);

    private int Days() => clauses.OfType<Clause.OnDays>().Aggregate(0, (set, clause) => set | clause.Set);
}
