using System.Globalization;
using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings;

/// <summary>The days that a phrase leaves out. Days of the week go into the rule itself where they can: 주말 제외 매일 is 평일.</summary>
internal sealed class ExceptMeaning(IReadOnlyList<Clause> clauses, Suggestions suggest)
{
    private readonly DayExclusion _except = clauses.OfType<Clause.Except>().Aggregate(DayExclusion.None, (all, clause) => all.And(clause.Days));

    private readonly int[] _months = [.. clauses.OfType<Clause.Except>().SelectMany(clause => clause.Months).Distinct()];

    /// <summary>Whether a date is not left out, as far as it is known without holidays.</summary>
    public bool Leaves(DateTime date) =>
        !_months.Contains(date.Month)
        && (_except.Days & DaySet.Of((int)date.DayOfWeek)) == 0
        && !_except.MonthDays.Any(day => day == date.Day || (day == 0 && date.Day == DateTime.DaysInMonth(date.Year, date.Month)))
        && !_except.Dates.Any(day => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).EndsWith(day, StringComparison.Ordinal));

    public PhraseReading Apply(ScheduleShape shape)
    {
        var except = _except;

        if (except.IsEmpty && _months.Length == 0)
        {
            return new PhraseReading.Understood(shape);
        }

        if (shape.Kind == ScheduleKind.Once)
        {
            return Refusals.Because(RefusalCodes.Conflict, [.. suggest.Of(shape), .. Recurring(shape.At)]);
        }

        if (_months.Length > 0)
        {
            int[] months = [.. (shape.Months.Count == 0 ? Enumerable.Range(1, 12) : shape.Months).Except(_months)];

            if (months.Length == 0 || shape.Kind != ScheduleKind.Days)
            {
                return Refusals.Because(
                    months.Length == 0 ? RefusalCodes.NothingLeft : RefusalCodes.Unsupported,
                    months.Length == 0 ? suggest.Of(shape) : Understood(new ScheduleShape(ScheduleKind.Days) { Days = shape.Days }.AtTime(9, 0)));
            }

            shape = shape with { Months = months.Length == 12 ? [] : months };
        }

        // 평일, 월요일 제외, 월요일: a day is named and left out.
        if (clauses.OfType<Clause.OnDays>().Select(days => days.Set).Distinct().ToArray() is { Length: > 1 } sets && sets.Any(set => (set & ~except.Days) == 0))
        {
            return Refusals.Because(RefusalCodes.Conflict, [.. suggest.Of(shape), .. suggest.Of(shape with { Days = (shape.Days == 0 ? DaySet.All : shape.Days) & ~except.Days }).Where(_ => (shape.Days & ~except.Days) != 0)]);
        }

        // The hours after midnight of a Friday are those of a day that is left out, or they belong to the Friday.
        if (except.Days != 0 && shape.Window is { } window && window.To < window.From)
        {
            return Refusals.Because(RefusalCodes.AmbiguousDay, Halves(shape, window));
        }

        if (except.Days != 0 && shape is { HasMonthDays: false, Kind: not ScheduleKind.Elapsed, Step: null or { Unit: TimeUnit.Week } })
        {
            var days = (shape.Days == 0 ? DaySet.All : shape.Days) & ~except.Days;

            if (days == 0)
            {
                return Refusals.Because(RefusalCodes.NothingLeft, suggest.Of(shape));
            }

            shape = shape with { Days = days };
            except = except with { Days = 0 };
        }

        return except.Days == DaySet.All
            ? Refusals.Because(RefusalCodes.NothingLeft, suggest.Of(shape))
            : new PhraseReading.Understood(shape with { Except = shape.Except.And(except) });
    }

    // 내일 오전 9시, 주말 제외: every day at that time may have been meant.
    private IEnumerable<string> Recurring(DateTime at) => Understood(new ScheduleShape(ScheduleKind.Days).AtTime(at.Hour, at.Minute));

    // The part of the window on each side of midnight, on the days that are left.
    private IEnumerable<string> Halves(ScheduleShape shape, TimeWindow window)
    {
        TimeWindow[] sides = [new(window.From, (23 * 60) + 59), new(0, window.To)];
        string[] halves = [.. sides.Where(side => side.Length >= shape.Every && SpecWriter.Fits(shape with { Window = side })).SelectMany(side => Understood(shape with { Window = side }))];
        return halves.Length > 0 ? halves : suggest.Of(shape);
    }

    private IEnumerable<string> Understood(ScheduleShape shape) => Apply(shape) is PhraseReading.Understood { Shape: var whole } ? suggest.Of(whole) : [];
}
