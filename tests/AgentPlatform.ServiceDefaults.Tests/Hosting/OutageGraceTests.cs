using AgentPlatform.ServiceDefaults.Hosting;

namespace AgentPlatform.ServiceDefaults.Tests.Hosting;

public sealed class OutageGraceTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void After_a_look_that_took_too_long_nothing_is_taken_over_until_its_holders_had_time_to_renew()
    {
        var grace = new OutageGrace(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7));

        Assert.Equal([true, true, false, false, false, true, true], new[] { (0, 0), (2, 5), (7, 17), (19, 19), (21, 23), (24, 24), (40, 41) }.Select(look => Look(grace, look.Item1, look.Item2)));
    }

    [Fact]
    public void The_same_after_a_look_that_failed()
    {
        var grace = new OutageGrace(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7));

        grace.Begin(Start);
        Assert.False(Look(grace, 2, 2));
        Assert.False(Look(grace, 8, 8));
        Assert.True(Look(grace, 9, 9));
    }

    [Fact]
    public void A_store_that_stays_slow_does_not_put_it_off_for_ever_and_no_grace_is_none()
    {
        var grace = new OutageGrace(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7));
        Assert.Equal([false, false, true], new[] { (0, 4), (5, 10), (10, 12) }.Select(look => Look(grace, look.Item1, look.Item2)));

        var none = new OutageGrace(TimeSpan.FromSeconds(3), TimeSpan.Zero);
        Assert.True(Look(none, 0, 3600));
    }

    private static bool Look(OutageGrace grace, int begins, int ends)
    {
        grace.Begin(Start.AddSeconds(begins));
        return grace.HasPassed(Start.AddSeconds(ends));
    }
}
