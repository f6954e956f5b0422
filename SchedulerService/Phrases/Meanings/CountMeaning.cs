using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings;

/// <summary>
/// What "once" asks of a schedule that is understood otherwise. Beside a unit (once a week) it must be true of the rule. Beside a rule that recurs
/// and without a unit it may mean each time or a single time: both are offered, and neither is guessed.
/// </summary>
internal sealed class CountMeaning(IReadOnlyList<Clause> clauses, Suggestions suggest, DateTime now)
{
    /// <summary>Of a whole schedule, with its limits.</summary>
    public PhraseReading Apply(ScheduleShape shape)
    {
        if (clauses.OfType<Clause.OncePer>().FirstOrDefault(each => !Holds(shape, each)) is { } broken)
        {
            return Refusals.Because(RefusalCodes.CountMismatch, suggest.Of(shape.Kind == ScheduleKind.Once ? [shape] : [Single(shape, broken.Unit), shape]));
        }

        return shape.Kind != ScheduleKind.Once && clauses.Any(clause => clause is Clause.SoManyTimes { Count: 1, Each: false })
            ? Refusals.Because(RefusalCodes.AmbiguousRule, suggest.Of([shape, .. First(shape)]))
            : new PhraseReading.Understood(shape);
    }

    private static bool Holds(ScheduleShape shape, Clause.OncePer once) => shape.Kind switch
    {
        ScheduleKind.Once => false,
        ScheduleKind.Hours => Seconds(once) == shape.Every * 3600L && shape.Minutes.Count == 1,
        ScheduleKind.Minutes => Seconds(once) == shape.Every * 60L,
        ScheduleKind.Elapsed => Seconds(once) == shape.Every,
        _ => shape.Times.Count == 1 && once.Unit switch
        {
            TimeUnit.Day => true,
            TimeUnit.Week => DaySet.Count(shape.Days) == 1,
            TimeUnit.Month or TimeUnit.Quarter or TimeUnit.HalfYear => Parts(shape) == 1,
            TimeUnit.Year => Parts(shape) == 1 && shape.Months.Count == 1,
            _ => false,
        },
    };

    private static long Seconds(Clause.OncePer once) => once.Count * (once.Unit switch { TimeUnit.Second => 1L, TimeUnit.Minute => 60, TimeUnit.Hour => 3600, _ => 0 });

    private static int Parts(ScheduleShape shape) => shape.MonthDays.Count + shape.NthDays.Count + shape.BusinessDays.Count;

    // The first of what there is too much of.
    private static ScheduleShape Single(ScheduleShape shape, TimeUnit unit) => shape.Kind != ScheduleKind.Days
        ? unit is TimeUnit.Hour && shape.Kind == ScheduleKind.Hours ? shape with { Minutes = [shape.Minutes[0]] } : new ScheduleShape(ScheduleKind.Days) { Days = shape.Days, Except = shape.Except, Until = shape.Until }.AtTime(9, 0)
        : shape with
        {
            Times = [shape.Times[0]],
            Days = unit == TimeUnit.Week && shape.Days != 0 ? DaySet.Of(DaySet.Days(shape.Days).First()) : shape.Days,
            MonthDays = unit > TimeUnit.Week ? [.. shape.MonthDays.Take(1)] : shape.MonthDays,
            NthDays = unit > TimeUnit.Week ? [.. shape.NthDays.Take(shape.MonthDays.Count > 0 ? 0 : 1)] : shape.NthDays,
            BusinessDays = unit > TimeUnit.Week ? [.. shape.BusinessDays.Take(shape.MonthDays.Count + shape.NthDays.Count > 0 ? 0 : 1)] : shape.BusinessDays,
            Months = unit == TimeUnit.Year ? [.. shape.Months.Take(1)] : shape.Months,
        };

    // The grammar knows no zone: as a clock without changes shows it, and without a calendar only where none is needed.
    private IEnumerable<ScheduleShape> First(ScheduleShape shape) =>
        !shape.NeedsHolidays && new ScheduleClock(SpecWriter.Write(shape, "UTC")).Next(new(now, TimeSpan.Zero)) is { } first ? [new(ScheduleKind.Once) { At = first.DateTime }] : [];
}
