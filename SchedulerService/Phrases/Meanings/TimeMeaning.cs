using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Meanings.Days;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings;

/// <summary>The times of day that the clauses name, put to a shape whose days are known.</summary>
internal sealed class TimeMeaning(IReadOnlyList<Clause> clauses, Suggestions suggest, DateTime now, bool leavesOut)
{
    private const int MostTimesWritten = 12;

    private DayPeriod Period => clauses.OfType<Clause.InPeriod>().Select(part => part.Period).FirstOrDefault();

    // 하루에 두 번, 매일 세 번
    private int Count => clauses.Select(clause => clause switch { Clause.SoManyTimes { Count: var count } => count, Clause.TimesPer { Unit: TimeUnit.Day, Count: var count } => count, _ => 1 }).DefaultIfEmpty(1).Max();

    /// <summary>Some time that was named, for suggestions; 09:00 when there is none.</summary>
    public (int Hour, int Minute) Any()
    {
        var period = Period;
        var time = clauses.OfType<Clause.AtTimes>().SelectMany(clause => clause.Times).Select(time => Bind(time, period)).FirstOrDefault(time => time.Hours().Count > 0, new(DayPeriod.None, 9, 0));
        return (time.Hours()[0], time.Minute);
    }

    /// <summary>All times that were named, in minutes since midnight, where each of them is clear.</summary>
    public IReadOnlyList<int> Clear()
    {
        SpokenTime[] spoken = [.. clauses.OfType<Clause.AtTimes>().SelectMany(clause => clause.Times).Select(time => Bind(time, Period))];
        return spoken.All(time => time.Hours().Count == 1 && time.Second == 0) && spoken.Length <= SpecWriter.MostTimes
            ? [.. spoken.Select(time => (time.Hours()[0] * 60) + time.Minute).Distinct().Order()]
            : [];
    }

    /// <summary>
    /// What a range of hours can mean. The part of the day that its beginning names counts for its end, and the end comes after the
    /// beginning: 9 to 5 and 오후 2시부터 8시까지 are clear, 7 to 9 pm is not. It goes over midnight only when its end says so.
    /// </summary>
    public static IReadOnlyList<TimeWindow> Window(Clause.InWindow window)
    {
        var (from, to) = (window.From, window.To);
        var starts = Minutes(from, IsBare(from) && to.Period != DayPeriod.None ? Halves(from.Hour) : from.Hours());

        // 2시부터 8시까지: of either half of the day
        if (IsBare(from) && IsBare(to) && from.Hours().Count > 1)
        {
            return Later(starts, Minutes(to, Halves(to.Hour)));
        }

        var same = Later(starts, IsBare(to) ? Minutes(to, (to with { Period = from.Period }).Hours()) : []);

        if (same.Count == 1)
        {
            return same;
        }

        // 24시 is the end of the day, as an end.
        var ends = to is { Hour: 24, Minute: 0 } ? [0] : Minutes(to, to.Hours().Count == 0 || !IsBare(to) ? to.Hours() : Halves(to.Hour));
        var later = Later(starts, IsBare(to) ? Minutes(to, to.Hours()) : ends);
        later = later.Count == 0 && IsBare(to) ? Later(starts, ends) : later;
        return later.Count > 0 || IsBare(to) ? later : [.. starts.SelectMany(start => ends.Where(end => end != start).Select(end => new TimeWindow(start, end)))];
    }

    public PhraseReading Apply(ScheduleShape shape)
    {
        var period = Period;
        var groups = clauses.OfType<Clause.AtTimes>().ToArray();
        var spoken = groups.SelectMany(clause => clause.Times).Distinct().ToArray();

        if (spoken.Length == 0)
        {
            return Refusals.Because(RefusalCodes.MissingTime, OfBeginning(shape) is { Length: > 0 } begun ? begun : Offered(shape, period));
        }

        if (groups.Length > 1 && spoken.Length > 1)
        {
            return Refusals.Because(RefusalCodes.Conflict, [.. Together(shape, spoken, period), .. Each(shape, spoken, period)]);
        }

        if (spoken.Length > 1 && spoken.Any(time => time.Period != DayPeriod.None) && spoken.Any(IsBare))
        {
            return Refusals.Because(RefusalCodes.AmbiguousHour, [.. Alike(shape, spoken), .. Each(shape, spoken, period)]);
        }

        foreach (var time in spoken)
        {
            var bound = Bind(time, period);
            var hours = bound.Hours();

            if (hours.Count != 1)
            {
                return Refusals.Because(hours.Count == 0 ? RefusalCodes.ImpossibleTime : RefusalCodes.AmbiguousHour, hours.Count == 0 ? Near(shape, time) : suggest.Of(Coming(hours.Select(hour => shape.AtTime(hour, bound.Minute)))));
            }

            // 매일 8시 아침 저녁: every part of the day that is named must have the hour.
            if (clauses.OfType<Clause.InPeriod>().Any(part => !SpokenTime.Fits(part.Period, hours[0])))
            {
                return Refusals.Because(RefusalCodes.ImpossibleTime, Near(shape, time));
            }

            if (hours[0] == 0 && NightReadings.IsSaid(clauses) && (leavesOut || !shape.IsDaily))
            {
                return Refusals.Because(RefusalCodes.AmbiguousDay, suggest.Of(Coming(NightReadings.Of(shape, 0, bound.Minute, leavesOut))));
            }
        }

        return Finish(shape, [.. spoken.Select(time => Bind(time, period))]);
    }

    private PhraseReading Finish(ScheduleShape shape, SpokenTime[] spoken)
    {
        int[] times = [.. spoken.Select(time => (time.Hours()[0] * 60) + time.Minute).Distinct().Order()];

        if (clauses.Any(clause => clause is Clause.SoManyTimes { Count: var count } && count != times.Length || clause is Clause.TimesPer { Unit: TimeUnit.Day, Count: var perDay } && perDay != times.Length))
        {
            return Refusals.Because(RefusalCodes.CountMismatch, shape.Kind == ScheduleKind.Once
                ? Each(shape, spoken, DayPeriod.None)
                : suggest.Of(shape with { Times = DayTimes.Filled(times, Count) }, shape with { Times = times }));
        }

        if (times.Length > 1 && (shape.Kind == ScheduleKind.Once || times.Length > SpecWriter.MostTimes))
        {
            return Refusals.Because(RefusalCodes.SeveralTimes, Each(shape, spoken, DayPeriod.None));
        }

        if (shape.Kind == ScheduleKind.Once)
        {
            var once = shape.AtTime(times[0] / 60, times[0] % 60);
            once = once with { At = once.At.AddSeconds(spoken[0].Second) };
            return once.At > now ? new PhraseReading.Understood(once) : Refusals.Because(RefusalCodes.Past, suggest.Of(Next(once)));
        }

        if (spoken.Any(time => time.Second != 0))
        {
            return Refusals.Because(RefusalCodes.Seconds, suggest.Of(shape with { Times = times }));
        }

        return new PhraseReading.Understood(shape with { Times = times });
    }

    // A part of the day said elsewhere ("every morning at 8") counts for a time that has none.
    private static SpokenTime Bind(SpokenTime time, DayPeriod period) => time.Period == DayPeriod.None ? time with { Period = period } : period == DayPeriod.None || time.Hours() is not [var hour] || SpokenTime.Fits(period, hour) ? time : time with { Minute = -1 };

    private static IReadOnlyList<TimeWindow> Later(IReadOnlyList<int> starts, IReadOnlyList<int> ends) =>
        [.. starts.SelectMany(start => ends.Where(end => end > start).Select(end => new TimeWindow(start, end)))];

    private static IReadOnlyList<int> Minutes(SpokenTime time, IReadOnlyList<int> hours) => [.. hours.Select(hour => (hour * 60) + time.Minute)];

    private static IReadOnlyList<int> Halves(int hour) => hour == 12 ? [12, 0] : [hour, hour + 12];

    private static bool IsBare(SpokenTime time) => time is { Period: DayPeriod.None, Exact: false, Hour: >= 1 and <= 12 };

    private IEnumerable<string> Each(ScheduleShape shape, SpokenTime[] times, DayPeriod period) =>
        suggest.Of(times.SelectMany(time => Bind(time, period) is var bound && bound.Hours() is { Count: > 0 } hours ? hours.Select(hour => shape.AtTime(hour, bound.Minute)) : [shape.AtTime(9, 0)]).Select(Future));

    private IEnumerable<string> Near(ScheduleShape shape, SpokenTime time)
    {
        var minute = time.Minute is >= 0 and <= 59 ? time.Minute : 0;
        var midnights = shape.Kind == ScheduleKind.Once || leavesOut ? [shape.AtTime(0, minute)] : NightReadings.Of(shape, 0, minute);
        IEnumerable<ScheduleShape> shapes = time.Hour switch
        {
            // tonight at 12, 매일 저녁 12시
            12 when Bind(time, Period).Period == DayPeriod.Evening || clauses.OfType<Clause.InPeriod>().Any(part => part.Period == DayPeriod.Evening) =>
                shape.Kind == ScheduleKind.Once ? [.. NightReadings.Next(shape, 0, minute)] : midnights,
            12 when time.Hours() is [0] => [shape.AtTime(0, minute)],
            >= 1 and <= 5 when NightReadings.IsSaid(clauses) && (time.Period == DayPeriod.Night || time.Hours() is [<= 5]) => NightReadings.Of(shape, time.Hour, minute, leavesOut),
            <= 23 and >= 12 => [shape.AtTime(time.Hour, minute)],
            >= 1 and <= 11 => [shape.AtTime(time.Hour, minute), shape.AtTime(time.Hour + 12, minute)],
            0 when time.Period == DayPeriod.EnglishPm => [shape.AtTime(12, minute), shape.AtTime(0, minute)],
            24 => [.. leavesOut ? [] : NightReadings.Next(shape, 0, minute), shape.AtTime(23, 59)],
            0 => [shape.AtTime(0, minute), shape.AtTime(23, 59)],
            _ => [shape.AtTime(9, 0), shape.AtTime(18, 0)],
        };
        return suggest.Of(shapes.Select(Future));
    }

    // 오후 2시와 4시: the part of the day that was named before an hour may be said of it, too.
    private IEnumerable<string> Alike(ScheduleShape shape, SpokenTime[] times)
    {
        var (period, last) = (DayPeriod.None, -1);
        var alike = new List<SpokenTime>();

        foreach (var time in times)
        {
            period = IsBare(time) ? period : time.Period;
            var bound = time with { Period = period };

            // 오전 9시와 4시: the one that comes after it.
            bound = IsBare(time) && bound.Hours() is [var hour] && (hour * 60) + time.Minute <= last && hour < 12 ? time with { Period = DayPeriod.Pm } : bound;
            last = bound.Hours() is [var at] ? (at * 60) + time.Minute : last;
            alike.Add(bound);
        }

        return alike[0].Period == DayPeriod.None ? [] : Together(shape, [.. alike], DayPeriod.None);
    }

    // All of them at once, where each is clear: said without a word that joins them.
    private IEnumerable<string> Together(ScheduleShape shape, SpokenTime[] times, DayPeriod period)
    {
        int[] clear = [.. times.Select(time => Bind(time, period)).Where(time => time.Hours().Count == 1).Select(time => (time.Hours()[0] * 60) + time.Minute).Distinct().Order()];
        return shape.Kind != ScheduleKind.Once && clear.Length == times.Length && clear.Length <= SpecWriter.MostTimes ? suggest.Of(shape with { Times = clear }) : [];
    }

    // 내일 오전 9시부터 매일: at that hour.
    private string[] OfBeginning(ScheduleShape shape) =>
        shape.Kind != ScheduleKind.Once && clauses.OfType<Clause.Starting>().FirstOrDefault() is { Time: { } time } && time.Hours() is { Count: > 0 } hours
            ? [.. suggest.Of(hours.Select(hour => shape.AtTime(hour, time.Minute)))]
            : [];

    // Of today only what is still to come; of more times a day than people write down, an interval.
    private IEnumerable<string> Offered(ScheduleShape shape, DayPeriod period)
    {
        if (shape.Kind == ScheduleKind.Once && shape.At.Date <= now.Date)
        {
            ScheduleShape[] later = [.. Suggestions.Hours(period).Select(hour => shape.AtTime(hour, 0)).Where(each => each.At > now)];
            return later.Length > 0 ? suggest.Of(later) : suggest.WithTimes(shape with { At = now.Date.AddDays(1) }, period, 1);
        }

        return Count > MostTimesWritten && shape is { HasMonthDays: false, Step: null, Months.Count: 0 }
            ? new IntervalSuggestions(suggest, now).Of(new(ScheduleKind.Minutes) { Days = shape.Days }, TimeUnit.Minute, Math.Max(1, 24 * 60 / Count))
            : suggest.WithTimes(shape, period, Math.Min(Count, MostTimesWritten));
    }

    // Of today's hours those that are still to come; all of them tomorrow when none is.
    private ScheduleShape[] Coming(IEnumerable<ScheduleShape> shapes)
    {
        ScheduleShape[] all = [.. shapes];
        ScheduleShape[] coming = [.. all.Where(shape => shape.Kind != ScheduleKind.Once || shape.At > now)];
        return coming.Length > 0 ? coming : [.. all.Select(Future)];
    }

    private ScheduleShape Future(ScheduleShape shape) => shape.Kind == ScheduleKind.Once && shape.At <= now ? Next(shape) : shape;

    private ScheduleShape Next(ScheduleShape shape) => shape with { At = now.Date.AddDays(1) + shape.At.TimeOfDay };
}
