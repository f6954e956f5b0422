using AgentPlatform.ServiceDefaults.Hosting;

namespace AgentPlatform.ServiceDefaults.Tests.Hosting;

public sealed class OutageGraceTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void After_the_store_was_away_nothing_is_taken_over_until_its_holders_had_time_to_renew()
    {
        var grace = new OutageGrace(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(7));

        // Each number is a look that succeeded; between 4 and 20 the store was away.
        int[] looks = [0, 2, 4, 20, 22, 24, 26, 28, 30];
        Assert.Equal([true, true, true, false, false, false, false, true, true], looks.Select(second => grace.HasPassed(Start.AddSeconds(second))));
    }

    [Fact]
    public void A_slow_look_is_no_outage_and_no_grace_is_none()
    {
        var grace = new OutageGrace(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(7));
        Assert.True(grace.HasPassed(Start) && grace.HasPassed(Start.AddSeconds(5)));

        var none = new OutageGrace(TimeSpan.FromSeconds(2), TimeSpan.Zero);
        Assert.True(none.HasPassed(Start) && none.HasPassed(Start.AddHours(1)));
    }
}
