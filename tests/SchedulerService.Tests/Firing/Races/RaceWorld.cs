using AgentPlatform.Contracts.Messages;
using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;
using AgentPlatform.Testing.Services;
using SchedulerService.Firing;

namespace SchedulerService.Tests.Firing.Races;

/// <summary>A simulated world around real schedulers: time, messages, runs, people, and what goes wrong. One thing happens at a time; a seed decides which.</summary>
internal sealed class RaceWorld : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 5, 0, 30, TimeSpan.Zero);

    private const int MaxProcesses = 5;
    private const int MaxCalmRounds = 30_000;
    private const int CalmRoundsToResume = 3_000;

    private readonly EmbeddedFirestore _server = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = EmbeddedFirestoreOptions.InMemory, IndexesJson = File.ReadAllText(Repository.File("firestore.indexes.json")) });
    private readonly FirestoreDb _db;
    private readonly Random _random;
    private readonly RaceRuns _runs;
    private readonly RaceLog _log;
    private readonly RaceMessages _messages;
    private readonly RacePeople _people;
    private readonly List<RaceProcess> _processes = [];
    private readonly List<(RaceWorker Worker, Action<RaceWorker> Done)> _workers = [];
    private readonly SortedDictionary<RaceFault, int> _faults = [];
    private readonly int _seed;
    private DateTimeOffset _now = Start;
    private bool _isCalm;
    private int _calls;
    private int _started;

    public RaceWorld(int seed)
    {
        (_seed, _random) = (seed, new Random(seed));
        _db = new FirestoreDbBuilder { ProjectId = "race", CallInvoker = _server.CreateCallInvoker() }.Build();
        _runs = new RaceRuns(_random, () => _now);
        _messages = new RaceMessages(_db, _random, () => _now, Strikes);
        _people = new RacePeople(_random, () => _now);
        _log = new RaceLog(_db, _runs, _people);
    }

    public IReadOnlyList<string> Violations => _log.Violations;

    public int Faults => _faults.Values.Sum();

    public string Summary => string.Join(
        Environment.NewLine,
        $"seed {_seed}: {Faults} faults ({string.Join(", ", _faults.Select(fault => $"{fault.Key} {fault.Value}"))})",
        $"{_calls} calls, {_log.Commits} commits that held, {_started} schedulers, {(_now - Start).TotalHours:0} simulated hours",
        $"{_log.Agents.Values.Sum(agent => agent.Records.Count)} instants: {string.Join(", ", _log.Agents.Values.SelectMany(agent => agent.Records.Values).GroupBy(outcome => outcome).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}"))}",
        $"{_log.Orders.Count} runs ordered; {_log.Excused} times a run went on beside one of which nobody knew after the grace; {_log.PutAside} backlogs put aside by changes; {_log.Shared} instants that a new rule shared with the one before; {_log.Violations.Count} violations");

    public static FiringOptions Options() => new() { BatchSize = 20, MaxWritesPerCommit = 20, MaxParallel = 1, MaxInstantsPerCommit = 30, SettleCommits = 1, MaxWaiting = 5, MaxFiresPerUserPerMinute = 25, BackfillBatch = 3 };

    /// <summary>Lets things happen until so many have gone wrong.</summary>
    public async Task RunAsync(int faults)
    {
        foreach (var change in _people.Arrive())
        {
            _messages.Deliver(change, 0);
        }

        while (Faults < faults && Violations.Count == 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await HappenAsync();
            if (_random.Next(60) == 0)
            {
                await EditAsync();
            }
        }
    }

    /// <summary>Lets everything come to rest without further faults, then compares the whole ledger with what has to be in it.</summary>
    public async Task SettleAsync()
    {
        (_isCalm, _runs.AreShort, _messages.IsPrompt) = (true, true, true);
        _processes.ForEach(process => process.Offset = TimeSpan.Zero);
        _workers.ForEach(worker => worker.Worker.PausedUntil = _now);
        for (var round = 0; round < MaxCalmRounds && Violations.Count == 0 && !IsAtRest; round++)
        {
            if (round % CalmRoundsToResume == 0)
            {
                // A backfill waits while its schedule is paused, as one may have paused itself.
                foreach (var agentId in _people.Agents)
                {
                    await BeginAsync(process => process.Writer.PauseAsync("user", agentId, paused: false, null, CancellationToken.None), _ => { });
                }
            }

            await HappenAsync();
        }

        _log.Check(IsAtRest, "all", $"the world does not come to rest: {string.Join(", ", Unrest)}");
        await new RaceCheck(_db, _log, _runs, _people).CheckAsync(_now);
    }

    private bool IsAtRest => !Unrest.Any();

    /// <summary>What is still to happen.</summary>
    private IEnumerable<string> Unrest =>
    [
        .. _messages.Next is { } next ? [$"a message comes at {next:u}, now it is {_now:u}"] : Array.Empty<string>(),
        .. _workers.Where(worker => worker.Worker.Name != "look").Select(worker => $"{worker.Worker.Name} goes on"),
        .. _log.Orders.Keys.Where(id => !_runs.HasEnded(id)).Select(id => $"run {id} has not ended"),
        .. _log.Agents.Where(agent => agent.Value.Waiting.Count > 0 || agent.Value.Backfill.Count > 0 || agent.Value.DueAt <= _now)
            .Select(agent => $"{agent.Key} ({agent.Value.Schedule?.Overlap}) has {agent.Value.Waiting.Count} instants that wait, {agent.Value.Backfill.Count} to backfill, and is due at {agent.Value.DueAt:u}"),
    ];

    public async ValueTask DisposeAsync()
    {
        _processes.ForEach(process => process.Dispose());
        await _server.DisposeAsync();
    }

    private async Task HappenAsync()
    {
        PassTime();
        await DeliverAsync();
        await StartAsync();
        var ready = _workers.Where(worker => worker.Worker.PausedUntil <= _now).ToList();
        if (ready.Count == 0)
        {
            // Whoever is there stands still.
            _now = _now.AddSeconds(_random.Next(0, 10));
            return;
        }

        var (worker, _) = ready[_random.Next(ready.Count)];
        var fault = Strike(worker);
        if (fault == RaceFault.Paused)
        {
            worker.PausedUntil = _now.AddSeconds(_random.Next(1, 900));
            return;
        }

        _calls++;
        await worker.ReleaseAsync(fault);
        await BuryAsync();
    }

    /// <summary>Little while there is something to do, or the world would be busier than anybody could be; else a few seconds.</summary>
    private void PassTime()
    {
        var isBusy = _messages.Next <= _now || _log.EarliestDue <= _now || _workers.Exists(worker => worker.Worker.Name != "look" && worker.Worker.PausedUntil <= _now);
        _now = _now.AddMilliseconds(isBusy ? _random.Next(0, _isCalm ? 3 : 60) : _random.Next(0, 5000));
    }

    private async Task DeliverAsync()
    {
        foreach (var ended in _runs.End())
        {
            _messages.Send(ended);
        }

        if (_isCalm || _random.Next(10) == 0)
        {
            await _messages.RelayAsync();
        }

        foreach (var message in _messages.Due().ToList())
        {
            switch (message)
            {
                case StartExecution order:
                    _runs.Start(order);
                    break;
                case CancelExecution cancel:
                    _runs.Cancel(cancel.ExecutionId);
                    break;
                default:
                    await BeginAsync(process => Consume(process, message), worker => Redeliver(worker, message));
                    break;
            }
        }
    }

    private static Task Consume(RaceProcess process, object message) => message switch
    {
        ExecutionEnded ended => process.Writer.EndAsync(ended, CancellationToken.None),
        AgentScheduleChanged change => process.Writer.ChangeAsync(change, CancellationToken.None),
        AgentDeleted deletion => process.Writer.DeleteAsync(deletion, CancellationToken.None),
        _ => throw new InvalidOperationException(message.ToString()),
    };

    private void Redeliver(RaceWorker worker, object message)
    {
        if (worker.Failure is not null)
        {
            _messages.Deliver(message, _random.Next(1, 10));
        }
    }

    private async Task StartAsync()
    {
        while (_processes.Count == 0 || (!_isCalm && _processes.Count < MaxProcesses && _random.Next(200) == 0))
        {
            _processes.Add(new RaceProcess(_server.CreateCallInvoker(), () => _now, _runs, _log.Committed));
            _started++;
        }

        foreach (var process in _processes.Where(process => !_workers.Exists(worker => worker.Worker.Process == process && worker.Worker.Name == "look")).ToList())
        {
            if (Strikes(RaceFault.ClockJump))
            {
                process.Offset = process.Offset != TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromHours(_random.Next(2) == 0 ? 1 : -1);
            }

            // Whatever it thinks of who shares the work: a part of the shards, or all.
            IReadOnlyList<int>? shards = _isCalm || _random.Next(2) == 0 ? null : [.. Enumerable.Range(0, Shards.Count).Where(_ => _random.Next(2) == 0)];
            await BeginAsync(process, "look", () => process.Step.RunOnceAsync(process.Clock.GetUtcNow(), shards, CancellationToken.None), _ => { });
        }
    }

    private async Task EditAsync()
    {
        if (_people.Change() is { } message)
        {
            _messages.Send(message);
        }
        else
        {
            var edit = _people.Act();
            await BeginAsync(process => edit(process), _ => { });
        }
    }

    private Task BeginAsync(Func<RaceProcess, Task> work, Action<RaceWorker> done)
    {
        var process = _processes.Count == 0 ? null : _processes[_random.Next(_processes.Count)];
        if (process is null)
        {
            _processes.Add(process = new RaceProcess(_server.CreateCallInvoker(), () => _now, _runs, _log.Committed));
            _started++;
        }

        return BeginAsync(process, "work", () => work(process), done);
    }

    private async Task BeginAsync(RaceProcess process, string name, Func<Task> work, Action<RaceWorker> done)
    {
        var worker = new RaceWorker(process, name);
        _workers.Add((worker, done));
        await worker.StartAsync(work);
        await BuryAsync();
    }

    /// <summary>Takes out who has ended; with a process all that it did ends.</summary>
    private async Task BuryAsync()
    {
        foreach (var (worker, _) in _workers.Where(worker => worker.Worker.Process.IsDead && !worker.Worker.IsDone).ToList())
        {
            await worker.ReleaseAsync(RaceFault.KilledBefore);
        }

        foreach (var ended in _workers.Where(worker => worker.Worker.IsDone).ToList())
        {
            _workers.Remove(ended);
            ended.Done(ended.Worker);
        }

        foreach (var dead in _processes.Where(process => process.IsDead).ToList())
        {
            _processes.Remove(dead);
            dead.Dispose();
        }
    }

    private RaceFault? Strike(RaceWorker worker)
    {
        foreach (var fault in (RaceFault[])[RaceFault.KilledBefore, RaceFault.KilledAfter, RaceFault.Unavailable, RaceFault.Repeated, RaceFault.Paused])
        {
            if (Strikes(fault))
            {
                return fault;
            }
        }

        return null;
    }

    private bool Strikes(RaceFault fault)
    {
        var oneIn = fault switch { RaceFault.ClockJump => 150, RaceFault.KilledBefore or RaceFault.KilledAfter => 80, RaceFault.RelayKilled or RaceFault.MessageLost or RaceFault.MessageRepeated => 10, _ => 60 };
        if (_isCalm || _random.Next(oneIn) != 0)
        {
            return false;
        }

        _faults[fault] = _faults.GetValueOrDefault(fault) + 1;
        return true;
    }
}
