using CsCheck;
using SchedulerService.Phrases;
using SchedulerService.Schedules;

namespace SchedulerService.Tests.Phrases;

/// <summary>Shapes of every kind that a phrase can make.</summary>
internal static class RandomShapes
{
    private static readonly int[] EvenMinutes = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];
    private static readonly int[] EvenHours = [1, 2, 3, 4, 6, 8, 12];

    private static readonly Gen<int> Sets = Gen.Int[0, DaySet.All - 1];
    private static readonly Gen<int[]> MonthDays = Gen.Int[0, 28].Array[1, 3].Select(days => days.Distinct().OrderBy(day => day == 0 ? 32 : day).ToArray());
    private static readonly Gen<NthDay> Nth = Gen.Select(Gen.OneOf(1, 2, 3, 4, 5, -1), Gen.Int[0, 6], (nth, day) => new NthDay(nth, day));
    private static readonly Gen<int> Business = Gen.Select(Gen.Int[1, 23], Gen.Bool, (nth, fromEnd) => fromEnd ? -nth : nth);
    private static readonly Gen<DateTime> Dates = Gen.Int[0, 3000].Select(days => new DateTime(2026, 11, 22).AddDays(days));

    private static readonly Gen<ScheduleShape> Intervals = Gen.OneOf<ScheduleShape>(
        Gen.Select(Gen.OneOf(EvenMinutes), Sets, (every, days) => new ScheduleShape(ScheduleKind.Minutes) { Every = every, Days = days }),
        Gen.Select(Gen.OneOf(EvenHours), Gen.Int[0, 59], Sets, (every, minute, days) => new ScheduleShape(ScheduleKind.Hours) { Every = every, Minute = minute, Days = days }));

    private static readonly Gen<ScheduleShape> Elapsed = Gen.Select(Gen.Int[1, 20_000], Dates, Gen.Int[0, 1439], (every, date, minute) => new ScheduleShape(ScheduleKind.Elapsed) { Every = every, From = date.AddMinutes(minute) })
        .Where(shape => shape.Every % 60 == 0 ? shape.Every / 60 is var hours && (hours >= 24 || 24 % hours != 0) : shape.Every > 60 || 60 % shape.Every != 0);

    private static readonly Gen<ScheduleShape> Windows = Gen.Select(Gen.Int[1, 1439], Gen.Int[1, 1439], Gen.Int[1, 240], Sets, (from, to, every, days) => new ScheduleShape(ScheduleKind.Minutes) { Every = every, Window = new(from, to), Days = to < from ? 0 : days })
        .Where(shape => shape.Window is { } window && window.From != window.To && window.Length >= shape.Every && SpecWriter.Fits(shape));

    private static readonly Gen<ScheduleShape> Parts = Gen.OneOf<ScheduleShape>(
        MonthDays.Select(days => new ScheduleShape(ScheduleKind.Days) { MonthDays = days }),
        Nth.Array[1, 3].Select(nth => new ScheduleShape(ScheduleKind.Days) { NthDays = [.. nth.Distinct()] }),
        Gen.Select(MonthDays, Nth, (days, nth) => new ScheduleShape(ScheduleKind.Days) { MonthDays = days, NthDays = [nth] }));

    private static readonly Gen<ScheduleShape> Yearly = Gen.Select(WithBusiness(Parts), Gen.Int[1, 12].Array[1, 5], (shape, months) => shape with { Months = [.. months.Distinct().Order()] });

    private static readonly Gen<ScheduleShape> Steps = Gen.OneOf<ScheduleShape>(
        Gen.Int[2, 366].Select(count => new ScheduleShape(ScheduleKind.Days) { Step = new(TimeUnit.Day, count) }),
        Gen.Select(Gen.Int[2, 52], Gen.Int[1, DaySet.All - 1], (count, days) => new ScheduleShape(ScheduleKind.Days) { Days = days, Step = new(TimeUnit.Week, count) }),
        Gen.Select(Gen.Int[2, 120], Parts, (count, shape) => shape with { Step = new(TimeUnit.Month, count) }));

    private static readonly Gen<ScheduleShape> Days = Gen.Select(
        Gen.OneOf<ScheduleShape>(Sets.Select(days => new ScheduleShape(ScheduleKind.Days) { Days = days }), WithBusiness(Parts), Yearly, Steps),
        Gen.Int[0, 1439].Array[1, 4],
        Dates,
        (shape, times, date) => shape with
        {
            Times = [.. times.Distinct().Order()],
            From = shape.Step is null ? null : Enumerable.Range(0, 3000).Select(number => date.AddDays(number)).First(day => shape.Has(DateOnly.FromDateTime(day))),
        });

    private static readonly Gen<DayExclusion> Exclusions = Gen.Select(Gen.Int[1, DaySet.All - 1], MonthDays, Dates, Gen.Bool, Gen.Int[0, 15], (days, monthDays, date, holidays, which) => new DayExclusion
    {
        Days = (which & 1) == 0 ? 0 : days,
        MonthDays = (which & 2) == 0 ? [] : monthDays,
        Dates = (which & 4) == 0 ? [] : [(which & 8) == 0 ? $"{date:MM-dd}" : $"{date:yyyy-MM-dd}"],
        Holidays = holidays,
    });

    public static readonly Gen<ScheduleShape> Any = Gen.Select(
        Gen.OneOf<ScheduleShape>(Intervals, Elapsed, Windows, Days),
        Gen.OneOf<DayExclusion>(Gen.Const(DayExclusion.None), Exclusions),
        Dates,
        Gen.Int[0, 3],
        (shape, except, date, bounds) => Bound(shape with { Except = IsFoldable(shape) ? except with { Days = 0 } : except }, date, bounds));

    // Days of the week that are left out of a rule of days of the week are not in the rule at all.
    private static bool IsFoldable(ScheduleShape shape) => !shape.HasMonthDays && shape.Kind != ScheduleKind.Elapsed && shape.Step is null or { Unit: TimeUnit.Week };

    private static ScheduleShape Bound(ScheduleShape shape, DateTime date, int bounds) => shape with
    {
        From = (bounds & 1) == 0 || shape.From is not null ? shape.From : date,
        Until = (bounds & 2) == 0 ? null : DateOnly.FromDateTime((shape.From > date ? shape.From.Value : date).AddDays(1)),
    };

    private static Gen<ScheduleShape> WithBusiness(Gen<ScheduleShape> parts) => Gen.OneOf<ScheduleShape>(
        parts,
        Gen.Select(parts, Business.Array[1, 2], (shape, nth) => shape with { BusinessDays = [.. nth.Distinct()] }),
        Business.Array[1, 2].Select(nth => new ScheduleShape(ScheduleKind.Days) { BusinessDays = [.. nth.Distinct()] }));
}
