using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;
using AgentPlatform.ServiceDefaults.Hosting;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SchedulerService;
using SchedulerService.Firing;
using SchedulerService.Firing.Rules;
using SchedulerService.Schedules.Storage;

namespace AgentPlatform.Benchmarks;

/// <summary>
/// <c>firing [stored] [due] [broker]</c>: how late schedules fire of which many are due in one minute while many more are stored,
/// and what a look costs that finds nothing. The real service over a database file that is flushed at each commit, its own loop, and
/// a consumer that does nothing: over a bus in memory, or over RabbitMQ (<c>amqp://…</c>) with a quorum queue.
/// </summary>
internal static class FiringBenchmark
{
    private const int SchedulesPerUser = 10;
    private const int SchedulesPerCommit = 200;
    private const int Looks = 1000;

    public static async Task RunAsync(int stored, int due, Uri? broker)
    {
        var folder = Directory.CreateTempSubdirectory("schedule-benchmark-");
        await using (var server = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = Path.Combine(folder.FullName, "documents.db"), IndexesJson = await File.ReadAllTextAsync(Path.Combine(Root(), "firestore.indexes.json")) }))
        {
            using var db = new FirestoreDbBuilder { ProjectId = "bench", CallInvoker = server.CreateCallInvoker() }.Build();
            var store = new ScheduleStore(db);
            Console.WriteLine($"floor: {await FloorAsync(db):0} documents a second in bare commits of {SchedulesPerCommit}");
            var filled = 0;
            foreach (var size in new[] { 1_000, 100_000, 1_000_000 }.Where(size => size < stored).Append(stored))
            {
                var started = Stopwatch.GetTimestamp();
                await FillAsync(db, store, filled, size);
                Console.WriteLine($"{size:N0} schedules stored ({size - filled:N0} more in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s, {new FileInfo(Path.Combine(folder.FullName, "documents.db")).Length / 1048576:N0} MiB)");
                filled = size;
                // In a flow of its own: MassTransit keeps the log of the bus that was made last, which is disposed of by the next.
                await Task.Run(() => MeasureAsync(Create(db, broker), db, store, size, due, size == stored ? [0, 55] : [0]));
            }
        }

        folder.Delete(recursive: true);
    }

    private static async Task MeasureAsync(WebApplication service, FirestoreDb db, ScheduleStore store, int size, int due, IReadOnlyList<int> spreads)
    {
        await using var disposed = service;
        await service.StartAsync();
        await service.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromMinutes(1));
        var step = service.Services.GetRequiredService<FiringStep>();
        var half = Enumerable.Range(0, Shards.Count).Where(shard => shard % 2 == 0).ToArray();
        Console.WriteLine($"  a look that finds nothing: {await LookAsync(step, null):0.000} ms, as one of two schedulers {await LookAsync(step, half):0.000} ms");
        foreach (var spread in spreads)
        {
            await FireAsync(db, store, service, $"{size}-{spread}", due, spread);
        }

        await service.StopAsync();
    }

    private static async Task FireAsync(FirestoreDb db, ScheduleStore store, WebApplication service, string name, int due, int spreadSeconds)
    {
        var instant = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + (due / 2000) + 5);
        var schedule = Daily(instant) with { JitterSeconds = spreadSeconds };
        await WriteAsync(db, store, Enumerable.Range(0, due).Select(number => New($"due-{name}-{number}", $"due-user-{number / SchedulesPerUser}", schedule, instant)));
        var received = service.Services.GetRequiredService<Received>();
        received.Begin(due);
        using var lags = new Lags();
        var (memory, processor) = (Process.GetCurrentProcess().WorkingSet64, Process.GetCurrentProcess().TotalProcessorTime);
        await received.All.WaitAsync(TimeSpan.FromMinutes(5));
        var used = Process.GetCurrentProcess();
        // The histogram counts from the instant; with a spread, each schedule's own delay is taken off.
        var late = lags.Values.Order().ToList();
        var arrived = received.Lags(agentId => FiringIds.Jitter(agentId, instant, spreadSeconds)).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {due:N0} due {(spreadSeconds == 0 ? "at one instant" : $"over {spreadSeconds} s")}: {(spreadSeconds == 0 ? $"committed after {At(late, 0.5):0.00} / {At(late, 0.99):0.00} s, " : "")}order received after {At(arrived, 0.5):0.00} / {At(arrived, 0.99):0.00} s (p50 / p99); {(used.TotalProcessorTime - processor).TotalSeconds:0.0} s of CPU, memory {memory / 1048576} to {used.WorkingSet64 / 1048576} MiB"));
    }

    private static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];

    private static async Task<double> LookAsync(FiringStep step, IReadOnlyList<int>? shards)
    {
        var started = Stopwatch.GetTimestamp();
        for (var look = 0; look < Looks; look++)
        {
            await step.RunOnceAsync(DateTimeOffset.UtcNow, shards, CancellationToken.None);
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Looks;
    }

    /// <summary>Schedules that are due on another day.</summary>
    private static Task FillAsync(FirestoreDb db, ScheduleStore store, int from, int to)
    {
        var later = new DateTimeOffset(DateTimeOffset.UtcNow.UtcDateTime.Date.AddDays(2), TimeSpan.Zero);
        var schedules = Enumerable.Range(0, 1440).Select(minute => Daily(later.AddMinutes(minute))).ToArray();
        return WriteAsync(db, store, Enumerable.Range(from, to - from).Select(number => New($"stored-{number}", $"user-{number / SchedulesPerUser}", schedules[number % 1440], later.AddMinutes(number % 525_600))));
    }

    private static Task WriteAsync(FirestoreDb db, ScheduleStore store, IEnumerable<StoredSchedule> schedules) =>
        Parallel.ForEachAsync(schedules.Chunk(SchedulesPerCommit), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (chunk, token) =>
        {
            var commit = db.StartBatch();
            Array.ForEach(chunk, schedule => store.Save(commit, schedule));
            await commit.CommitAsync(token);
        });

    private static async Task<double> FloorAsync(FirestoreDb db)
    {
        const int documents = 40_000;
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, documents).Chunk(SchedulesPerCommit), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (chunk, token) =>
        {
            var commit = db.StartBatch();
            foreach (var number in chunk)
            {
                commit.Create(db.Collection("floor").Document($"{number}"), new Dictionary<string, object?> { ["text"] = "some text of an entry", ["number"] = number });
            }

            await commit.CommitAsync(token);
        });
        return documents / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static Schedule Daily(DateTimeOffset at) => new() { Cron = $"{at.UtcDateTime.Second} {at.UtcDateTime.Minute} {at.UtcDateTime.Hour} * * *", TimeZone = "UTC", Text = new LocalizedText("매일", "Every day") };

    private static StoredSchedule New(string agentId, string userId, Schedule schedule, DateTimeOffset next)
    {
        var stored = new StoredSchedule { AgentId = agentId, UserId = userId, AgentName = "Benchmark", Version = 1, Revision = 1, Active = true, Schedule = schedule, CreatedAt = next.AddDays(-3), UpdatedAt = next.AddDays(-3), NextRunAt = next };
        return stored with { DueAt = FiringRules.DueAt(stored.ToState(), next) };
    }

    private static WebApplication Create(FirestoreDb db, Uri? broker) => SchedulerServiceApp.Create([], builder =>
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Identity:SigningKey"] = Convert.ToBase64String(new byte[32]);
        builder.Configuration["Firing:Shared"] = "false";
        builder.Configuration["Logging:LogLevel:Default"] = "Warning";
        builder.Services.AddSingleton(db);
        var received = new Received();
        builder.Services.AddSingleton(received);
        ((IHostApplicationBuilder)builder).Properties[BusTransportProperty.Key] = broker is null ? InMemory(received) : RabbitMq(received, broker);
    });

    private static BusTransport InMemory(Received received) => bus => bus.UsingInMemory((context, memory) =>
    {
        memory.ReceiveEndpoint("received", endpoint => endpoint.Instance(received));
        memory.ConfigureEndpoints(context);
    });

    private static BusTransport RabbitMq(Received received, Uri broker) => bus => bus.UsingRabbitMq((context, rabbit) =>
    {
        rabbit.Host(broker);
        rabbit.ReceiveEndpoint("received", endpoint =>
        {
            endpoint.SetQuorumQueue();
            endpoint.Instance(received);
        });
        rabbit.ConfigureEndpoints(context);
    });

    private static string Root() => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    /// <summary>Hears the service's own measurements of how late it fires.</summary>
    private sealed class Lags : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Lags()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "agentplatform.schedule.fire.lag")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => Values.Enqueue(seconds));
            _listener.Start();
        }

        public ConcurrentQueue<double> Values { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
