using Cronos;

namespace SchedulerService.Tests.Instants;

/// <summary>Every zone of the system and every jump of its clocks from 2020 to 2035, against a walk of the minutes and against Cronos.</summary>
public sealed class TransitionTests(ITestOutputHelper output)
{
    private const int FirstYear = 2020;
    private const int LastYear = 2035;
    private static readonly TimeSpan Around = TimeSpan.FromDays(2);

    private static readonly WalkedRule[] Intervals =
    [
        WalkedRule.Interval("*/30 * * * *", shown => shown.Minute % 30 == 0),
        WalkedRule.Interval("15 * * * *", shown => shown.Minute == 15),
        WalkedRule.Interval("7-50/13 * * * *", shown => shown.Minute is 7 or 20 or 33 or 46),
        WalkedRule.Interval("30 0-3 * * *", shown => shown is { Minute: 30, Hour: <= 3 }),
        WalkedRule.Interval("0 */2 * * *", shown => shown.Minute == 0 && shown.Hour % 2 == 0),
    ];

    /// <summary>Zones with the same jumps and offsets are walked once.</summary>
    [Fact]
    public void Instants_are_those_that_a_walk_of_the_minutes_finds()
    {
        var (walked, differences) = (0, new List<string>());

        Parallel.ForEach(DistinctZones(), zone =>
        {
            foreach (var (at, before, after) in SystemZones.Changes(zone, FirstYear, LastYear))
            {
                var walk = new MinuteWalk(zone, at - Around, at + Around);
                Interlocked.Increment(ref walked);

                foreach (var rule in Rules(at, before, after))
                {
                    foreach (var (gap, fold) in new[] { ("next", "first"), ("skip", "first"), ("next", "both"), ("skip", "both") })
                    {
                        var expected = walk.Instants(rule.Matches, gap == "skip", rule.IsInterval || fold == "both");
                        var actual = rule.In(zone.Id, gap, fold).After(new DateTimeOffset(walk.From).AddTicks(-1)).TakeWhile(instant => instant.UtcDateTime < walk.To).Select(instant => instant.UtcDateTime);

                        if (!expected.SequenceEqual(actual))
                        {
                            lock (differences)
                            {
                                differences.Add($"{zone.Id} {at:u} {rule} {gap} {fold}");
                            }
                        }
                    }
                }
            }
        });

        output.WriteLine($"{walked} jumps walked");
        Assert.True(walked > 500, $"Only {walked} jumps: is there zone data?");
        Assert.Empty(differences);
    }

    /// <summary>Where Cronos differs, the walk says that it is wrong: it asks the runtime which wall-clock times are invalid or ambiguous, and that misses changes of the standard offset.</summary>
    [Fact]
    public void Instants_are_those_of_Cronos_but_where_the_walk_proves_it_wrong()
    {
        var (compared, differences) = (0, new List<(string Zone, DateTime At, string Rule, bool IsOurs)>());

        Parallel.ForEach(SystemZones.Names, id =>
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(id);

            foreach (var (at, before, after) in SystemZones.Changes(zone, FirstYear, LastYear))
            {
                foreach (var rule in Rules(at, before, after).Where(rule => rule.Spec.Cron is not null))
                {
                    Interlocked.Increment(ref compared);
                    var ours = rule.In(id).After(new DateTimeOffset(at - Around).AddTicks(-1)).Select(instant => instant.UtcDateTime).TakeWhile(instant => instant < at + Around);
                    var theirs = CronExpression.Parse(rule.Spec.Cron!).GetOccurrences(at - Around, at + Around, zone);

                    if (!ours.SequenceEqual(theirs))
                    {
                        var walk = new MinuteWalk(zone, at - Around, at + Around).Instants(rule.Matches, skipGaps: false, rule.IsInterval);
                        lock (differences)
                        {
                            differences.Add((id, at, rule.ToString(), walk.SequenceEqual(ours)));
                        }
                    }
                }
            }
        });

        var zones = differences.GroupBy(difference => difference.Zone).OrderBy(zone => zone.Key, StringComparer.Ordinal).Select(zone => $"{zone.Key} at {zone.Select(difference => difference.At).Distinct().Count()}");
        output.WriteLine($"{compared} pairs of jump and rule, {differences.Count} differ: {string.Join(", ", zones)}");
        Assert.True(compared > 5_000, $"Only {compared} pairs: is there zone data?");
        Assert.All(differences, difference => Assert.True(difference.IsOurs, difference.ToString()));
    }

    private static IEnumerable<TimeZoneInfo> DistinctZones() => SystemZones.Names
        .Select(TimeZoneInfo.FindSystemTimeZoneById)
        .DistinctBy(zone => string.Join(';', SystemZones.Changes(zone, FirstYear, LastYear)));

    /// <summary>Times at the edges of what is skipped or comes twice, within it and beside it, each alone and all together; and intervals.</summary>
    private static IEnumerable<WalkedRule> Rules(DateTime at, TimeSpan before, TimeSpan after)
    {
        var edges = new[] { at + before, at + after };
        var times = edges.SelectMany(edge => new[] { -31, -1, 0, 1, 30, 59 }.Select(minutes => TimeOnly.FromDateTime(edge.AddMinutes(minutes)))).Distinct().ToArray();
        return [WalkedRule.Daily(times), .. times.Where((_, index) => index % 4 == at.Day % 4).Select(time => WalkedRule.Daily(time)), .. times.Select(WalkedRule.DailyCron), .. Intervals];
    }
}
