using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Refusing;

/// <summary>
/// The refusal of words that are known and mean no schedule yet. What the other words say is offered with what those may mean: this weekend as its
/// two days, "for 2 hours" as an end, EST as the zones of that name.
/// </summary>
internal sealed class Unsupported(IReadOnlyList<Clause> said, PhraseLanguage language, DateTime now)
{
    /// <summary>The longest time that is offered as an end, in days.</summary>
    private const int LongestDays = 3660;

    // A beginning beside something else that is not supported is one that is named: from next week for 3 weeks.
    private readonly Clause? _begins = said.Count(clause => clause.IsUnsupported) > 1 ? said.FirstOrDefault(clause => clause is Clause.Within { Limit: TokenKind.From, Days: 0 }) : null;

    private Clause[] Rest => [.. said.Where(clause => !clause.IsUnsupported), .. _begins is Clause.Within span && !said.Any(clause => clause is Clause.Starting) && Days(span, now.Date).From is var day ? [new Clause.Starting(new Clause.OnDate(day.Year, day.Month, day.Day), null)] : Array.Empty<Clause>()];

    public PhraseReading Refuse()
    {
        var rest = PhraseMeaning.Resolve(Rest, language, now);
        var code = rest is PhraseReading.Refused { Refusal.Code: RefusalCodes.MissingTime } ? RefusalCodes.MissingTime : RefusalCodes.Unsupported;
        var offers = said.First(clause => clause.IsUnsupported && !ReferenceEquals(clause, _begins)) switch
        {
            Clause.Within span => InSpan(span),
            Clause.Lasting lasting => Shapes(Rest).Select(shape => Ended(shape, lasting)),
            Clause.NotYet { What: NotYetKind.AndAHalf } => Shapes([.. Rest.Select(WithHalf)]),
            Clause.NotYet { What: NotYetKind.Before } => Shapes(Rest).SelectMany(shape => shape.Kind == ScheduleKind.Days ? shape.Times.Select(time => shape with { Times = [time] }) : [shape]),
            Clause.NotYet { What: NotYetKind.EitherDay } => Shapes(Rest).SelectMany(shape => shape.MonthDays.Count > 0 ? shape.MonthDays.Select(day => shape with { MonthDays = [day] }) : [shape]),
            _ => Shapes(Rest),
        };
        ScheduleShape[] shapes = [.. offers];
        return Refusals.Because(code, Zones.SelectMany(zone => shapes.Length > 0 ? new Suggestions(language, zone).Of(shapes) : new Suggestions(language, zone).Common()));
    }

    // The zone that is named in full, and those that its short name may mean.
    private IReadOnlyList<string?> Zones =>
        [.. said.OfType<Clause.InZone>().Select(zone => zone.Id).Take(1).Concat(said.OfType<Clause.InZoneOf>().Take(1).SelectMany(zone => zone.Ids)).DefaultIfEmpty()];

    // What the clauses mean, or what is offered in their place.
    private IEnumerable<ScheduleShape> Shapes(IReadOnlyList<Clause> clauses) => PhraseMeaning.Resolve(clauses, language, now).Shapes(now);

    // The day that the other words name as the beginning; none where they name none that is one.
    private DateTime? Begins => Rest.OfType<Clause.Starting>().FirstOrDefault() is { } starts && new DateMeaning(new(language), now).Find(starts.Date, isEnd: false, out var date) is null ? date : null;

    // From next week, until Friday: as a beginning and an end that are named, so that what counts weeks counts from there.
    private ScheduleShape[] Limited(Clause.Within span, DateTime from, DateTime to)
    {
        var (day, starts) = (span.Limit == TokenKind.From ? from : to, span.Limit == TokenKind.From);

        if (Rest.Any(clause => starts ? clause is Clause.Starting : clause is Clause.Ending) || (!starts && to < now.Date))
        {
            return [];
        }

        var date = new Clause.OnDate(day.Year, day.Month, day.Day);
        return [.. Shapes([.. Rest, starts ? new Clause.Starting(date, null) : new Clause.Ending(date, null)]).Where(shape => shape.Kind != ScheduleKind.Once && (starts ? shape.From : shape.Until) is not null)];
    }

    private ScheduleShape[] InSpan(Clause.Within span)
    {
        var (from, to) = Days(span, span.Limit == TokenKind.Until && Begins is { } begins && begins > now ? begins : now.Date);

        if (span is { Limit: not TokenKind.Unknown, Days: 0 } && Limited(span, from, to) is { Length: > 0 } limited)
        {
            return limited;
        }
        var recurs = Rest.Any(clause => clause is Clause.Repeat or Clause.TimesPer);
        Clause[] ofSpan = [.. Rest.Select(clause => OfSpan(clause, span, from)), .. span.Days == 0 || recurs || Rest.Any(clause => clause is Clause.OnDays) ? [] : new[] { new Clause.OnDays(span.Days, Repeating: true) }];
        ScheduleShape[] shapes = [.. Shapes(ofSpan)];

        return
        [
            .. shapes.SelectMany(shape => shape.Kind == ScheduleKind.Once ? shape.At.Date >= from && shape.At.Date <= to ? [shape] : []
                : shape.From is not null || shape.Until is not null || (span.Limit != TokenKind.From && to < now.Date) ? []
                : span.Limit == TokenKind.From ? [shape with { From = from }]
                : span.Limit == TokenKind.Until ? [shape with { Until = BoundMeaning.EndOf(to) }]
                : !recurs && span.Unit == TimeUnit.Week && shape is { Kind: ScheduleKind.Days, Days: > 0 and var days, Step: null } && DaySet.Count(days) <= 2 ? Dates(shape, from, to)
                : (IEnumerable<ScheduleShape>)[shape with { From = from > now.Date ? from : null, Until = BoundMeaning.EndOf(to) }]),
            .. shapes.Where(shape => shape.Kind != ScheduleKind.Once),
        ];
    }

    // Said of next weekend on a Wednesday, the days of this one may be meant; said of this one when it has passed, those of the next.
    private IEnumerable<ScheduleShape> Dates(ScheduleShape shape, DateTime from, DateTime to) => Enumerable.Range(-7, 21).Select(day => from.AddDays(day))
        .Where(date => (shape.Days & DaySet.Of((int)date.DayOfWeek)) != 0)
        .SelectMany(date => shape.Times.Select(time => new ScheduleShape(ScheduleKind.Once) { At = date.AddMinutes(time) }))
        .Where(once => once.At > now).Take(from > now.Date || to < now.Date ? 4 : 2);

    // A day of the week is the first from that day on.
    private (DateTime From, DateTime To) Days(Clause.Within span, DateTime first)
    {
        var monday = now.Date.AddDays(-(((int)now.DayOfWeek + 6) % 7) + (7 * span.Ahead));
        var month = new DateTime(now.Year, now.Month, 1).AddMonths(span.Ahead);
        return span.Unit switch
        {
            TimeUnit.Day when first.AddDays((span.Ahead - (int)first.DayOfWeek + 7) % 7) is var day => (day, day),
            TimeUnit.Week => (monday, monday.AddDays(6)),
            TimeUnit.Month => (month, month.AddMonths(1).AddDays(-1)),
            _ => (new(now.Year + span.Ahead, 1, 1), new(now.Year + span.Ahead, 12, 31)),
        };
    }

    // 내년 12월 25일, 다음 달 15일
    private Clause OfSpan(Clause clause, Clause.Within span, DateTime from) => clause switch
    {
        Clause.OnDate { Year: null } date when span.Unit == TimeUnit.Year => date with { Year = from.Year },
        Clause.OnMonthDays { Days: [var day] } when span.Unit == TimeUnit.Month && !Rest.Any(other => other is Clause.Repeat) => new Clause.OnDate(from.Year, from.Month, day == 0 ? DateTime.DaysInMonth(from.Year, from.Month) : day),
        _ => clause,
    };

    private ScheduleShape Ended(ScheduleShape shape, Clause.Lasting lasting) => shape.Kind == ScheduleKind.Once || shape.Until is not null ? shape : shape with { Until = Later(lasting, Begins is null ? null : shape.From) };

    // From the beginning, where one is named: days from its midnight end with their last second.
    private DateTime Later(Clause.Lasting lasting, DateTime? begins)
    {
        var start = begins ?? now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        var end = Later(lasting, start);
        return begins is { TimeOfDay.Ticks: 0 } && lasting.Unit >= TimeUnit.Day ? end.AddSeconds(-1) : end;
    }

    private static DateTime Later(Clause.Lasting lasting, DateTime start)
    {
        var count = Math.Clamp(lasting.Count, 1, LongestDays);
        return lasting.Unit switch
        {
            TimeUnit.Second or TimeUnit.Minute => start.AddMinutes(count),
            TimeUnit.Hour => start.AddHours(count),
            TimeUnit.Day => start.AddDays(count),
            TimeUnit.Week => start.AddDays(7 * Math.Min(count, LongestDays / 7)),
            _ => start.AddMonths(Math.Min(count * (lasting.Unit switch { TimeUnit.Month => 1, TimeUnit.Quarter => 3, TimeUnit.HalfYear => 6, _ => 12 }), LongestDays / 31)),
        };
    }

    // every hour and a half, in an hour and a half
    private static Clause WithHalf(Clause clause) => clause switch
    {
        Clause.Repeat { Unit: TimeUnit.Hour, Count: <= 10_000 and var hours } => new Clause.Repeat(TimeUnit.Minute, (hours * 60) + 30),
        Clause.Repeat { Unit: TimeUnit.Minute, Count: <= 10_000 and var minutes } => new Clause.Repeat(TimeUnit.Second, (minutes * 60) + 30),
        Clause.Repeat { Unit: TimeUnit.Day, Count: <= 365 and var days } => new Clause.Repeat(TimeUnit.Hour, (days * 24) + 12),
        Clause.After { Unit: TimeUnit.Hour, Count: <= 10_000 and var hours } => new Clause.After(TimeUnit.Minute, (hours * 60) + 30),
        Clause.InDays { Days: <= 365 and var days } => new Clause.After(TimeUnit.Hour, (days * 24) + 12),
        _ => clause,
    };
}
