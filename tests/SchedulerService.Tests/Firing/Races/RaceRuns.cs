using System.Net;
using System.Net.Http.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.ServiceDefaults.Json;
using SchedulerService.Firing;

namespace SchedulerService.Tests.Firing.Races;

/// <summary>Stands where ExecutionService is: knows the runs whose orders came, and ends them when their time is over.</summary>
internal sealed class RaceRuns(Random random, Func<DateTimeOffset> now)
{
    private readonly SortedDictionary<string, Run> _runs = new(StringComparer.Ordinal);

    /// <summary>Runs that a scheduler was told are not known though their order was long given, by its own clock: it may go on without them.</summary>
    public HashSet<string> GivenUp { get; } = [];

    /// <summary>When a run was ordered, by the clock of who ordered it.</summary>
    public Dictionary<string, DateTimeOffset> OrderedAt { get; } = [];

    public IEnumerable<string> Ids => _runs.Keys;

    public bool IsRunning(string id) => _runs.TryGetValue(id, out var run) && run.Status == ExecutionStatus.Running;

    public bool HasEnded(string id) => _runs.TryGetValue(id, out var run) && run.Status != ExecutionStatus.Running;

    /// <summary>Runs end as soon as they have begun, and well.</summary>
    public bool AreShort { get; set; }

    public void Start(StartExecution order) =>
        _runs.TryAdd(order.ExecutionId, new Run(order) { EndsAt = now().AddSeconds(AreShort ? 0 : random.Next(5, 240)), StartedAt = now() });

    public void Cancel(string id)
    {
        if (_runs.TryGetValue(id, out var run) && run.Status == ExecutionStatus.Running)
        {
            (run.EndsAt, run.IsCancelled) = (now().AddSeconds(random.Next(0, 20)), true);
        }
    }

    /// <summary>Ends runs whose time is over.</summary>
    public IEnumerable<ExecutionEnded> End()
    {
        foreach (var run in _runs.Values.Where(run => run.Status == ExecutionStatus.Running && run.EndsAt <= now()).ToList())
        {
            var chance = AreShort ? 0 : random.Next(10);
            run.Status = run.IsCancelled || chance == 9 ? ExecutionStatus.Cancelled : chance < 6 ? ExecutionStatus.Success : ExecutionStatus.Failed;
            var error = run.Status == ExecutionStatus.Failed ? new ExecutionError("tool-failed", "It failed.") : null;
            yield return new ExecutionEnded(run.Order.ExecutionId, run.Order.UserId, run.Order.AgentId, 1, run.Order.Trigger, run.Status, run.StartedAt, now(), null, error, "model", new TokenUsage(0, 0, 0, 0), new Cost("0"));
        }
    }

    public HttpMessageHandler CreateHandler(RaceProcess process) => new Handler(this, process);

    private sealed record Run(StartExecution Order)
    {
        public required DateTimeOffset StartedAt { get; init; }

        public DateTimeOffset EndsAt { get; set; }

        public bool IsCancelled { get; set; }

        public string Status { get; set; } = ExecutionStatus.Running;
    }

    private sealed class Handler(RaceRuns runs, RaceProcess process) : HttpMessageHandler
    {
        private static readonly TimeSpan Grace = TimeSpan.FromSeconds(new FiringOptions().StartGraceSeconds);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var fault = await RaceWorker.Current.WaitAsync();
            if (fault is RaceFault.KilledBefore or RaceFault.KilledAfter or RaceFault.Unavailable)
            {
                process.IsDead |= fault != RaceFault.Unavailable;
                throw new HttpRequestException("ExecutionService is away.");
            }

            var id = request.RequestUri!.Segments[^1];
            if (runs._runs.TryGetValue(id, out var run))
            {
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(Answer(run), options: JsonDefaults.Strict) };
            }

            process.Clock.GetUtcNow();
            if (RaceWorker.Current.LatestRead - runs.OrderedAt[id] >= Grace)
            {
                runs.GivenUp.Add(id);
            }

            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        private static Execution Answer(Run run) => new()
        {
            Id = run.Order.ExecutionId,
            AgentId = run.Order.AgentId,
            AgentVersion = 1,
            AgentName = "Agent",
            Trigger = run.Order.Trigger,
            Status = run.Status,
            StartTime = run.StartedAt,
            EndTime = null,
            Result = null,
            TokenUsage = new TokenUsage(0, 0, 0, 0),
            Cost = new Cost("0"),
            StepCount = 0,
            Attempt = 1,
            CreatedAt = run.StartedAt,
        };
    }
}
