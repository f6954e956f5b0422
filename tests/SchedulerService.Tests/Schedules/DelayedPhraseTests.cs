using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Schedules;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Tests.Schedules;

/// <summary>A delay is elapsed time, also where clocks change before its end.</summary>
public sealed class DelayedPhraseTests
{
    [Theory]

    // 01:50, the first of two, and 01:10, 01:50 and 01:59:59 of the second coming.
    [InlineData("America/New_York", "2026-11-01T05:50:00Z", "in 20 minutes", 20)]
    [InlineData("America/New_York", "2026-11-01T06:10:00Z", "in 20 minutes", 20)]
    [InlineData("America/New_York", "2026-11-01T06:50:00Z", "20분 뒤", 20)]
    [InlineData("America/New_York", "2026-11-01T06:59:59Z", "in a minute", 1)]
    [InlineData("America/New_York", "2026-11-01T04:50:00Z", "in 3 hours", 180)]
    [InlineData("America/New_York", "2026-11-01T05:10:00Z", "90분 뒤", 90)]

    // 01:50 before the clocks jump to 03:00.
    [InlineData("America/New_York", "2027-03-14T06:50:00Z", "in 20 minutes", 20)]
    [InlineData("America/New_York", "2027-03-14T04:50:00Z", "in 3 hours", 180)]

    // Half an hour back, and forward.
    [InlineData("Australia/Lord_Howe", "2027-04-03T14:50:00Z", "20분 뒤", 20)]
    [InlineData("Australia/Lord_Howe", "2027-04-03T15:10:00Z", "in 10 minutes", 10)]
    [InlineData("Australia/Lord_Howe", "2027-10-02T15:20:00Z", "in 20 minutes", 20)]
    [InlineData("Asia/Seoul", "2026-11-22T05:00:30Z", "20분 뒤", 20)]
    public void It_ends_once_when_so_much_time_has_passed(string zone, string at, string phrase, int minutes)
    {
        var now = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
        var schedule = Resolved(new() { Phrase = phrase }, zone, now);

        Assert.Equal([now.AddMinutes(minutes)], new ScheduleClock(schedule).After(DateTimeOffset.UnixEpoch));
        Assert.DoesNotContain("twice", schedule.Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_beginning_beside_it_does_not_bring_the_first_coming_back()
    {
        var now = DateTimeOffset.Parse("2026-11-01T05:10:00Z", CultureInfo.InvariantCulture);
        var schedule = Resolved(new() { Phrase = "in 90 minutes", StartAt = now }, "America/New_York", now);

        Assert.Equal([now.AddMinutes(90)], new ScheduleClock(schedule).After(DateTimeOffset.UnixEpoch));
    }

    private static Schedule Resolved(ScheduleInput input, string zone, DateTimeOffset now) =>
        Assert.IsType<ScheduleResolution.Resolved>(ScheduleRules.Resolve(input, zone, now)).Schedule;
}
