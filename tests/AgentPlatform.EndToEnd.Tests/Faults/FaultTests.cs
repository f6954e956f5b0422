using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentPlatform.EndToEnd.Tests.Kills;
using AgentPlatform.EndToEnd.Tests.Platform;
using AgentPlatform.Testing.StandInMessages;

namespace AgentPlatform.EndToEnd.Tests.Faults;

/// <summary>
/// Every part of the AppHost's topology dies, or stands still, under steady load: 20 people who chat, 20 callers who order runs,
/// 50 schedules a minute. Ten faults, or AGENTPLATFORM_FAULTS=500 of them. Figures: docs/reliability.md.
/// </summary>
[Trait("Category", "Faults")]
[Collection(AloneCollection.Name)]
public sealed partial class FaultTests
{
    private const int Chats = 20;
    private const int Runs = 20;
    private const int Schedules = 50;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);
    /// <summary>At most; half of it on average. Two processors need some three seconds for each part that starts again.</summary>
    private static readonly TimeSpan BetweenFaults = TimeSpan.FromSeconds(10);

    /// <summary>Several times the lease of a run (9 s) or an answer (12 s).</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    /// <summary>How long the death of the store is felt: until it is back, and those who hold runs had time to renew.</summary>
    private static readonly TimeSpan StoreFault = TimeSpan.FromSeconds(15);

    private static readonly string[] Services = ["agentservice", "chatservice", "executionservice", "schedulerservice"];

    private readonly KillPlan _plan = new();
    private readonly List<Task> _outages = [];
    private readonly List<(string Part, long ProcessId, string Kind, DateTimeOffset At)> _faults = [];

    [Fact]
    public async Task No_fault_of_any_part_loses_or_doubles_anything()
    {
        await using var provider = await StandInMessagesServer.StartAsync(new StandInOptions { EventDelay = TimeSpan.FromMilliseconds(100) }, TestContext.Current.CancellationToken);
        await using var platform = await AppHostProcess.StartAsync(provider.Url, emulator: false);
        using var client = await PlatformClient.SignInAsync(platform);
        // Two others', for what a user's runs may spend in a day is bounded.
        using var even = await PlatformClient.SignInAsync(platform);
        using var odd = await PlatformClient.SignInAsync(platform);
        var agentId = (await client.PostAsync("/api/agents", new { name = "뉴스", finalAgentPrompt = "오늘의 뉴스를 요약합니다.", tools = new[] { "clock", "write_file" }, limits = new { maxTokensPerMonth = 1_000_000_000 } })).Text("id")!;
        var schedules = new List<ScheduleLoad>();
        for (var number = 0; number < Schedules; number++)
        {
            schedules.Add(await ScheduleLoad.StartAsync(number % 2 == 0 ? even : odd, number, number * 60 / Schedules));
        }

        var chats = Enumerable.Range(0, Chats).Select(number => new ChatLoad(client, $"c{number}")).ToList();
        var runs = Enumerable.Range(0, Runs).Select(number => new RunLoad(client, agentId, $"r{number}")).ToList();
        var ending = new TaskCompletionSource();
        var load = chats.Select(chat => chat.RunAsync(Pace, ending.Task)).Concat(runs.Select(run => run.RunAsync(Pace, ending.Task))).ToList();

        await InflictAsync(platform, Task.WhenAny(load.Select(FailureOf)));
        ending.SetResult();
        await Task.WhenAll(load);
        await Task.WhenAll(_outages);
        foreach (var schedule in schedules)
        {
            await Insistence.UntilAsync("the end of a schedule", async () => { await schedule.StopAsync(); return true; });
        }

        var talks = await Task.WhenAll(chats.Select(chat => chat.CheckAsync()));
        var ledgers = await Task.WhenAll(schedules.Select(schedule => schedule.CheckAsync()));
        var ordered = await client.ListAsync($"/api/executions?agentId={agentId}");
        var accepted = runs.SelectMany(run => run.Accepted).ToList();
        var succeeded = ordered.Where(run => run.Text("status") == "success").Select(run => run.Text("id")).ToHashSet();
        var (repeated, cutOff) = _plan.Repeats(provider.Calls);
        var scheduled = (await Task.WhenAll(schedules.Select(schedule => schedule.RunsAsync()))).SelectMany(found => found);
        var all = ordered.Select(run => (Client: client, Run: run)).Concat(scheduled);
        var recoveries = await RecoveriesAsync([.. all.Where(run => run.Run.Number("attempt") > 1)], platform.Log);
        var alone = recoveries.Where(recovery => recovery.Alone).Select(recovery => recovery.Seconds).Order().ToList();
        var beside = recoveries.Where(recovery => !recovery.Alone).Select(recovery => recovery.Seconds).Order().ToList();

        _plan.Report($"""
            {string.Join(", ", _faults.CountBy(fault => $"{fault.Kind} {fault.Part.Split('-')[0]}").OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Key} {kind.Value}"))}
            chat: {chats.Sum(chat => chat.Sent)} messages acknowledged, {talks.Sum(talk => talk.Lost)} lost, {talks.Sum(talk => talk.Unfinished)} answers unfinished, {talks.Sum(talk => talk.Different)} different from what was seen, {talks.Sum(talk => talk.Gaps)} frames out of turn
            runs: {accepted.Count} accepted, {accepted.Count(id => !succeeded.Contains(id))} without success, {ordered.Count - accepted.Count} that nobody was told of
            schedules: {ledgers.Sum(ledger => ledger.Occurrences)} occurrences, {ledgers.Sum(ledger => ledger.Fired)} fired, {ledgers.Sum(ledger => ledger.Missed)} missing or double, {ledgers.Sum(ledger => ledger.Unsuccessful)} fired without success, {ledgers.Sum(ledger => ledger.Unexplained)} executions that nothing fired
            model calls: {provider.Calls.Started} started, {provider.Calls.Completed} completed, {repeated} made again, {cutOff} cut off by the death of who asked, at once or while the store was away
            workers that came back too late: {Told("its write was refused")} runs whose write was refused, {Told("told at its renewal")} told at their renewal, {Told("TurnLostException")} answers
            take-overs, from the fault of who held the run to the new attempt: {alone.Count} with no other fault meanwhile of the store or of a worker, median {At(alone, 0.5):0.0} s, p95 {At(alone, 0.95):0.0} s, longest {At(alone, 1):0.0} s
            {beside.Count} while the store or the other worker was away as well, median {At(beside, 0.5):0.0} s, p95 {At(beside, 0.95):0.0} s, longest {At(beside, 1):0.0} s
            """);
        int Told(string what) => platform.Log.Count(line => line.Contains(what, StringComparison.Ordinal));
        Assert.Equal((0, 0, 0, 0), (talks.Sum(talk => talk.Lost), talks.Sum(talk => talk.Unfinished), talks.Sum(talk => talk.Different), talks.Sum(talk => talk.Gaps)));
        Assert.Equal(accepted.Order(), ordered.Select(run => run.Text("id")!).Order());
        Assert.Equal(ordered.Count, succeeded.Count);
        Assert.Equal((0, 0, 0), (ledgers.Sum(ledger => ledger.Missed), ledgers.Sum(ledger => ledger.Unsuccessful), ledgers.Sum(ledger => ledger.Unexplained)));
        Assert.Equal(0, repeated);
    }

    /// <summary>The planned faults at random moments, unless the load breaks down.</summary>
    private async Task InflictAsync(AppHostProcess platform, Task failure)
    {
        foreach (var (kind, part) in Planned())
        {
            await Task.WhenAny(failure, Task.Delay(_plan.Random.NextDouble() * BetweenFaults, TestContext.Current.CancellationToken));
            if (failure.IsCompleted)
            {
                return;
            }

            var strike = await _plan.FaultAsync(() => kind == "pause" ? platform.PauseAsync(_plan.Random, Fits, Pause) : platform.KillAsync(_plan.Random, Fits));
            _faults.Add((strike.Part, strike.ProcessId, kind, strike.At));
            if (part == "firestore")
            {
                _outages.Add(NoteOutageAsync(platform, strike));
            }

            bool Fits(string name) => name == part || name.StartsWith($"{part}-", StringComparison.Ordinal);
        }
    }

    private async Task NoteOutageAsync(AppHostProcess platform, Strike strike)
    {
        await platform.IsBackAsync(strike.Part, strike.ProcessId);
        _plan.StoreIsBack(strike.From);
    }

    /// <summary>Each part in turn: of ten faults six services, the Gateway, the broker, the store and a pause; of many a pause in a hundred.</summary>
    private static IEnumerable<(string Kind, string Part)> Planned()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("AGENTPLATFORM_FAULTS"), CultureInfo.InvariantCulture, out var given) ? given : 10;
        var services = 0;
        for (var number = 0; number < count; number++)
        {
            yield return (number % 10) switch
            {
                2 => ("kill", "rabbitmq"),
                5 => ("kill", "firestore"),
                7 => ("kill", "gateway"),
                9 => number % 100 == 9 ? ("pause", number % 200 == 9 ? "executionservice" : "chatservice") : ("kill", "executionservice"),
                _ => ("kill", Services[services++ % Services.Length]),
            };
        }
    }

    /// <summary>Seconds from the death or standstill of the process that held a run to the next attempt at it, and whether it was the only fault that matters to that.</summary>
    private async Task<List<(double Seconds, bool Alone)>> RecoveriesAsync(IReadOnlyList<(PlatformClient Client, JsonNode Run)> runs, IEnumerable<string> log)
    {
        var holders = log.Select(line => TakenOver().Match(line)).Where(match => match.Success)
            .ToDictionary(match => (match.Groups["run"].Value, match.Groups["attempt"].Value), match => long.Parse(match.Groups["process"].Value, CultureInfo.InvariantCulture));
        var recoveries = new List<(double, bool)>();
        foreach (var (client, run) in runs)
        {
            foreach (var status in PlatformClient.DataOf(await client.ReadEventsAsync($"/api/executions/{run.Text("id")}/events"), "status").Where(status => status["attempt"] is not null))
            {
                // Process ids come again: the newest fault of that one counts. A worker that handed over in order had none.
                var at = DateTimeOffset.Parse(status.Text("at")!, CultureInfo.InvariantCulture);
                if (holders.TryGetValue((run.Text("id")!, $"{status.Number("attempt")}"), out var holder) && _faults.LastOrDefault(fault => fault.ProcessId == holder && fault.At < at) is { Part: not null } fault)
                {
                    recoveries.Add(((at - fault.At).TotalSeconds, !_faults.Any(other => other != fault && other.At < at && (
                        (other.Part == "firestore" && other.At > fault.At - StoreFault) || (other.Part.StartsWith("executionservice", StringComparison.Ordinal) && other.At > fault.At)))));
                }
            }
        }

        return recoveries;
    }

    [GeneratedRegex("Took over execution (?<run>[A-Za-z0-9_-]+) as attempt (?<attempt>[0-9]+) from worker [^/]+/(?<process>[0-9]+)/")]
    private static partial Regex TakenOver();

    private static double At(List<double> ordered, double share) => ordered.Count == 0 ? 0 : ordered[(int)Math.Ceiling(share * ordered.Count) - 1];

    private static async Task FailureOf(Task part)
    {
        try
        {
            await part;
            await Task.Delay(Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The load has broken down: there is no point in more faults.
        }
    }
}
