using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Meanings.Days;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings;

/// <summary>
/// What clauses mean together. Nothing is guessed: what could be read in two ways, contradicts itself or lacks a part
/// is refused with phrases that say each reading in full.
/// </summary>
internal sealed class PhraseMeaning
{
    private static readonly int[] RangeIntervals = [60, 30, 10, 1];

    private readonly IReadOnlyList<Clause> _clauses;
    private readonly DateTime _now;
    private readonly Suggestions _suggest;
    private readonly TimeMeaning _times;

    private PhraseMeaning(RuleLimits limits, PhraseLanguage language, DateTime now)
    {
        (_clauses, _now) = (limits.Rule, now);
        _suggest = new(language, limits.Zone, limits);
        _times = new(_clauses, _suggest, now, limits.LeavesOut);
    }

    public static PhraseReading Resolve(IReadOnlyList<Clause> said, PhraseLanguage language, DateTime now)
    {
        if (said.Any(clause => clause.IsUnsupported))
        {
            return new Unsupported(said, language, now).Refuse();
        }

        if (BareOrdinals.Ask(said, language, now) is { } either)
        {
            return either;
        }

        var limits = new RuleLimits(said, language, now);
        var reading = new PhraseMeaning(limits, language, now).Rule();
        reading = reading is PhraseReading.Understood { Shape: var rule } ? limits.Apply(rule) : reading;
        return reading is PhraseReading.Understood { Shape: var whole } ? new CountMeaning(limits.Rule, new(language, limits.Zone), now).Apply(whole) : reading;
    }

    private PhraseReading Rule()
    {
        var (hour, minute) = _times.Any();

        if (_clauses.OfType<Clause.NotYet>().FirstOrDefault() is { } notYet)
        {
            return InsteadOf(notYet.What, hour, minute);
        }

        if (_clauses.OfType<Clause.OnUnclearDays>().FirstOrDefault() is { } unclear)
        {
            return Unclear(unclear, hour, minute);
        }

        if (_clauses.OfType<Clause.Unjoined>().FirstOrDefault(each => each.Readings.Count > 0) is { } unjoined)
        {
            return Refusals.Because(RefusalCodes.AmbiguousRule, _suggest.Of(unjoined.Readings.Select(reading => Named(reading).AtTime(hour, minute))));
        }

        if (_clauses.OfType<Clause.After>().FirstOrDefault() is { } after)
        {
            return Delay(after, hour, minute);
        }

        if (_clauses.OfType<Clause.Repeat>().Where(repeat => repeat.Unit is TimeUnit.Second or TimeUnit.Minute or TimeUnit.Hour).ToArray() is { Length: > 0 } intervals)
        {
            return new IntervalMeaning(_clauses, _suggest, _now).Resolve(intervals, hour, minute);
        }

        if (_clauses.OfType<Clause.AtMinutes>().FirstOrDefault() is { } ofHour)
        {
            return Refusals.Because(RefusalCodes.MissingDay, _suggest.Of(new ScheduleShape(ScheduleKind.Hours) { Minutes = [.. ofHour.Minutes.Select(each => each % 60).Distinct().Order()] }));
        }

        // Twice an hour names no minutes.
        if (_clauses.OfType<Clause.TimesPer>().FirstOrDefault(times => times.Unit < TimeUnit.Day) is { } often)
        {
            var every = Math.Clamp(60 / Math.Max(often.Count, 1), 1, 30);
            return Refusals.Because(RefusalCodes.Interval, _suggest.Of(new ScheduleShape(ScheduleKind.Minutes) { Every = 60 % every == 0 ? every : 30 }));
        }

        if (_clauses.OfType<Clause.InWindow>().Any())
        {
            return InsteadOf(NotYetKind.TimeRange, hour, minute);
        }

        if (DayTimePairs.Of(_clauses) is { Count: > 0 } pairs)
        {
            return Refusals.Because(RefusalCodes.Conflict, _suggest.Of(pairs));
        }

        var day = new DayMeaning(_clauses, _suggest.WithAll(_times.Clear()), _now).Resolve(hour, minute);
        var reading = day is PhraseReading.Understood { Shape: var shape } ? _times.Apply(shape) : day;
        return reading is not PhraseReading.Understood { Shape: var whole } ? reading
            : _clauses.OfType<Clause.Unjoined>().Any() ? Refusals.Because(RefusalCodes.AmbiguousRule, _suggest.Of(whole))
            : _clauses.OfType<Clause.CountedFromMidnight>().Any() ? Refusals.Because(RefusalCodes.Conflict, _suggest.Of(whole))
            : reading;
    }

    // Days that were read in one way, with those that the other clauses name.
    private ScheduleShape Named(ScheduleShape reading)
    {
        var others = MonthMeaning.ShapeOf(_clauses);
        return reading with
        {
            MonthDays = [.. others.MonthDays.Union(reading.MonthDays).OrderBy(day => day == 0 ? 32 : day)],
            NthDays = [.. others.NthDays.Union(reading.NthDays)],
            BusinessDays = [.. others.BusinessDays.Union(reading.BusinessDays)],
            Months = [.. _clauses.OfType<Clause.InMonths>().SelectMany(clause => clause.Months).Where(month => month is >= 1 and <= 12).Distinct().Order()],
        };
    }

    private PhraseReading Delay(Clause.After after, int hour, int minute)
    {
        TimeSpan? delay = after.Unit switch
        {
            TimeUnit.Minute when after.Count > 0 => TimeSpan.FromMinutes(after.Count),
            TimeUnit.Hour when after.Count > 0 => TimeSpan.FromHours(after.Count),
            _ => null,
        };
        var at = _now + delay;

        // 세 달 뒤 오전 9시 has its time; 20분 뒤 is one.
        var timed = after.Unit > TimeUnit.Day;

        if (_clauses.Any(clause => clause is not (Clause.After or Clause.SoManyTimes { Count: 1 }) && !(timed && clause is Clause.AtTimes or Clause.InPeriod)) || _clauses.OfType<Clause.After>().Skip(1).Any())
        {
            return Refusals.Because(RefusalCodes.Conflict, [.. at is { } alone ? _suggest.Of(Once(alone)) : [], .. _suggest.Common()]);
        }

        return at is { } local ? new PhraseReading.Understood(Once(local) with { Delay = delay })
            : Refusals.Because(after.Count == 0 ? RefusalCodes.Interval : RefusalCodes.Unsupported, _suggest.Of(Instead(after, new TimeSpan(hour, minute, 0))));
    }

    // 0분 뒤 is now and no time to come; months and years have no fixed length, but a day.
    private ScheduleShape[] Instead(Clause.After after, TimeSpan time) => after.Unit switch
    {
        TimeUnit.Second => [Once(_now.AddSeconds(Math.Max(after.Count, 60)))],
        TimeUnit.Minute => [Once(_now.AddMinutes(1)), Once(_now.AddMinutes(10))],
        TimeUnit.Hour => [Once(_now.AddHours(1)), Once(_now.AddHours(2))],
        TimeUnit.Year => [Once(_now.Date.AddYears(Math.Clamp(after.Count, 1, 100)).Add(time))],
        _ => [Once(_now.Date.AddMonths(Math.Clamp(after.Count, 1, 1200) * (after.Unit == TimeUnit.HalfYear ? 6 : after.Unit == TimeUnit.Quarter ? 3 : 1)).Add(time))],
    };

    private static ScheduleShape Once(DateTime at) => new(ScheduleKind.Once) { At = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)) };

    private PhraseReading Unclear(Clause.OnUnclearDays unclear, int hour, int minute)
    {
        var first = unclear.Days[0];
        var ofMonth = new ScheduleShape(ScheduleKind.Days) { NthDays = [.. unclear.Days.Where(day => day.Nth <= 5)] };
        var weekly = new ScheduleShape(ScheduleKind.Days) { Days = DaySet.Of(first.Day) };
        ScheduleShape[] readings = [.. ofMonth.HasMonthDays ? [ofMonth] : Array.Empty<ScheduleShape>(), unclear.OrWeeks ? weekly with { Step = new(TimeUnit.Week, first.Nth) } : weekly];
        return Refusals.Because(RefusalCodes.AmbiguousRule, _suggest.Of(readings.Select(reading => reading.AtTime(hour, minute))));
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
            new ScheduleShape(ScheduleKind.Days) { NthDays = [new(-1, 5)] }.AtTime(hour, minute),
            Suggestions.Monthly(0).AtTime(hour, minute))),
        NotYetKind.TimeRange => Refusals.Because(RefusalCodes.Range, _suggest.Of(Ranges(hour, minute))),
        NotYetKind.SeveralTimes => Refusals.Because(RefusalCodes.Unsupported, _suggest.Of(
            new ScheduleShape(ScheduleKind.Days) { Times = [9 * 60, 18 * 60] },
            Suggestions.Weekly(DaySet.Of(1) | DaySet.Of(4)).AtTime(hour, minute))),
        _ => Refusals.Because(RefusalCodes.Unsupported, _suggest.Common(hour, minute)),
    };

    // The range as far as it is clear, with the interval that was said or those that fit into it; an interval without an end also over the whole day.
    private IEnumerable<ScheduleShape> Ranges(int hour, int minute)
    {
        if (_clauses.OfType<Clause.Repeat>().FirstOrDefault(repeat => repeat.Unit is TimeUnit.Minute or TimeUnit.Hour && repeat.Count is > 0 and < 1440) is { } interval && !_clauses.OfType<Clause.InWindow>().Any())
        {
            return new IntervalMeaning(_clauses, _suggest, _now).FromHour(interval, hour, minute);
        }

        var days = _clauses.OfType<Clause.OnDays>().Aggregate(0, (set, clause) => set | clause.Set);
        var begins = (hour * 60) + minute;
        var window = _clauses.OfType<Clause.InWindow>().FirstOrDefault() is { } spoken && TimeMeaning.Window(spoken) is [var only] ? only : new(begins, begins < 17 * 60 ? 18 * 60 : (23 * 60) + 59);
        var shape = new ScheduleShape(ScheduleKind.Minutes) { Window = window, Days = window.To < window.From ? 0 : days };
        return RangeIntervals.Select(every => shape with { Every = every }).Where(each => each.Every <= window.Length && SpecWriter.Fits(each)).Take(2)
            .DefaultIfEmpty(shape with { Every = 60, Window = new(9 * 60, 18 * 60), Days = days });
    }
}
