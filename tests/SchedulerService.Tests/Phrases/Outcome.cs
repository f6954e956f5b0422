using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Tests.Phrases;

/// <summary>
/// What a shape becomes, in one line: a local time, a cron expression or specs, with its bounds. Specs are written
/// <c>18:30 fri /2w @2026-11-27</c>: times, days of the week, <c>d15</c> and <c>last</c> of the month, <c>1mon</c> and <c>-1fri</c>,
/// business days <c>b-1</c>, months <c>m3</c>, each second week, and the anchor; <c>!sat,12-25</c> are the days left out.
/// </summary>
internal static class Outcome
{
    private const string Zone = "Asia/Seoul";

    public static string Of(ScheduleShape shape) => Of(SpecWriter.Write(shape, Zone));

    public static string Of(Schedule schedule) => (schedule.At ?? schedule.Cron ?? string.Join(" ; ", schedule.Specs!.Select(Of)))
        + Except(schedule.Except)
        + (schedule.StartAt is { } start ? $" from {Local(start)}" : "")
        + (schedule.EndAt is { } end ? $" until {(Local(end).EndsWith("T23:59:59", StringComparison.Ordinal) ? Local(end)[..10] : Local(end))}" : "");

    private static string Of(ScheduleSpec spec) => string.Join(' ', new[]
    {
        spec.Cron is { } cron ? $"cron {cron}" : null,
        spec.Every,
        List(spec.Times, time => time),
        List(spec.Days?.DaysOfWeek, day => day),
        List(spec.Days?.DaysOfMonth, MonthDay),
        List(spec.Days?.NthWeekdays, nth => $"{nth.Nth}{nth.Day}"),
        List(spec.Days?.BusinessDays, nth => $"b{nth}"),
        spec.Days?.Months is { } months ? $"m{string.Join(',', months)}" : null,
        spec.Days?.EveryDays is { } days ? $"/{days}d" : null,
        spec.Days?.EveryWeeks is { } weeks ? $"/{weeks}w" : null,
        spec.Days?.EveryMonths is { } every ? $"/{every}m" : null,
        spec.Days?.AnchorDate is { } date ? $"@{date}" : null,
        spec.Anchor is { } anchor ? $"@{Time(anchor.ToOffset(TimeSpan.FromHours(9)))}" : null,
    }.Where(part => part is not null));

    private static string Except(ScheduleExclusion? except) => except is null ? "" : " !" + string.Join(',',
    [
        .. except.DaysOfWeek ?? [],
        .. (except.DaysOfMonth ?? []).Select(MonthDay),
        .. except.Dates ?? [],
        .. except.Holidays ? ["holidays"] : Array.Empty<string>(),
    ]);

    private static string? List<T>(IEnumerable<T>? values, Func<T, string> text) => values is null ? null : string.Join(',', values.Select(text));

    private static string MonthDay(DayOfMonth day) => day.IsLast ? "last" : string.Create(CultureInfo.InvariantCulture, $"d{day.Day}");

    private static string Local(DateTimeOffset instant) => instant.ToOffset(TimeSpan.FromHours(9)) is var local && local.TimeOfDay == TimeSpan.Zero
        ? local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : Time(local);

    private static string Time(DateTimeOffset local) => local.ToString(local.Second == 0 ? "yyyy-MM-ddTHH:mm" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}
