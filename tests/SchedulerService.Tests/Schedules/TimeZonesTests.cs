using SchedulerService.Schedules.Input;
using SchedulerService.Tests.Instants;

namespace SchedulerService.Tests.Schedules;

public sealed class TimeZonesTests
{
    [Fact]
    public void Every_zone_and_alias_of_the_system_is_found_under_its_own_name() =>
        Assert.All(SystemZones.Names, name => Assert.True(TimeZones.TryFind(name, out var zone) && zone.Id == name, name));

    [Theory]
    [InlineData("Asia/Calcutta")]
    [InlineData("ROK")]
    public void An_alias_is_told_as_given(string alias)
    {
        var schedule = ScheduleRulesTests.Resolved(new() { Cron = "0 9 * * *", TimeZone = alias });

        Assert.Equal(alias, schedule.TimeZone);
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("Korea Standard Time")]
    [InlineData("asia/seoul")]
    [InlineData("posix/Asia/Seoul")]
    [InlineData("right/Asia/Seoul")]
    [InlineData("Factory")]
    [InlineData("localtime")]
    [InlineData("Asia/Seoul\n")]
    [InlineData("+09:00")]
    [InlineData("KST")]
    [InlineData("")]
    public void What_is_no_zone_of_IANA_is_refused(string id)
    {
        Assert.True(TimeZones.TryFind("Asia/Seoul", out _));

        Assert.False(TimeZones.TryFind(id, out _));
    }

    [Theory]
    [InlineData("tzdata.zi", "# version 2025b\n# ddeps backzone zone.tab\n", "2025b")]
    [InlineData("+VERSION", "2026a\n", "2026a")]
    [InlineData("+VERSION", "", "unknown")]
    [InlineData("README", "2026a\n", "unknown")]
    public void The_version_of_the_zone_data_is_read_where_it_says_it(string file, string text, string version)
    {
        var directory = Directory.CreateTempSubdirectory("zones");

        try
        {
            File.WriteAllText(Path.Combine(directory.FullName, file), text);

            Assert.Equal(version, TimeZones.ReadVersion(directory.FullName));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_machine_without_zone_data_has_no_version() => Assert.Equal("unknown", TimeZones.ReadVersion("/nowhere"));
}
