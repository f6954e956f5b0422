using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>
/// What clauses mean together. Nothing is guessed: what could be read in two ways, contradicts itself or lacks a part
/// is refused with phrases that say each reading in full.
/// </summary>
internal sealed class PhraseMeaning(IReadOnlyList<Clause> clauses, PhraseLanguage language, DateTime now)
{
    private readonly Suggestions _suggest = new(language);

    public PhraseReading Resolve()
    {
        var (hour, minute) = AnyTime();

        if (clauses.OfType<Clause.NotYet>().FirstOrDefault() is { } notYet)
        {
            return Refusals.Because(RefusalCodes.Unsupported, InsteadOf(notYet.What, hour, minute));
        }

        if (clauses.OfType<Clause.After>().FirstOrDefault() is { } after)
        {
            return Delay(after);
        }

        if (All<Clause.Repeat>().Where(repeat => repeat.Unit is TimeUnit.Second or TimeUnit.Minute or TimeUnit.Hour).ToArray() is { Length: > 0 } intervals)
        {
            return new IntervalMeaning(clauses, language).Resolve(intervals);
        }

        if (All<Clause.AtMinute>().Any())
        {
            return Refusals.Because(RefusalCodes.MissingDay, _suggest.Of(new ScheduleShape(ScheduleKind.Hours) { Minute = All<Clause.AtMinute>().First().Minute % 60 }));
        }

        var day = new DayMeaning(clauses, language, now).Resolve(hour, minute);
        return day is PhraseReading.Understood { Shape: var shape } ? AtTimes(shape) : day;
    }

    private PhraseReading AtTimes(ScheduleShape shape)
    {
        var period = All<Clause.InPeriod>().Select(part => part.Period).FirstOrDefault();
        var spoken = All<Clause.AtTimes>().SelectMany(clause => clause.Times).Distinct().ToArray();

        if (spoken.Length == 0)
        {
            return Refusals.Because(RefusalCodes.MissingTime, FutureOnly(_suggest.WithTimes(shape, period), shape, period));
        }

        if (All<Clause.AtTimes>().Count() > 1 && spoken.Length > 1)
        {
            return Refusals.Because(RefusalCodes.Conflict, Each(shape, spoken, period));
        }

        if (spoken.Length > 1 && spoken.Any(time => time.Period != DayPeriod.None) && spoken.Any(IsBare))
        {
            return Refusals.Because(RefusalCodes.AmbiguousHour, Each(shape, spoken, period));
        }

        foreach (var time in spoken)
        {
            var bound = Bind(time, period);
            var hours = bound.Hours();

            if (hours.Count != 1)
            {
                return Refusals.Because(hours.Count == 0 ? RefusalCodes.ImpossibleTime : RefusalCodes.AmbiguousHour, hours.Count == 0 ? Near(shape, bound) : _suggest.Of(hours.Select(hour => shape.AtTime(hour, bound.Minute))));
            }

            if (bound.NightOfWhichDay && shape.Kind != ScheduleKind.Daily)
            {
                return Refusals.Because(RefusalCodes.AmbiguousDay, _suggest.Of(shape.AtTime(0, bound.Minute), shape.AtTime(23, bound.Minute)));
            }
        }

        return Finish(shape, spoken.Select(time => Bind(time, period)).ToArray());
    }

    private PhraseReading Finish(ScheduleShape shape, SpokenTime[] times)
    {
        var hours = times.Select(time => time.Hours()[0]).Distinct().Order().ToArray();

        if (times.Select(time => time.Minute).Distinct().Count() > 1 || (hours.Length > 1 && shape.Kind == ScheduleKind.Once))
        {
            return Refusals.Because(RefusalCodes.SeveralTimes, _suggest.Of(times.Select(time => shape.AtTime(time.Hours()[0], time.Minute))));
        }

        var minute = times[0].Minute;
        var result = shape.AtTime(hours[0], minute);

        if (shape.Kind == ScheduleKind.Once)
        {
            return result.At > now
                ? new PhraseReading.Understood(result)
                : Refusals.Because(RefusalCodes.Past, _suggest.Of(Next(result)));
        }

        return new PhraseReading.Understood(result with { Hours = hours });
    }

    private PhraseReading Delay(Clause.After after)
    {
        if (clauses.Count > 1)
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

    // A part of the day said elsewhere ("every morning at 8") counts for a time that has none.
    private static SpokenTime Bind(SpokenTime time, DayPeriod period) => time.Period == DayPeriod.None ? time with { Period = period } : period == DayPeriod.None || time.Hours() is not [var hour] || SpokenTime.Fits(period, hour) ? time : time with { Minute = -1 };

    private static bool IsBare(SpokenTime time) => time is { Period: DayPeriod.None, Exact: false, Hour: >= 1 and <= 12 };

    private IEnumerable<string> Each(ScheduleShape shape, SpokenTime[] times, DayPeriod period) =>
        _suggest.Of(times.SelectMany(time => Bind(time, period) is var bound && bound.Hours() is { Count: > 0 } hours ? hours.Select(hour => shape.AtTime(hour, bound.Minute)) : [shape.AtTime(9, 0)]));

    private IEnumerable<string> Near(ScheduleShape shape, SpokenTime time)
    {
        var minute = time.Minute is >= 0 and <= 59 ? time.Minute : 0;
        var shapes = time.Hour switch
        {
            <= 23 and >= 12 => [shape.AtTime(time.Hour, minute)],
            >= 1 and <= 11 => [shape.AtTime(time.Hour, minute), shape.AtTime(time.Hour + 12, minute)],
            0 or 24 => [shape.AtTime(0, minute), shape.AtTime(23, 59)],
            _ => new[] { shape.AtTime(9, 0), shape.AtTime(18, 0) },
        };
        return _suggest.Of(shapes.Select(Future));
    }

    private IEnumerable<string> FutureOnly(IEnumerable<string> phrases, ScheduleShape shape, DayPeriod period) =>
        shape.Kind == ScheduleKind.Once && shape.At.Date <= now.Date ? _suggest.WithTimes(shape with { At = now.Date.AddDays(1) }, period) : phrases;

    private ScheduleShape Future(ScheduleShape shape) => shape.Kind == ScheduleKind.Once && shape.At <= now ? Next(shape) : shape;

    private ScheduleShape Next(ScheduleShape shape) => shape with { At = now.Date.AddDays(1) + shape.At.TimeOfDay };

    private (int Hour, int Minute) AnyTime()
    {
        var period = All<Clause.InPeriod>().Select(part => part.Period).FirstOrDefault();
        var time = All<Clause.AtTimes>().SelectMany(clause => clause.Times).Select(time => Bind(time, period)).FirstOrDefault(time => time.Hours().Count > 0, new(DayPeriod.None, 9, 0));
        return (time.Hours()[0], time.Minute);
    }

    private IEnumerable<string> InsteadOf(NotYetKind what, int hour, int minute) => what switch
    {
        NotYetKind.BusinessDay or NotYetKind.Except => _suggest.Of(Suggestions.Weekly(DaySet.Weekdays).AtTime(hour, minute)),
        NotYetKind.EveryOther => _suggest.Of(Suggestions.Weekly(DaySet.Of(1)).AtTime(hour, minute), Suggestions.Monthly(1, 15).AtTime(hour, minute)),
        NotYetKind.NthWeekday => _suggest.Of(Suggestions.Weekly(DaySet.Of(1)).AtTime(hour, minute), Suggestions.Monthly(1).AtTime(hour, minute)),
        NotYetKind.TimeRange => _suggest.Of(new ScheduleShape(ScheduleKind.Hours) { Days = DaySet.Weekdays }, Suggestions.Weekly(DaySet.Weekdays).AtTime(hour, minute)),
        NotYetKind.SeveralTimes => _suggest.Of(new ScheduleShape(ScheduleKind.Daily) { Hours = [9, 18] }, new ScheduleShape(ScheduleKind.Hours) { Every = 12 }),
        NotYetKind.Yearly => _suggest.Of(Suggestions.Monthly(1).AtTime(hour, minute)),
        _ => _suggest.Common(hour, minute),
    };

    private IEnumerable<T> All<T>()
        where T : Clause => clauses.OfType<T>();
}
