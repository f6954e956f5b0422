using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Outbox;
using Google.Cloud.Firestore.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SchedulerService.Backfills;
using SchedulerService.Executions;
using SchedulerService.Firing;
using SchedulerService.Firing.Budgets;
using SchedulerService.Ledger;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Tests.Firing.Races;

/// <summary>One scheduler: the real parts, over a connection that can break and a clock that can jump.</summary>
internal sealed class RaceProcess : IDisposable
{
    private readonly FirestoreDb _db;
    private readonly HttpClient _http;

    public RaceProcess(CallInvoker store, Func<DateTimeOffset> now, RaceRuns runs, Action<RaceProcess, CommitRequest> committed)
    {
        Clock = new ProcessClock(this, now);
        _db = new FirestoreDbBuilder { ProjectId = "race", CallInvoker = new RaceInvoker(store, this, committed) }.Build();
        _http = new HttpClient(runs.CreateHandler(this)) { BaseAddress = new Uri("http://executionservice"), Timeout = Timeout.InfiniteTimeSpan };
        var options = Options.Create(RaceWorld.Options());
        var schedules = new ScheduleStore(_db);
        var ledger = new OccurrenceStore(_db);
        var budget = new FireBudget(_db, options);
        var outbox = new Outbox(_db, new PlatformServiceName("schedulerservice"), Clock, Microsoft.Extensions.Options.Options.Create(new OutboxOptions()));
        var commit = new FiringCommit(_db, schedules, ledger, budget, outbox, Clock);
        Step = new FiringStep(schedules, new RunQuestions(new ExecutionClient(_http), options), ledger, new BackfillRecords(ledger), budget, commit, options, NullLogger<FiringStep>.Instance);
        Writer = new ScheduleWriter(_db, schedules, Step, Clock, options);
        Backfills = new BackfillWriter(schedules, ledger, Writer);
    }

    /// <summary>How far its clock is off.</summary>
    public TimeSpan Offset { get; set; }

    public bool IsDead { get; set; }

    public TimeProvider Clock { get; }

    public FiringStep Step { get; }

    public ScheduleWriter Writer { get; }

    public BackfillWriter Backfills { get; }

    public void Dispose()
    {
        _http.Dispose();
        _db.Dispose();
    }

    /// <summary>Its pauses are over at once: what happens meanwhile is what the world lets happen before the next call.</summary>
    private sealed class ProcessClock(RaceProcess process, Func<DateTimeOffset> now) : TimeProvider, ITimer
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now().UtcTicks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                callback(state);
            }

            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public override DateTimeOffset GetUtcNow() => RaceWorker.Read(now() + process.Offset);
    }
}
