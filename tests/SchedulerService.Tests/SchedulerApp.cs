using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Telemetry;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using SchedulerService.Firing;
using SchedulerService.Forecasting;
using SchedulerService.Ledger;
using SchedulerService.Schedules.Input;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Tests;

/// <summary>The real service over a database, with an in-memory bus and a clock that the test sets.</summary>
internal sealed class SchedulerApp : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 5, 0, 30, TimeSpan.Zero);

    private readonly WebApplication _app;

    private readonly TestDatabase? _ownDatabase;

    private SchedulerApp(TestDatabase database, bool owned, TimeProvider clock, StartedRuns runs, IReadOnlyDictionary<string, string?> settings, MemoryLog? log)
    {
        (Db, Clock, Runs) = (database.Db, clock, runs);
        _ownDatabase = owned ? database : null;
        _app = SchedulerServiceApp.Create([], builder =>
        {
            builder.WebHost.UseTestServer();
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            if (log is not null)
            {
                builder.Logging.AddProvider(log).AddFilter<MemoryLog>(null, LogLevel.Warning).AddFilter<MemoryLog>("SchedulerService", LogLevel.Information);
            }

            builder.Configuration["Identity:SigningKey"] = Convert.ToBase64String(new byte[32]);
            builder.Configuration["Firing:IntervalSeconds"] = "300";
            builder.Configuration["Firing:Shared"] = "false";
            foreach (var (key, value) in settings)
            {
                builder.Configuration[key] = value;
            }

            builder.Services.AddSingleton(Db);
            builder.Services.AddSingleton(clock);
            builder.Services.AddSingleton(runs);
            builder.Services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new ExecutionStandIn(runs));
            ((IHostApplicationBuilder)builder).Properties[BusTransportProperty.Key] = (BusTransport)(bus =>
            {
                bus.AddConsumer<StartedRuns>();
                bus.UsingInMemory((context, memory) =>
                {
                    memory.ReceiveEndpoint("started-runs", endpoint => endpoint.Instance(runs));
                    memory.ConfigureEndpoints(context, filter => filter.Exclude<StartedRuns>());
                });
            });
        });
    }

    public FirestoreDb Db { get; }

    public TimeProvider Clock { get; }

    public StartedRuns Runs { get; }

    public ScheduleStore Store => _app.Services.GetRequiredService<ScheduleStore>();

    public ScheduleWriter Writer => _app.Services.GetRequiredService<ScheduleWriter>();

    public Forecaster Forecaster => _app.Services.GetRequiredService<Forecaster>();

    public FiringStep Step => _app.Services.GetRequiredService<FiringStep>();

    public LedgerSweep Sweep => _app.Services.GetRequiredService<LedgerSweep>();

    public IBus Bus => _app.Services.GetRequiredService<IBus>();

    public static async Task<SchedulerApp> StartAsync(TimeProvider? clock = null, TestDatabase? database = null, IReadOnlyDictionary<string, string?>? settings = null, MemoryLog? log = null)
    {
        var app = new SchedulerApp(database ?? new TestDatabase(), database is null, clock ?? new SettableClock(Start), new StartedRuns(), settings ?? new Dictionary<string, string?>(), log);
        await app._app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    public HttpClient Client(string userId = "user", string zone = "Asia/Seoul")
    {
        var client = _app.GetTestClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _app.Services.GetRequiredService<InternalTokens>().Issue(new Caller(userId, "ko", zone)));
        return client;
    }

    public HttpClient Anonymous() => _app.GetTestClient();

    /// <summary>An active agent with a schedule.</summary>
    public Task ScheduleAsync(string agentId, ScheduleInput input, long revision = 1, bool active = true, string userId = "user", DateTimeOffset? changedAt = null) =>
        Writer.ChangeAsync(Change(agentId, input, revision, active, userId) with { ChangedAt = changedAt }, TestContext.Current.CancellationToken);

    public AgentScheduleChanged Change(string agentId, ScheduleInput? input, long revision, bool active = true, string userId = "user") =>
        new(agentId, userId, $"Agent {agentId}", (int)revision, revision, active, input is null ? null : Resolve(input));

    public Schedule Resolve(ScheduleInput input) =>
        Assert.IsType<ScheduleResolution.Resolved>(ScheduleRules.Resolve(input, "Asia/Seoul", Clock.GetUtcNow())).Schedule;

    public Task LookAsync() => Step.RunOnceAsync(Clock.GetUtcNow(), null, TestContext.Current.CancellationToken);

    public Task<StoredSchedule?> LoadAsync(string agentId = "agent") => Store.LoadAsync(agentId, TestContext.Current.CancellationToken);

    /// <summary>Says that a run ended, as ExecutionService does.</summary>
    public Task EndAsync(StartExecution order, string status = ExecutionStatus.Success, string errorCode = "tool-failed")
    {
        Runs.Statuses[order.ExecutionId] = status;
        var error = status == ExecutionStatus.Failed ? new ExecutionError(errorCode, "It failed.") : null;
        return Writer.EndAsync(
            new ExecutionEnded(order.ExecutionId, order.UserId, order.AgentId, 1, order.Trigger, status, Clock.GetUtcNow(), Clock.GetUtcNow(), null, error, "model", new(1, 1, 0, 0), new("0")),
            TestContext.Current.CancellationToken);
    }

    /// <summary>Oldest first, as <c>outcome: reason</c>.</summary>
    public async Task<string[]> OutcomesAsync(string agentId = "agent") =>
        [.. (await LedgerAsync(agentId)).Reverse().Select(occurrence => occurrence.Reason is null ? occurrence.Outcome : $"{occurrence.Outcome}: {occurrence.Reason}")];

    public async Task<IReadOnlyList<OccurrenceView>> LedgerAsync(string agentId)
    {
        var page = await Client().GetFromJsonAsync<Page<OccurrenceView>>($"/api/schedules/{agentId}/occurrences?limit=100", JsonDefaults.Strict, TestContext.Current.CancellationToken);
        return page!.Items;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();

        if (_ownDatabase is not null)
        {
            await _ownDatabase.DisposeAsync();
        }
    }

    private sealed class ExecutionStandIn(StartedRuns runs) : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            builder.PrimaryHandler = new Handler(runs);
        };

        private sealed class Handler(StartedRuns runs) : HttpMessageHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var user = new JsonWebToken(request.Headers.Authorization!.Parameter).Subject;
                var id = request.RequestUri!.Segments[^1];
                if (runs.IsAway)
                {
                    throw new HttpRequestException("ExecutionService is away.");
                }

                if (request.RequestUri.AbsolutePath == "/api/executions")
                {
                    return Task.FromResult(List(user, QueryHelpers.ParseQuery(request.RequestUri.Query)));
                }

                if (runs.Whole.Find(whole => whole.UserId == user && whole.Run.Id == id).Run is { } run)
                {
                    return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(run, options: JsonDefaults.Strict) });
                }

                return Task.FromResult(runs.Statuses.TryGetValue(id, out var status)
                    ? new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(Execution(id, status), options: JsonDefaults.Strict) }
                    : new HttpResponseMessage(HttpStatusCode.NotFound));
            }

            private HttpResponseMessage List(string user, Dictionary<string, StringValues> query)
            {
                var found = runs.Whole.Where(whole => whole.UserId == user && whole.Run.AgentId == query["agentId"] && whole.Run.Status == query["status"]).Select(whole => whole.Run).Take(int.Parse(query["limit"]!, CultureInfo.InvariantCulture));
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(new Page<Execution>([.. found], null), options: JsonDefaults.Strict) };
            }

            private static Execution Execution(string id, string status) => new()
            {
                Id = id,
                AgentId = "agent",
                AgentVersion = 1,
                AgentName = "Agent",
                Trigger = new ExecutionTrigger(TriggerKind.Schedule),
                Status = status,
                StartTime = null,
                EndTime = null,
                Result = null,
                TokenUsage = new TokenUsage(0, 0, 0, 0),
                Cost = new Cost("0"),
                StepCount = 0,
                Attempt = 1,
                CreatedAt = Start,
            };
        }
    }
}
