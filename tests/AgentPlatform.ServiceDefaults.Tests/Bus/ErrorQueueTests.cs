using System.Collections.Concurrent;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.Testing.Telemetry;
using Grpc.Core;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentPlatform.ServiceDefaults.Tests.Bus;

public sealed class ErrorQueueTests
{
    private const string Queue = "testservice-execution-queued";

    [Fact]
    public async Task What_a_consumer_cannot_do_waits_in_the_error_queue_until_the_operator_gives_it_back()
    {
        await using var broker = await BrokerProcess.StartAsync();
        await using var store = new TestStore();
        var work = new Work { Fault = () => new InvalidOperationException("A defect.") };
        await using var app = await StartAsync(broker, store, work);

        await app.Services.GetRequiredService<IBus>().Publish(new ExecutionQueued("one"), TestContext.Current.CancellationToken);
        await BrokerProcess.UntilAsync("the message in the error queue", async () => await broker.CountAsync($"{Queue}_error") == 1);
        Assert.Equal(6, work.Attempts);

        work.Fault = null;
        var (exitCode, said) = await broker.ReplayAsync(Queue);

        await BrokerProcess.UntilAsync("the message, done", () => Task.FromResult(work.Done.Contains("one")));
        Assert.Equal(0, exitCode);
        Assert.Contains("holds 1 messages", said, StringComparison.Ordinal);
        await BrokerProcess.UntilAsync("the error queue, empty", async () => await broker.CountAsync($"{Queue}_error") == 0);
        Assert.Equal((1, $"There is no queue nothing_error"), ((await broker.ReplayAsync("nothing")) is var (code, line) ? (code, line.Split(';')[0]) : default));
    }

    [Fact]
    public async Task What_an_outage_prevents_is_tried_for_longer_than_a_defect_and_needs_no_operator()
    {
        await using var broker = await BrokerProcess.StartAsync();
        await using var store = new TestStore();
        var work = new Work();
        work.Fault = () => work.Attempts <= 7 ? new RpcException(new Status(StatusCode.Unavailable, "away")) : null;
        await using var app = await StartAsync(broker, store, work);

        await app.Services.GetRequiredService<IBus>().Publish(new ExecutionQueued("one"), TestContext.Current.CancellationToken);

        await BrokerProcess.UntilAsync("the message, done", () => Task.FromResult(work.Done.Contains("one")));
        Assert.Equal(8, work.Attempts);
        Assert.Null(await broker.CountAsync($"{Queue}_error"));
    }

    [Fact]
    public async Task A_wrong_password_is_named_makes_the_service_degraded_and_loses_nothing_it_was_to_send()
    {
        await using var broker = await BrokerProcess.StartAsync();
        await using var store = new TestStore();
        var log = new MemoryLog();
        await using var app = Create(broker.ConnectionString.Replace(":test@", ":wrong@", StringComparison.Ordinal), store, new Work(), log);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var outbox = app.Services.GetRequiredService<global::AgentPlatform.ServiceDefaults.Outbox.Outbox>();
        var commit = store.Db.StartBatch();
        var message = outbox.Add(commit, new ExecutionQueued("one"));
        await commit.CommitAsync(TestContext.Current.CancellationToken);
        outbox.Release(message);

        await BrokerProcess.UntilAsync("the cause", () => Task.FromResult(log.Text.Contains("ACCESS_REFUSED", StringComparison.Ordinal)));
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Assert.Equal("Degraded", await http.GetStringAsync(new Uri("/ready", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Single((await store.Db.Collection("outbox-testservice").GetSnapshotAsync(TestContext.Current.CancellationToken)).Documents);
    }

    private static async Task<WebApplication> StartAsync(BrokerProcess broker, TestStore store, Work work)
    {
        var app = Create(broker.ConnectionString, store, work, new MemoryLog());
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TestContext.Current.CancellationToken);
        return app;
    }

    private static WebApplication Create(string connectionString, TestStore store, Work work, MemoryLog log)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["ConnectionStrings:rabbitmq"] = connectionString;
        builder.Configuration["Identity:SigningKey"] = Convert.ToBase64String(new byte[32]);
        builder.Services.AddSingleton(store.Db);
        builder.Services.AddSingleton(work);
        builder.AddServiceDefaults("testservice", bus => bus.AddConsumer<WorkConsumer>().Endpoint(endpoint => endpoint.Name = Queue));
        builder.Logging.ClearProviders().AddProvider(log);
        var app = builder.Build();
        app.UseServiceDefaults();
        return app;
    }

    private sealed class Work
    {
        private int _attempts;

        public Func<Exception?>? Fault { get; set; }

        public int Attempts => Volatile.Read(ref _attempts);

        public ConcurrentBag<string> Done { get; } = [];

        public void Do(string id)
        {
            Interlocked.Increment(ref _attempts);
            if (Fault?.Invoke() is { } fault)
            {
                throw fault;
            }

            Done.Add(id);
        }
    }

    private sealed class WorkConsumer(Work work) : IConsumer<ExecutionQueued>
    {
        public Task Consume(ConsumeContext<ExecutionQueued> context)
        {
            work.Do(context.Message.ExecutionId);
            return Task.CompletedTask;
        }
    }
}
