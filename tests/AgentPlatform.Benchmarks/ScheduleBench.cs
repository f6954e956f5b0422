using System.Diagnostics;
using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using Cronos;
using SchedulerService.Schedules;

namespace AgentPlatform.Benchmarks;

/// <summary>Next-instant computations a second: ours beside Cronos and Quartz.NET in the same zone, each asked from the instant before; one thread, counted by its CPU time, for the machine is shared.</summary>
internal static class ScheduleBench
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddYears(20);

    /// <summary>Quartz has seconds first, a question mark for the day that is not said, and names for weekdays, which it numbers in its own way.</summary>
    private static readonly (string Name, string Cron, string Quartz, string Zone)[] Crons =
    [
        ("every day at 08:00", "0 8 * * *", "0 0 8 * * ?", "Asia/Seoul"),
        ("weekdays at 02:30", "30 2 * * 1-5", "0 30 2 ? * MON-FRI", "America/New_York"),
        ("every 15 minutes", "*/15 * * * *", "0 0/15 * * * ?", "Europe/Berlin"),
        ("29 February at 08:00", "0 8 29 2 *", "0 0 8 29 2 ?", "Asia/Seoul"),
    ];

    public static void Run(TimeSpan each)
    {
        Report("floor: a day added", each, instant => instant.AddDays(1));

        foreach (var (name, cron, quartzCron, zoneId) in Crons)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
            var clock = new ScheduleClock(In(zoneId) with { Cron = cron });
            var cronos = CronExpression.Parse(cron);
            var quartz = new Quartz.CronExpression(quartzCron, zone);
            Report($"{name}, {zoneId}: ours", each, clock.Next);
            Report($"{name}, {zoneId}: Cronos", each, instant => cronos.GetNextOccurrence(instant, zone));
            Report($"{name}, {zoneId}: Quartz.NET", each, quartz.GetNextValidTimeAfter);
        }

        foreach (var (name, schedule) in Others())
        {
            var clock = new ScheduleClock(schedule);
            Report($"{name}: ours", each, clock.Next);
        }

        var daily = In("Asia/Seoul") with { Cron = "0 8 * * *" };
        Report("a clock made for each question, every day at 08:00: ours", each, instant => new ScheduleClock(daily).Next(instant));
        var never = In("Asia/Seoul") with { Cron = "0 8 * * 1", Except = new() { DaysOfWeek = ["mon"] } };
        Report("a rule that never fires, searched to the end: ours", each, instant => new ScheduleClock(never).Next(instant));
    }

    private static IEnumerable<(string Name, Schedule Schedule)> Others()
    {
        yield return ("every 90 minutes elapsed", Specs(new ScheduleSpec { Every = "PT90M", Anchor = Start }));
        yield return ("08:00, 12:30 and 18:45 every day", Specs(new ScheduleSpec { Times = ["08:00", "12:30", "18:45"] }));
        yield return ("second Tuesday of the month", Specs(new ScheduleSpec { Times = ["09:00"], Days = new() { NthWeekdays = [new(2, "tue")] } }));
        yield return ("every other Monday", Specs(new ScheduleSpec { Times = ["09:00"], Days = new() { DaysOfWeek = ["mon"], EveryWeeks = 2, AnchorDate = "2026-11-30" } }));
        yield return ("last business day of the month", Specs(new ScheduleSpec { Times = ["18:00"], Days = new() { BusinessDays = [-1] } }));
        yield return ("weekdays at 08:00 without public holidays", In("Asia/Seoul") with { Cron = "0 8 * * 1-5", Except = new() { Holidays = true }, HolidayCalendar = "KR" });
        yield return ("16 specs at once", Specs([.. Enumerable.Range(0, 16).Select(hour => new ScheduleSpec { Cron = $"{hour} {hour} * * *" })]));
    }

    private static Schedule Specs(params ScheduleSpec[] specs) => In("Asia/Seoul") with { Specs = specs, HolidayCalendar = "KR" };

    private static Schedule In(string zone) => new() { TimeZone = zone, Text = new("", "") };

    private static void Report(string name, TimeSpan each, Func<DateTimeOffset, DateTimeOffset?> next)
    {
        Count(TimeSpan.FromMilliseconds(300), next);
        var (asked, cpu) = Count(each, next);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-75} {asked / cpu.TotalSeconds,14:#,0}/s  {cpu.TotalNanoseconds / asked,12:#,0} ns"));
    }

    private static (long Asked, TimeSpan Cpu) Count(TimeSpan time, Func<DateTimeOffset, DateTimeOffset?> next)
    {
        var (watch, cpu, asked, at) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, 0L, Start);

        while (watch.Elapsed < time)
        {
            for (var turn = 0; turn < 32; turn++, asked++)
            {
                at = next(at) is { } found && found < End ? found : Start;
            }
        }

        return (asked, Environment.CpuUsage.TotalTime - cpu);
    }
}
