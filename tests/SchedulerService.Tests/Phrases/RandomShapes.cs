using CsCheck;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Tests.Phrases;

/// <summary>Shapes of every kind that a phrase can make, with days that only count, days left out, beginnings, ends and anchors to the second.</summary>
internal static class RandomShapes
{
    private static readonly int[] EvenMinutes = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];
    private static readonly int[] EvenHours = [1, 2, 3, 4, 6, 8, 12];

    private static readonly Gen<int> Sets = Gen.Int[0, DaySet.All - 1];
    private static readonly Gen<int[]> MonthDays = Gen.Int[0, 31].Array[1, 3].Select(days => days.Distinct().OrderBy(day => day == 0 ? 32 : day).ToArray());
    private static readonly Gen<int[]> SomeMonths = Gen.Int[1, 12].Array[1, 5].Select(months => months.Distinct().Order().ToArray());
    private static readonly Gen<NthDay> Nth = Gen.Select(Gen.OneOf(1, 2, 3, 4, 5, -1), Gen.Int[0, 6], (nth, day) => new NthDay(nth, day));
    private static readonly Gen<int> Business = Gen.Select(Gen.Int[1, 23], Gen.Bool, (nth, fromEnd) => fromEnd ? -nth : nth);
    private static readonly Gen<DateTime> Dates = Gen.Int[0, 15_000].Select(days => new DateTime(2026, 11, 22).AddDays(days));

    /// <summary>Beginnings and ends: a whole day, a minute, or a second.</summary>
    public static readonly Gen<DateTime> Moments = Gen.Select(Dates, Gen.Int[0, 86_399], Gen.Int[0, 2], (date, second, grain) => date.AddSeconds(grain == 0 ? 0 : grain == 1 ? second / 60 * 60 : second));

    private static readonly Gen<ScheduleShape> Intervals = Gen.OneOf<ScheduleShape>(
        Gen.Select(Gen.OneOf(EvenMinutes), Sets, (every, days) => new ScheduleShape(ScheduleKind.Minutes) { Every = every, Days = days }),
        Gen.Select(Gen.OneOf(EvenHours), Gen.Int[0, 59].Array[1, 4], Sets, (every, minutes, days) => new ScheduleShape(ScheduleKind.Hours) { Every = every, Minutes = [.. minutes.Distinct().Order()], Days = days }));

    private static readonly Gen<ScheduleShape> Elapsed = Gen.Select(
        Gen.OneOf<int>(Gen.Int[60, 10_000], Gen.Int[1, 20_000].Select(minutes => minutes * 60), Gen.Int[1, 8784].Select(hours => hours * 3600)),
        Dates,
        Gen.Int[0, 86_399],
        (every, date, second) => new ScheduleShape(ScheduleKind.Elapsed) { Every = every, From = date.AddSeconds(second) });

    private static readonly Gen<ScheduleShape> Windows = Gen.Select(Gen.Int[1, 1439], Gen.Int[1, 1439], Gen.Int[1, 240], Sets, (from, to, every, days) => new ScheduleShape(ScheduleKind.Minutes) { Every = every, Window = new(from, to), Days = to < from ? 0 : days })
        .Where(shape => shape.Window is { } window && window.From != window.To && window.Length >= shape.Every && SpecWriter.Fits(shape));

    private static readonly Gen<ScheduleShape> Parts = Gen.OneOf<ScheduleShape>(
        MonthDays.Select(days => new ScheduleShape(ScheduleKind.Days) { MonthDays = days }),
        Nth.Array[1, 3].Select(nth => new ScheduleShape(ScheduleKind.Days) { NthDays = [.. nth.Distinct()] }),
        Gen.Select(MonthDays, Nth, (days, nth) => new ScheduleShape(ScheduleKind.Days) { MonthDays = days, NthDays = [nth] }));

    private static readonly Gen<ScheduleShape> AnyParts = Gen.OneOf<ScheduleShape>(
        Parts,
        Gen.Select(Parts, Business.Array[1, 2], (shape, nth) => shape with { BusinessDays = [.. nth.Distinct()] }),
        Business.Array[1, 2].Select(nth => new ScheduleShape(ScheduleKind.Days) { BusinessDays = [.. nth.Distinct()] }));

    private static readonly Gen<DayStep?> Steps = Gen.OneOf<DayStep?>(
        Gen.Const((DayStep?)null),
        Gen.Int[2, 366].Select(count => (DayStep?)new DayStep(TimeUnit.Day, count)),
        Gen.Int[2, 52].Select(count => (DayStep?)new DayStep(TimeUnit.Week, count)),
        Gen.Int[2, 120].Select(count => (DayStep?)new DayStep(TimeUnit.Month, count)));

    // Every part of a rule of days may stand with every other.
    private static readonly Gen<ScheduleShape> Days = Gen.Select(
        Gen.OneOf<ScheduleShape>(Gen.Const(new ScheduleShape(ScheduleKind.Days)), AnyParts),
        Gen.OneOf<int>(Gen.Const(0), Sets),
        Gen.OneOf<int[]>(Gen.Const(Array.Empty<int>()), SomeMonths),
        Steps,
        Gen.Int[0, 1439].Array[1, 4],
        Moments,
        (shape, days, months, step, times, from) => Begun(shape with { Days = days, Months = months.Length == 12 ? [] : months, Step = step, Times = [.. times.Distinct().Order()] }, from))
        .Where(shape => shape.MonthDays.Count == 0 || shape.Months.Count == 0 || shape.MonthDays.All(day => shape.Months.Any(month => day <= DateTime.DaysInMonth(2024, month))));

    private static readonly Gen<DayExclusion> Exclusions = Gen.Select(Gen.Int[1, DaySet.All - 1], MonthDays, Dates, Gen.Bool, Gen.Int[0, 15], (days, monthDays, date, holidays, which) => new DayExclusion
    {
        Days = (which & 1) == 0 ? 0 : days,
        MonthDays = (which & 2) == 0 ? [] : monthDays,
        Dates = (which & 4) == 0 ? [] : [(which & 8) == 0 ? $"{date:MM-dd}" : $"{date:yyyy-MM-dd}"],
        Holidays = holidays,
    });

    private static readonly Gen<ScheduleShape> Once = Moments.Select(at => new ScheduleShape(ScheduleKind.Once) { At = at.AddDays(1) });

    public static readonly Gen<ScheduleShape> Recurring = Gen.Select(
        Gen.OneOf<ScheduleShape>(Intervals, Elapsed, Windows, Days),
        Gen.OneOf<DayExclusion>(Gen.Const(DayExclusion.None), Exclusions),
        Moments,
        Moments,
        Gen.Int[0, 3],
        (shape, except, from, until, bounds) => Bound(shape with { Except = IsFoldable(shape) ? except with { Days = 0 } : except }, from, until, bounds));

    public static readonly Gen<ScheduleShape> Any = Gen.OneOf<ScheduleShape>(Recurring, Recurring, Recurring, Recurring, Once);

    // Days of the week that are left out of a rule of days of the week are not in the rule at all.
    private static bool IsFoldable(ScheduleShape shape) => !shape.HasMonthDays && shape.Kind != ScheduleKind.Elapsed && shape.Step is null or { Unit: TimeUnit.Week };

    private static ScheduleShape Bound(ScheduleShape shape, DateTime from, DateTime until, int bounds)
    {
        shape = (bounds & 1) == 0 || shape.From is not null ? shape : shape.Kind == ScheduleKind.Days ? shape with { From = Meaningful(shape, from) } : shape with { From = from };
        until = (shape.From > until ? shape.From.Value : until).AddDays(1);
        return (bounds & 2) == 0 ? shape : shape with { Until = until.TimeOfDay == TimeSpan.Zero ? until.AddDays(1).AddSeconds(-1) : until };
    }

    // What counts from a day begins on one that counts and has a time left.
    private static ScheduleShape Begun(ScheduleShape shape, DateTime from)
    {
        if (shape.Step is null)
        {
            return shape;
        }

        var first = Enumerable.Range(0, 20_000).Select(number => from.Date.AddDays(number))
            .FirstOrDefault(day => shape.Counts(DateOnly.FromDateTime(day)) && day.AddMinutes(shape.Times[^1]) >= from, from.Date);
        return shape with { From = first == from.Date ? Meaningful(shape, from) : first };
    }

    // A time of day that no time of the schedule comes before says no more than the day.
    private static DateTime Meaningful(ScheduleShape shape, DateTime from) => shape.Times[0] < from.TimeOfDay.TotalMinutes ? from : from.Date;
}
