using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>When a schedule begins and ends. What counts from a day (격주, 90분마다) begins on its first day, which is then named.</summary>
internal sealed class BoundMeaning(IReadOnlyList<Clause> clauses, PhraseLanguage language, DateTime now)
{
    /// <summary>A day of each n-th week or month comes within this many days: the 31st of each second month, say.</summary>
    private const int Reach = 800;

    private readonly Suggestions _suggest = new(language);

    public PhraseReading Apply(ScheduleShape shape)
    {
        var (starts, ends) = (clauses.OfType<Clause.Starting>().ToArray(), clauses.OfType<Clause.Ending>().ToArray());

        if (starts.Length > 1 || ends.Length > 1 || (starts.Length + ends.Length > 0 && shape.Kind == ScheduleKind.Once))
        {
            return Refusals.Because(RefusalCodes.Conflict, _suggest.Of(Endless(shape)));
        }

        var dates = new DateMeaning(language, now);
        DateTime? from = null;

        if (starts is [var start])
        {
            if (dates.Find(start.Date, isEnd: false, out var first) is { } code)
            {
                return Refusals.Because(code, _suggest.Of(Endless(shape)));
            }

            from = first;

            if (start.Time is not null && shape.Kind == ScheduleKind.Days)
            {
                return Refusals.Because(RefusalCodes.MissingTime, _suggest.WithTimes(shape, DayPeriod.None));
            }
        }

        var reading = Begin(shape, from, starts.FirstOrDefault());
        return ends is [var end] && reading is PhraseReading.Understood { Shape: var begun } ? End(begun, dates.Find(end.Date, isEnd: true, out var last), last) : reading;
    }

    private PhraseReading Begin(ScheduleShape shape, DateTime? from, Clause.Starting? start)
    {
        switch (shape)
        {
            case { Kind: ScheduleKind.Elapsed } when from is null:
                return new PhraseReading.Understood(shape with { From = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)) });
            case { Kind: ScheduleKind.Elapsed or ScheduleKind.Minutes or ScheduleKind.Hours } when from is { } date:
                return At(start!) switch
                {
                    { Count: 1 } times => new PhraseReading.Understood(shape with { From = date.AddMinutes(times[0]) }),
                    null when shape.Kind != ScheduleKind.Elapsed => new PhraseReading.Understood(shape with { From = date }),
                    null => Refusals.Because(RefusalCodes.MissingTime, _suggest.Of(shape with { From = date.AddHours(9) })),
                    { Count: 0 } => Refusals.Because(RefusalCodes.ImpossibleTime, _suggest.Of(shape with { From = date.AddHours(9) })),
                    var times => Refusals.Because(RefusalCodes.AmbiguousHour, _suggest.Of(times.Select(time => shape with { From = date.AddMinutes(time) }))),
                };
            case { Step: not null }:
                // A day that was named is the first whatever the hour; else it is the first that has an instant to come.
                var days = Enumerable.Range(0, Reach).Select(number => (from ?? now).Date.AddDays(number)).Where(day => shape.Has(DateOnly.FromDateTime(day)));
                return new PhraseReading.Understood(shape with { From = days.First(day => from is not null || day.AddMinutes(shape.Times[^1]) > now) });
            default:
                return new PhraseReading.Understood(shape with { From = from });
        }
    }

    private PhraseReading End(ScheduleShape shape, string? code, DateTime last)
    {
        code ??= last < now.Date ? RefusalCodes.Past : last < shape.From?.Date ? RefusalCodes.Conflict : null;
        return code is null
            ? new PhraseReading.Understood(shape with { Until = DateOnly.FromDateTime(last) })
            : Refusals.Because(code, _suggest.Of(shape));
    }

    // What counts elapsed time needs a beginning in order to be said.
    private ScheduleShape Endless(ScheduleShape shape) => shape.Kind == ScheduleKind.Elapsed ? shape with { From = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)) } : shape;

    // The time of "from 2026-12-01 at 14:00" stands apart, that of 내일 오후 2시부터 with the date; in minutes since midnight.
    private List<int>? At(Clause.Starting start)
    {
        var spoken = start.Time ?? clauses.OfType<Clause.AtTimes>().SelectMany(clause => clause.Times).Select(time => (SpokenTime?)time).FirstOrDefault();
        return spoken is { } time ? [.. time.Hours().Select(hour => (hour * 60) + time.Minute)] : null;
    }
}
