using System.Globalization;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;
using AgentPlatform.ServiceDefaults.Logs;
using ExecutionService.Executions;
using ExecutionService.Journal;
using ExecutionService.Replays;

namespace ExecutionService.Tests.Kills;

/// <summary>
/// kill -9 of the process that works on a run of ten steps, before and after the commit of each of its journal's entries; and at random
/// ones again and again, AGENTPLATFORM_KILLS=1000 of them. Figures: docs/reliability.md.
/// </summary>
public sealed class JournalKillTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kills-").FullName;
    private int _runs;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_any_boundary_of_its_journal_a_run_repeats_no_known_model_call_and_no_side_effect()
    {
        var boundaries = 0;
        foreach (var before in new[] { true, false })
        {
            for (var append = 1; ; append++)
            {
                var run = await RunAsync([(append, before)]);
                if (run.Kills == 0)
                {
                    break;
                }

                boundaries++;
                run.Check();
            }
        }

        output.WriteLine($"{boundaries} boundaries");
        Assert.InRange(boundaries, 30, 60);
    }

    [Fact]
    public async Task Killed_again_and_again_at_random_a_run_still_ends_with_everything_done_once()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("AGENTPLATFORM_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next(1_000_000);
        var wanted = int.TryParse(Environment.GetEnvironmentVariable("AGENTPLATFORM_KILLS"), CultureInfo.InvariantCulture, out var many) ? many : 20;
        var random = new Random(seed);
        var (kills, runs, cutOff, refused) = (0, 0, 0, 0);
        while (kills < wanted)
        {
            var run = await RunAsync([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => (random.Next(1, 10), random.Next(2) == 0))]);
            run.Check();
            (kills, runs, cutOff, refused) = (kills + run.Kills, runs + 1, cutOff + run.CutOff, refused + run.Refused);
        }

        output.WriteLine($"seed {seed}: {kills} kills in {runs} runs of {KillChild.Plan.Count + KillChild.Plan.Count + 1} steps and more; known model calls made again 0, side effects doubled 0; {cutOff} model calls whose outcome died with the process made again, {refused} tool calls whose outcome nobody knew put before a person");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<KilledRun> RunAsync(IReadOnlyList<(int Append, bool Before)> deaths)
    {
        var order = new KillOrder(Directory.CreateDirectory(Path.Combine(_folder, $"{_runs++}")).FullName, "run", 0, false);
        var run = new KilledRun(order);
        foreach (var (append, before) in deaths)
        {
            if (await (order with { Append = append, Before = before }).CarryOutAsync(Cancelled) == 0)
            {
                break;
            }

            await run.NoteDeathAsync(Cancelled);
        }

        await order.CarryOutAsync(Cancelled);
        await run.NoteEndAsync(Cancelled);
        return run;
    }

    /// <summary>What is known of a run from the database and from the records of the model and the tools.</summary>
    private sealed class KilledRun(KillOrder order)
    {
        private readonly List<(int Lines, int KnownCalls)> _deaths = [];
        private ExecutionState _end = null!;
        private JournalReplay _replay = null!;

        public int Kills => _deaths.Count;

        /// <summary>Model calls that were made again because their outcome died with the process.</summary>
        public int CutOff { get; private set; }

        public int Refused { get; private set; }

        public Task NoteDeathAsync(CancellationToken cancellationToken) => ReadAsync(async store =>
        {
            var steps = await JournalSteps.ReadAsync(new AppendLog(store.Journal(order.ExecutionId)), cancellationToken);
            _deaths.Add((Record().Count, steps.Count(step => step is { Kind: StepKind.Model, Status: StepStatus.Success })));
        });

        public Task NoteEndAsync(CancellationToken cancellationToken) => ReadAsync(async store =>
        {
            var log = new AppendLog(store.Journal(order.ExecutionId));
            _end = (await store.LoadAsync(order.ExecutionId, cancellationToken))!;
            _replay = await JournalReplay.OfAsync(_end, log, cancellationToken);
            Refused = (await JournalSteps.ReadAsync(log, cancellationToken)).Count(step => step.Kind == StepKind.Approval);
        });

        public void Check()
        {
            var record = Record();
            Assert.Equal((ExecutionStatus.Success, "All done."), (_end.Status, _end.Result));
            Assert.Empty(_replay.Differences);
            Assert.Equal(((KillChild.Plan.Count + 1) * 100L, (KillChild.Plan.Count + 1) * 10L), (_end.TokenUsage.Input, _end.TokenUsage.Output));
            foreach (var (lines, known) in _deaths)
            {
                // What the journal knew when the process died is not asked again by any that came after.
                Assert.DoesNotContain(record.Skip(lines), line => line.StartsWith("model ", StringComparison.Ordinal) && int.Parse(line[6..], CultureInfo.InvariantCulture) < known);
            }

            var effects = record.Count(line => line == ProbeTools.Effect);
            Assert.InRange(effects, KillChild.Plan.Count(tool => tool == ProbeTools.Effect) - Refused, KillChild.Plan.Count(tool => tool == ProbeTools.Effect));
            CutOff = record.Count(line => line.StartsWith("model ", StringComparison.Ordinal)) - KillChild.Plan.Count - 1;
        }

        private List<string> Record() => File.Exists(order.RecordPath) ? [.. File.ReadAllLines(order.RecordPath)] : [];

        private async Task ReadAsync(Func<ExecutionStore, Task> read)
        {
            await using var server = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = order.DatabasePath });
            using var db = new FirestoreDbBuilder { ProjectId = "tests", CallInvoker = server.CreateCallInvoker() }.Build();
            await read(new ExecutionStore(db));
        }
    }
}
