using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Meanings.Days;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings;

/// <summary>
/// Every so many minutes or hours. Cron restarts its steps every hour and every day, so divisors of those are cron; others count
/// elapsed time from the moment of reading, or from the beginning of the hours that were named.
/// </summary>
internal sealed class IntervalMeaning(IReadOnlyList<Clause> clauses, Suggestions suggest, DateTime now)
{
    private const int MinutesOfDay = 24 * 60;
    private const int LongestMinutes = 366 * MinutesOfDay;

    private static readonly int[] Shortened = [60, 30, 20, 15, 10, 5, 1];

    private readonly IntervalSuggestions _nearest = new(suggest, now);

    /// <summary>The hour and the minute are some that were named, for suggestions.</summary>
    public PhraseReading Resolve(IReadOnlyList<Clause.Repeat> intervals, int hour, int minute)
    {
        var reading = Every(intervals, hour, minute);
        return reading is PhraseReading.Understood { Shape: var shape } && new IntervalDays(clauses, suggest, now).Ask(shape) is { } either ? either : reading;
    }

    /// <summary>What an interval from a time of day without an end may mean: the times of each day that it gives, elapsed time, the rest of the day.</summary>
    public IEnumerable<ScheduleShape> FromHour(Clause.Repeat interval, int hour, int minute)
    {
        var (unit, count) = Plain(interval);
        var days = clauses.OfType<Clause.OnDays>().Aggregate(0, (set, clause) => set | clause.Set);
        var shape = new ScheduleShape(unit == TimeUnit.Hour ? ScheduleKind.Hours : ScheduleKind.Minutes) { Every = count, Days = days == DaySet.All ? 0 : days };
        var (length, begins) = (unit == TimeUnit.Hour ? count * 60 : count, (hour * 60) + minute);
        var rest = new ScheduleShape(ScheduleKind.Minutes) { Every = length, Window = new(begins, (23 * 60) + 59), Days = shape.Days };
        var date = clauses.OfType<Clause.InDays>().FirstOrDefault(each => each.Days is > 0 and <= 366);
        var first = now.Date.AddDays(date?.Days ?? 0).AddMinutes(begins);

        return
        [
            .. length <= rest.Window.Value.Length && SpecWriter.Fits(rest) ? [date is null ? rest : rest with { From = first.Date }] : Array.Empty<ScheduleShape>(),
            .. date is null && IntervalSuggestions.Divides(unit, count) && (length <= 60 && shape.HasStep(hour, minute, 0) ? shape : OnClock(shape, hour, minute)) is var times && times.Times.Count <= SpecWriter.MostTimes ? [times] : Array.Empty<ScheduleShape>(),
            .. shape.Days == 0 ? [new(ScheduleKind.Elapsed) { Every = length * 60, From = first > now ? first : first.AddDays(1) }] : Array.Empty<ScheduleShape>(),
            .. (shape.Days != 0 || clauses.OfType<Clause.Starting>().Any()) && length > 60 ? [shape] : Array.Empty<ScheduleShape>(),
        ];
    }

    private PhraseReading Every(IReadOnlyList<Clause.Repeat> intervals, int hour, int minute)
    {
        var (unit, count) = Plain(intervals[0]);
        Clause.OnDays[] named = [.. clauses.OfType<Clause.OnDays>()];
        var days = named.Aggregate(0, (set, clause) => set | clause.Set);
        var groups = clauses.OfType<Clause.AtMinutes>().ToArray();
        int[] minutes = [.. groups.SelectMany(clause => clause.Minutes).Distinct().Order()];
        var shape = new ScheduleShape(unit == TimeUnit.Hour ? ScheduleKind.Hours : ScheduleKind.Minutes) { Every = count, Days = days == DaySet.All ? 0 : days };
        var seconds = count * (unit == TimeUnit.Hour ? 3600L : unit == TimeUnit.Minute ? 60 : 1);

        if (seconds is < 60 or > LongestMinutes * 60L)
        {
            return Refusals.Because(RefusalCodes.Interval, _nearest.Of(shape, unit, count));
        }

        if (intervals.Select(Plain).Distinct().Count() > 1)
        {
            return Refusals.Because(RefusalCodes.Conflict, intervals.SelectMany(each => _nearest.Of(shape, Plain(each).Unit, Plain(each).Count).Take(1)));
        }

        if (minutes.Any(each => each > 59))
        {
            int[] valid = [.. minutes.Where(each => each <= 59)];
            return Refusals.Because(RefusalCodes.ImpossibleTime, _nearest.Of(unit == TimeUnit.Hour && valid.Length > 0 ? shape with { Minutes = valid } : shape, unit, count));
        }

        // 매일 월요일 30분마다, 매주 30분마다: which days?
        if (clauses.Any(clause => clause is Clause.Repeat { Unit: TimeUnit.Day } && shape.Days != 0) || (days == 0 && clauses.Any(clause => clause is Clause.Repeat { Unit: TimeUnit.Week })))
        {
            return Refusals.Because(RefusalCodes.Conflict, _nearest.Of(shape, unit, count).Concat(_nearest.Of(shape with { Days = 0 }, unit, count)));
        }

        if (DayMeaning.IsUnclear(named))
        {
            return Refusals.Because(RefusalCodes.AmbiguousRule, named.SelectMany(each => _nearest.Of(shape with { Days = each.Set }, unit, count)));
        }

        shape = unit == TimeUnit.Hour && minutes.Length > 0 ? shape with { Minutes = minutes } : shape;
        var windows = clauses.OfType<Clause.InWindow>().Distinct().ToArray();

        if (clauses.FirstOrDefault(IsForeign) is { } foreign)
        {
            return foreign is Clause.AtTimes or Clause.InPeriod or Clause.SoManyTimes
                ? Refusals.Because(RefusalCodes.Conflict, [.. AsMinutes(shape), .. _nearest.Of(shape, unit, count), .. suggest.Of(new ScheduleShape(ScheduleKind.Days) { Days = shape.Days }.AtTime(hour, minute))])
                : Refusals.Because(RefusalCodes.Unsupported, [.. OnMonthDays(windows, seconds), .. _nearest.Of(shape, unit, count)]);
        }

        var aligned = windows.Length == 1 && groups.Length == 1 && minutes.Length == 1 && (unit, count) == (TimeUnit.Hour, 1);

        var fromMidnight = clauses.OfType<Clause.CountedFromMidnight>().Any();
        var counted = clauses.OfType<Clause.Counted>().Any();
        var even = IntervalSuggestions.Divides(unit, count);

        if (even && windows.Length == 0 && !counted && !fromMidnight && groups.Length < 2 && (unit, groups.Length) is (TimeUnit.Hour, _) or (_, 0) && BeginsBetween(shape, named: minutes.Length > 0) is { } begin)
        {
            return FromBeginning(shape, begin, seconds, named: minutes.Length > 0);
        }

        return groups.Length > 1 || windows.Length > 1 || (windows.Length > 0 && (counted || fromMidnight)) || (fromMidnight && (counted || !even)) || (groups.Length == 1 && !aligned && (unit != TimeUnit.Hour || windows.Length > 0)) ? Refusals.Because(RefusalCodes.Conflict, _nearest.Of(shape, unit, count))
            : windows is [var window] ? InWindow(window, shape, seconds, aligned ? minutes[0] : null)
            : even && !counted ? new PhraseReading.Understood(shape)
            : Elapsed(shape, seconds, unit, count);
    }

    /// <summary>
    /// The time of the beginning where the interval, counted from midnight, has none at that time: 내일 오전 8시부터 12시간마다. Minutes of every hour that
    /// are <paramref name="named"/> are what they are, whenever they begin.
    /// </summary>
    private SpokenTime? BeginsBetween(ScheduleShape shape, bool named)
    {
        var starts = clauses.OfType<Clause.Starting>().FirstOrDefault();
        var time = starts is null ? null : starts.Time ?? clauses.OfType<Clause.AtTimes>().SelectMany(clause => clause.Times).Select(each => (SpokenTime?)each).FirstOrDefault();
        return time is { } begin && !(named && shape.Every == 1) && begin.Hours().Any(hour => !shape.HasStep(hour, begin.Minute, begin.Second)) ? begin : null;
    }

    // It counts from its beginning; but elapsed time knows no days, and minutes that are named must be those of the beginning.
    private PhraseReading FromBeginning(ScheduleShape shape, SpokenTime begin, long seconds, bool named)
    {
        var elapsed = new ScheduleShape(ScheduleKind.Elapsed) { Every = (int)seconds };
        ScheduleShape[] onClock = begin.Second == 0 && begin.Hours() is [var hour] ? [OnClock(shape, hour, begin.Minute)] : [];

        return shape.Days != 0 || clauses.Any(clause => clause is Clause.Repeat { Unit: TimeUnit.Day or TimeUnit.Week }) ? Refusals.Because(RefusalCodes.Interval, suggest.Of([.. onClock, shape]))
            : named && (begin.Second != 0 || shape.Minutes is not [var minute] || minute != begin.Minute) ? Refusals.Because(RefusalCodes.Conflict, suggest.Of(elapsed, shape))
            : new PhraseReading.Understood(elapsed);
    }

    // The same times of each day, as the wall clock shows them.
    private static ScheduleShape OnClock(ScheduleShape shape, int hour, int minute) =>
        shape.Kind == ScheduleKind.Minutes ? shape with { Kind = ScheduleKind.Hours, Every = 1, Minutes = [.. Enumerable.Range(0, 60).Where(each => (each - minute) % shape.Every == 0)] }
        : shape.Every == 1 ? shape with { Minutes = [minute] }
        : new(ScheduleKind.Days) { Days = shape.Days, Times = [.. Enumerable.Range(0, 24).Where(each => (each - hour) % shape.Every == 0).Select(each => (each * 60) + minute)] };

    // 120 minutes are two hours, and 60 seconds a minute.
    private static (TimeUnit Unit, int Count) Plain(Clause.Repeat interval) => (interval.Unit, interval.Count) switch
    {
        (TimeUnit.Second, >= 60 and var count) when count % 60 == 0 => Plain(new(TimeUnit.Minute, count / 60)),
        (TimeUnit.Minute, >= 60 and var count) when count % 60 == 0 => (TimeUnit.Hour, count / 60),
        var (unit, count) => (unit, count),
    };

    // Elapsed time knows no days: 평일 45분마다 could begin anew each day, or go on from Friday to Monday.
    private PhraseReading Elapsed(ScheduleShape shape, long seconds, TimeUnit unit, int count) =>
        shape.Days != 0 || clauses.Any(clause => clause is Clause.AtMinutes or Clause.Repeat { Unit: TimeUnit.Day or TimeUnit.Week })
            ? Refusals.Because(RefusalCodes.Interval, _nearest.Of(shape, unit, count))
            : new PhraseReading.Understood(new(ScheduleKind.Elapsed) { Every = (int)seconds });

    private PhraseReading InWindow(Clause.InWindow spoken, ScheduleShape shape, long seconds, int? minute)
    {
        var length = (int)(seconds / 60);
        var days = shape.Days;
        TimeWindow[] spans = [.. TimeMeaning.Window(spoken)];
        TimeWindow[] windows = [.. spans.Select(window => minute is { } of ? Aligned(window, of) : window).OfType<TimeWindow>()];
        var shapes = windows.Select(window => new ScheduleShape(ScheduleKind.Minutes) { Every = length, Window = window, Days = days }).ToArray();
        ScheduleShape working = new(ScheduleKind.Minutes) { Every = seconds % 60 == 0 && length is > 0 and <= 9 * 60 ? length : 60, Window = new(9 * 60, 18 * 60), Days = days };

        if (spoken.From.Second != 0 || spoken.To.Second != 0)
        {
            return Refusals.Because(RefusalCodes.Seconds, suggest.Of(shapes.Append(working).Select(Shorter)));
        }

        if (spans.Length > 0 && windows.Length == 0)
        {
            return Refusals.Because(RefusalCodes.Interval, suggest.Of(shape, working));
        }

        return shapes switch
        {
            // Over midnight only each day is the same as each day: 월요일 22시부터 2시까지 ends on a Tuesday, or not.
            [{ Window: { } window }] when window.To < window.From && days != 0 => Refusals.Because(RefusalCodes.AmbiguousDay, suggest.Of(new[] { working with { Window = new(window.From, (23 * 60) + 59) }, working with { Days = 0, Window = window } }.Where(each => each.Window!.Value.Length > 0).Select(each => working.Every <= each.Window!.Value.Length && SpecWriter.Fits(each) ? each : Shorter(each)))),

            // Seconds are no times of day.
            _ when seconds % 60 != 0 => Refusals.Because(RefusalCodes.Interval, suggest.Of(shapes.Select(Shorter).Append(working))),
            [{ Window: { } window }] when length > window.Length || !SpecWriter.Fits(shapes[0]) => Refusals.Because(RefusalCodes.Interval, suggest.Of(Shorter(shapes[0]), working)),
            [var only] => new PhraseReading.Understood(only),
            [] when spoken.From.Hours().Count == 0 || spoken.To.Hours().Count == 0 => Refusals.Because(RefusalCodes.ImpossibleTime, suggest.Of(working)),
            [] => Refusals.Because(RefusalCodes.Range, suggest.Of(OverMidnight(spoken, working))),
            _ => Refusals.Because(RefusalCodes.AmbiguousHour, suggest.Of(shapes.Where(each => each.Window!.Value.Length >= length).DefaultIfEmpty(working))),
        };
    }

    // 9시부터 18시까지 매시 30분: from the first such minute to the last; null where there is none.
    private static TimeWindow? Aligned(TimeWindow window, int minute)
    {
        var (late, early) = ((minute - (window.From % 60) + 60) % 60, ((window.To % 60) - minute + 60) % 60);
        var (from, length) = (window.From + late, window.Length - late - early);
        return length < 0 ? null : new(from % MinutesOfDay, (from + length) % MinutesOfDay);
    }

    // 22시부터 6시까지: to the morning after it, or to its own evening
    private static ScheduleShape[] OverMidnight(Clause.InWindow spoken, ScheduleShape shape)
    {
        ScheduleShape[] windows = [.. spoken.From.Hours().SelectMany(from => spoken.To.Hours().Select(to => shape with { Window = new((from * 60) + spoken.From.Minute, (to * 60) + spoken.To.Minute) }))
            .Where(each => each.Window!.Value is { From: var from, To: var to } window && (from < to || shape.Days == 0) && shape.Every <= window.Length && SpecWriter.Fits(each))
            .OrderBy(each => each.Window!.Value.Length).Take(2)];
        return windows.Length > 0 ? windows : [shape];
    }

    // every hour at 15 and 45: numbers that may have been meant as minutes
    private IEnumerable<string> AsMinutes(ScheduleShape shape)
    {
        SpokenTime[] times = [.. clauses.OfType<Clause.AtTimes>().SelectMany(clause => clause.Times)];
        return shape.Kind == ScheduleKind.Hours && times.Length > 0 && times.All(time => time is { Period: DayPeriod.None, Exact: false, HasMark: false, Minute: 0, Second: 0, Hour: >= 0 and <= 59 })
            ? suggest.Of(shape with { Minutes = [.. times.Select(time => time.Hour).Distinct().Order()] })
            : [];
    }

    // The longest even part of an hour that fits into the window, or half of it.
    private static ScheduleShape Shorter(ScheduleShape shape)
    {
        var length = shape.Window!.Value.Length;
        return shape with { Every = Shortened.FirstOrDefault(every => every <= length && SpecWriter.Fits(shape with { Every = every }), Math.Max(length, 1)) };
    }

    // 매월 1일 9시부터 18시까지 매시간: the times of the window, where they are not too many.
    private IEnumerable<string> OnMonthDays(Clause.InWindow[] windows, long seconds) =>
        new MonthMeaning(clauses, suggest, now) is { Shape: { HasMonthDays: true } days } && windows is [var spoken] && seconds % 60 == 0 && TimeMeaning.Window(spoken) is [var window]
            && window.To > window.From && window.Length >= seconds / 60 && window.Times((int)(seconds / 60)) is { Count: <= SpecWriter.MostTimes } times
            ? suggest.Of(days with { Times = times })
            : [];

    // A date, a day of the month or a time of day says something else than an interval; but one time of day may belong to the beginning.
    private bool IsForeign(Clause clause) => clause is not (
        Clause.AtMinutes or Clause.Counted or Clause.CountedFromMidnight or Clause.OnDays or Clause.InWindow or Clause.Except or Clause.Starting or Clause.Ending or Clause.OncePer or Clause.SoManyTimes { Count: 1 }
        or Clause.Repeat { Unit: TimeUnit.Second or TimeUnit.Minute or TimeUnit.Hour } or Clause.Repeat { Unit: TimeUnit.Day or TimeUnit.Week, Count: 1 })
        && !(clause is Clause.AtTimes { Times.Count: 1 } && clauses.OfType<Clause.AtTimes>().Count() == 1 && clauses.OfType<Clause.Starting>().FirstOrDefault() is { Time: null });
}
