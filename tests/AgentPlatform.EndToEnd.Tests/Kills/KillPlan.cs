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
    /// From the provider's last byte until its answer is durable, on a slow machine. A kill in that moment is the one case in
    /// which a call that the provider completed has to be made again: nobody could know that it was.
    /// </summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Around = TimeSpan.FromSeconds(30);

    private readonly int _seed = int.TryParse(Environment.GetEnvironmentVariable("AGENTPLATFORM_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next(1_000_000);
    private readonly List<Strike> _faults = [];
    private readonly List<(long From, long To)> _outages = [];

    public KillPlan() => Random = new Random(_seed);

    public Random Random { get; }

    /// <summary>How often to kill.</summary>
    public int Kills { get; } = Environment.GetEnvironmentVariable("AGENTPLATFORM_LONG") == "1" ? 100 : 6;

    /// <summary>Starts the platform in one process, or as the AppHost does with two replicas of each service, whose processes are killed one by one.</summary>
    public static async Task<IPlatform> StartAsync(string topology, string anthropicUrl) => topology == "standalone"
        ? await StandaloneProcess.StartAsync(anthropicUrl)
        : await AppHostProcess.StartAsync(anthropicUrl, emulator: false);

    /// <summary>Lets the platform work for a random while, then kills it and starts it again.</summary>
    public async Task StrikeAsync(IPlatform platform, TimeSpan atMost)
    {
        // Not synchronisation: the moment is the point of the test.
        await Task.Delay(Random.NextDouble() * atMost, TestContext.Current.CancellationToken);
        await FaultAsync(() => platform.KillAsync(Random));
        await platform.RecoverAsync();
    }

    /// <summary>Does something bad to a part, and notes which and when.</summary>
    public async Task<Strike> FaultAsync(Func<Task<Strike>> fault)
    {
        var strike = await fault();
        _faults.Add(strike);
        return strike;
    }

    /// <summary>Notes that the store was away since its fault until now: what was completed meanwhile could be written down by nobody.</summary>
    public void StoreIsBack(long since)
    {
        lock (_outages)
        {
            _outages.Add((since, TimeProvider.System.GetTimestamp()));
        }
    }

    /// <summary>Says what happened; the figures are those that the documentation quotes.</summary>
    public void Report(string figures) =>
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {_seed}: {_faults.Count} faults, {figures}");

    /// <summary>Calls that were completed again: those that no kill can explain, and those whose outcome a kill cut off from the platform.</summary>
    public (int Repeated, int CutOff) Repeats(StandInCalls calls)
    {
        var again = calls.ByHash.SelectMany(call => call.CompletedAt.Zip(call.CompletedAt.Skip(1))).ToList();
        var cutOff = again.Count(pair => IsCutOff(pair.First, pair.Second));
        foreach (var (first, second) in again.Where(pair => !IsCutOff(pair.First, pair.Second)))
        {
            var around = _faults.Where(fault => fault.From < second && fault.To > first - Ticks(Around)).Select(fault => $"{fault.Part} {Seconds(fault.From - first)} to {Seconds(fault.To - first)}");
            TestContext.Current.TestOutputHelper!.WriteLine($"a completed call was made again {Seconds(second - first)} s later; faults around it, in seconds from its end: {string.Join(", ", around)}");
        }

        return (again.Count - cutOff, cutOff);
    }

    /// <summary>Whether who asked died before the outcome could be written down: at once, or while the store was away as well.</summary>
    private bool IsCutOff(long completedAt, long againAt) =>
        _faults.Any(fault => AsksTheModel(fault.Part) && fault.From < againAt && completedAt < fault.To + Ticks(Gap)
            && (fault.From < completedAt + Ticks(Gap) || _outages.Any(outage => outage.From < completedAt + Ticks(Gap) && fault.From < outage.To + Ticks(Gap))));

    /// <summary>Only who asked can have lost the answer.</summary>
    private static bool AsksTheModel(string part) => part == "standalone" || part.StartsWith("chatservice", StringComparison.Ordinal) || part.StartsWith("executionservice", StringComparison.Ordinal);

    private static string Seconds(long ticks) => ((double)ticks / TimeProvider.System.TimestampFrequency).ToString("0.0", CultureInfo.InvariantCulture);

    private static long Ticks(TimeSpan span) => span.Ticks * TimeProvider.System.TimestampFrequency / TimeSpan.TicksPerSecond;
}
