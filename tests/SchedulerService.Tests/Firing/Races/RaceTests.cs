using System.Globalization;

namespace SchedulerService.Tests.Firing.Races;

public sealed class RaceTests
{
    private const int ShortForm = 400;

    /// <summary>
    /// One to five schedulers over dozens of schedules, with kills, pauses, clock jumps, outages, lost and repeated messages and
    /// edits meanwhile: docs/reliability.md. <c>AGENTPLATFORM_RACE_FAULTS</c> sets the number of faults, <c>AGENTPLATFORM_SEED</c> gives a run again.
    /// </summary>
    [Fact]
    public async Task However_schedulers_race_and_die_every_instant_is_explained_and_no_run_is_started_twice()
    {
        var faults = Number("AGENTPLATFORM_RACE_FAULTS") ?? ShortForm;
        var seed = Number("AGENTPLATFORM_SEED") ?? Random.Shared.Next(1_000_000);
        await using var world = new RaceWorld(seed);

        await world.RunAsync(faults);
        TestContext.Current.TestOutputHelper!.WriteLine(world.Summary);
        await world.SettleAsync();

        TestContext.Current.TestOutputHelper!.WriteLine(world.Summary);
        Assert.True(world.Violations.Count == 0, $"seed {seed}: {world.Violations.Count} violations, the first: {string.Join(Environment.NewLine, world.Violations.Take(10))}");
    }

    private static int? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
