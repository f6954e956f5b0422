using System.Globalization;
using AgentPlatform.EndToEnd.Tests.Platform;
using AgentPlatform.Testing.StandInMessages;

namespace AgentPlatform.EndToEnd.Tests.Kills;

/// <summary>
/// When the platform is killed: at random moments from a seed that is printed (AGENTPLATFORM_SEED repeats it), a few times,
/// or many with AGENTPLATFORM_LONG=1.
/// </summary>
internal sealed class KillPlan
{
    /// <summary>
    /// From the provider's last byte until its answer is durable. A kill in that moment is the one case in which a call that
    /// the provider completed has to be made again: nobody could know that it was.
    /// </summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(250);

    private readonly int _seed = int.TryParse(Environment.GetEnvironmentVariable("AGENTPLATFORM_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next(1_000_000);
    private readonly List<(long From, long To)> _kills = [];

    public KillPlan() => Random = new Random(_seed);

    public Random Random { get; }

    /// <summary>How often to kill.</summary>
    public int Kills { get; } = Environment.GetEnvironmentVariable("AGENTPLATFORM_LONG") == "1" ? 100 : 6;

    /// <summary>Lets the platform work for a random while, then kills it and starts it again.</summary>
    public async Task StrikeAsync(StandaloneProcess platform, TimeSpan atMost)
    {
        // Not synchronisation: the moment is the point of the test.
        await Task.Delay(Random.NextDouble() * atMost, TestContext.Current.CancellationToken);
        var from = TimeProvider.System.GetTimestamp();
        await platform.KillAsync();
        _kills.Add((from, TimeProvider.System.GetTimestamp()));
        await platform.BeginAsync();
    }

    /// <summary>Says what happened; the figures are those that the documentation quotes.</summary>
    public void Report(string figures) =>
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {_seed}: {_kills.Count} kills, {figures}");

    /// <summary>Calls that were completed more than once: those that no kill can explain, and those whose outcome a kill cut off from the platform.</summary>
    public (int Repeated, int CutOff) Repeats(StandInCalls calls)
    {
        foreach (var call in calls.ByHash.Where(call => call.Completed > 1))
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"DBG {call.Hash[..8]} started {call.Started} completed at {string.Join(", ", call.CompletedAt.Select(at => Passed(_kills[0].From, at).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)))}; kills {string.Join(", ", _kills.Select(kill => Passed(_kills[0].From, kill.From).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)))}");
        }

        var again = calls.ByHash.SelectMany(call => call.CompletedAt.SkipLast(1)).ToList();
        var cutOff = again.Count(IsCutOff);
        return (again.Count - cutOff, cutOff);
    }

    private bool IsCutOff(long completedAt) => _kills.Any(kill => Passed(completedAt, kill.To) >= -Gap && Passed(completedAt, kill.From) <= Gap);

    private static TimeSpan Passed(long from, long to) => TimeProvider.System.GetElapsedTime(from, to);
}
