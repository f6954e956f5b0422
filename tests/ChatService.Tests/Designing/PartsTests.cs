using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Schedules;
using ChatService.Designing;

namespace ChatService.Tests.Designing;

public sealed class PartsTests
{
    [Fact]
    public void A_card_that_is_saved_keeps_every_part_of_its_schedule()
    {
        var schedule = new Schedule
        {
            TimeZone = "Asia/Seoul",
            Text = new("k", "e"),
            Specs = [new() { Times = ["17:00"], Days = new() { BusinessDays = [-1] } }],
            Except = new() { Holidays = true },
            HolidayCalendar = "KR",
            EndAt = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Overlap = "bufferAll",
        };

        var saved = Parts.DefinitionOf(Parts.Draft("draft", new AgentDefinition { Name = "Report" }, schedule, null, null)).Schedule!;

        Assert.Equal("17:00", Assert.Single(saved.Specs!).Times![0]);
        Assert.Equal((true, "KR", schedule.EndAt, "bufferAll", "Asia/Seoul"), (saved.Except!.Holidays, saved.HolidayCalendar, saved.EndAt, saved.Overlap, saved.TimeZone));
    }
}
