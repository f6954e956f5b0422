using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings;

/// <summary>When a schedule begins and ends. What counts from a day (격주, 90분마다) begins on its first day, which is then named.</summary>
internal sealed class BoundMeaning(IReadOnlyList<Clause> clauses, Suggestions suggest, DateTime now)
{
    /// <summary>A day of each n-th week or month comes within this many days: the 31st of each second month, say.</summary>
    private const int Reach = 800;

    private readonly DateMeaning _dates = new(suggest, now);
    private readonly Clause.Starting[] _starts = [.. clauses.OfType<Clause.Starting>()];
    private readonly Clause.Ending[] _ends = [.. clauses.OfType<Clause.Ending>()];

    public bool Any => _starts.Length + _ends.Length > 0;

    /// <summary>The schedule between its bounds, or why there is none; what they leave open is asked.</summary>
    public PhraseReading Apply(ScheduleShape shape) => Readings(shape) is { Count: > 0 } readings ? Refusals.Because(RefusalCodes.AmbiguousRule, suggest.Of(readings)) : Bound(shape);

    /// <summary>
    /// What bounds that can be read in two ways make of a shape: from January to March is those months of each year or the next ones, until June
    /// ends before or with it. None where there is nothing to ask.
    /// </summary>
    public IReadOnlyList<ScheduleShape> Readings(ScheduleShape shape)
    {
        if (shape.Kind == ScheduleKind.Once || _starts.Length > 1 || _ends is not [{ Date: Clause.OnDate { Day: null, Month: >= 1 and <= 12 and var last, Year: var year } } end])
        {
            return [];
        }

        var first = _starts is [{ Time: null, Date: Clause.OnDate { Year: null, Day: null, Month: >= 1 and <= 12 and var begins } }] && year is null ? begins : 0;
        ScheduleShape[] ofYear = first > 0 && shape is { Kind: ScheduleKind.Days, Step: null, Months.Count: 0 }
            ? [shape with { Months = [.. MonthClauses.Range(first, last).Order()] }]
            : [];
        var reading = Bound(shape);

        if (reading is not PhraseReading.Understood { Shape: { Until: { } until } bound } || (first == 0 && !end.IsOpen))
        {
            return ofYear;
        }

        var before = new DateTime(until.Year, until.Month, 1).AddSeconds(-1);
        return [.. ofYear, .. end.IsOpen && first == 0 && before > now && (bound.From is null || before > bound.From) ? [bound with { Until = before }] : Array.Empty<ScheduleShape>(), bound];
    }

    private PhraseReading Bound(ScheduleShape shape)
    {
        if (Any && shape.Kind == ScheduleKind.Once)
        {
            var daily = new ScheduleShape(ScheduleKind.Days).AtTime(shape.At.Hour, shape.At.Minute);
            return Refusals.Because(RefusalCodes.Conflict, suggest.Of([shape, .. Bound(daily) is PhraseReading.Understood { Shape: var bound } ? [bound] : Array.Empty<ScheduleShape>()]));
        }

        if (_starts.Length > 1 || _ends.Length > 1)
        {
            return Refusals.Because(RefusalCodes.Conflict, suggest.Of(Endless(shape)));
        }

        var reading = Begin(shape, _starts.FirstOrDefault());
        return _ends is [var end] && reading is PhraseReading.Understood { Shape: var begun } ? End(begun, end) : reading;
    }

    private PhraseReading Begin(ScheduleShape shape, Clause.Starting? start)
    {
        if (start is null)
        {
            return new PhraseReading.Understood(shape with { From = shape.Kind == ScheduleKind.Elapsed ? ThisMinute : shape.Step is null ? null : First(shape, now, named: false) });
        }

        if (_dates.Find(start.Date, isEnd: false, out var date) is { } code)
        {
            // "11월부터", said in November, is this one or the next.
            DateTime[] near = code == RefusalCodes.AmbiguousDay && date != default ? [date, date.AddYears(1)] : [.. _dates.Nearest(start.Date)];
            return Refusals.Because(code, Offer(shape, near.Select(day => At(shape, start, day))));
        }

        return At(shape, start, date) switch
        {
            [var only] => new PhraseReading.Understood(only),
            [] when Spoken(shape, start) is null => Refusals.Because(RefusalCodes.MissingTime, suggest.Of(Begun(shape, date.AddHours(9)))),
            [] => Refusals.Because(RefusalCodes.ImpossibleTime, suggest.Of(Begun(shape, date.AddHours(9)))),
            var several => Refusals.Because(RefusalCodes.AmbiguousHour, suggest.Of(several)),
        };
    }

    private PhraseReading End(ScheduleShape shape, Clause.Ending end)
    {
        if (_dates.Find(end.Date, isEnd: true, out var date) is { } code)
        {
            return Refusals.Because(code, Offer(shape, _dates.Nearest(end.Date).Select(day => Ended(shape, end, day))));
        }

        ScheduleShape[] ended = [.. Ended(shape, end, date)];

        if (ended.Length != 1)
        {
            return Refusals.Because(ended.Length == 0 ? RefusalCodes.ImpossibleTime : RefusalCodes.AmbiguousHour, suggest.Of(ended.Length == 0 ? [shape with { Until = EndOf(date) }] : ended));
        }

        if (ended[0].Until >= now && !(ended[0].Until < shape.From))
        {
            return new PhraseReading.Understood(ended[0]);
        }

        // "from November 30 until December 24", said in December: it has begun.
        var hasBegun = ended[0].Until >= now && shape is { Step: null, Kind: not ScheduleKind.Elapsed } && _starts is [{ Date: Clause.OnDate { Year: null } }];
        return Refusals.Because(
            ended[0].Until < now ? RefusalCodes.Past : RefusalCodes.EndBeforeStart,
            suggest.Of([.. hasBegun ? [ended[0] with { From = null }] : Array.Empty<ScheduleShape>(), shape with { Until = Later(shape, ended[0].Until!.Value) }]));
    }

    // The same end in a year that has it after the beginning and after now.
    private DateTime Later(ScheduleShape shape, DateTime until)
    {
        var after = shape.From > now ? shape.From.Value : now;
        return Enumerable.Range(after.Year - until.Year, 3).Select(until.AddYears).First(end => end > after);
    }

    private IEnumerable<string> Offer(ScheduleShape shape, IEnumerable<IReadOnlyList<ScheduleShape>> near)
    {
        ScheduleShape[] shapes = [.. near.SelectMany(each => each.Take(1))];
        return suggest.Of(shapes.Length > 0 ? shapes : [Endless(shape)]);
    }

    // The shape from a date on: several where the hour is open, none where it is missing or is none.
    private IReadOnlyList<ScheduleShape> At(ScheduleShape shape, Clause.Starting start, DateTime date) => Spoken(shape, start) switch
    {
        { } time => [.. time.Hours().Select(hour => Begun(shape, date.AddHours(hour).AddMinutes(time.Minute).AddSeconds(time.Second)))],
        null => shape.Kind == ScheduleKind.Elapsed ? [] : [Begun(shape, date)],
    };

    private static ScheduleShape Begun(ScheduleShape shape, DateTime from)
    {
        if (shape.Kind != ScheduleKind.Days)
        {
            return shape with { From = from };
        }

        var date = shape.Step is null ? from.Date : First(shape, from, named: true);

        // A time of day that none of the schedule's own comes before says no more than the day.
        return shape with { From = date == from.Date && shape.Times[0] < from.TimeOfDay.TotalMinutes ? from : date };
    }

    // A day that was named is the first whatever the hour; else it is the first that has an instant to come.
    private static DateTime First(ScheduleShape shape, DateTime from, bool named)
    {
        var least = named && from.TimeOfDay == TimeSpan.Zero ? from.Date : from;
        return Enumerable.Range(0, Reach).Select(number => from.Date.AddDays(number)).Where(day => shape.Counts(DateOnly.FromDateTime(day)))
            .First(day => named ? day.AddMinutes(shape.Times[^1]) >= least : day.AddMinutes(shape.Times[^1]) > least);
    }

    private static IReadOnlyList<ScheduleShape> Ended(ScheduleShape shape, Clause.Ending end, DateTime date) => end.Time is { } time
        ? [.. time.Hours().Select(hour => shape with { Until = date.AddHours(hour).AddMinutes(time.Minute).AddSeconds(time.Second) })]
        : [shape with { Until = EndOf(date) }];

    /// <summary>The last second of a day.</summary>
    public static DateTime EndOf(DateTime date) => date.Date.AddDays(1).AddSeconds(-1);

    private DateTime ThisMinute => now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));

    // What counts elapsed time needs a beginning in order to be said.
    private ScheduleShape Endless(ScheduleShape shape) => shape.Kind == ScheduleKind.Elapsed ? shape with { From = ThisMinute } : shape;

    // The time of "from 2026-12-01 at 14:00" stands apart, that of 내일 오후 2시부터 with the date; among times of day only the latter counts.
    private SpokenTime? Spoken(ScheduleShape shape, Clause.Starting start) => start.Time
        ?? (shape.Kind == ScheduleKind.Days ? null : clauses.OfType<Clause.AtTimes>().SelectMany(clause => clause.Times).Select(time => (SpokenTime?)time).FirstOrDefault());
}
