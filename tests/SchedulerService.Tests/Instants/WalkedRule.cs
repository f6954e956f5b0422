using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Schedules;

namespace SchedulerService.Tests.Instants;

/// <summary>A rule with its meaning written out as a plain condition on what a clock shows.</summary>
internal sealed record WalkedRule(ScheduleSpec Spec, Func<DateTime, bool> Matches, bool IsInterval)
{
    public static WalkedRule Daily(params TimeOnly[] times) => new(
        new() { Times = [.. times.Select(time => time.ToString("HH:mm", CultureInfo.InvariantCulture))] }, shown => times.Contains(TimeOnly.FromDateTime(shown)), IsInterval: false);

    public static WalkedRule DailyCron(TimeOnly time) => new(
        new() { Cron = $"{time.Minute} {time.Hour} * * *" }, shown => TimeOnly.FromDateTime(shown) == time, IsInterval: false);

    public static WalkedRule Interval(string cron, Func<DateTime, bool> matches) => new(new() { Cron = cron }, matches, IsInterval: true);

    public ScheduleClock In(string zone, string gap = "next", string fold = "first") =>
        new(new Schedule { Specs = [Spec], TimeZone = zone, Gap = gap, Fold = fold, Text = new("", "") });

    public override string ToString() => Spec.Cron ?? string.Join(',', Spec.Times!);
}
