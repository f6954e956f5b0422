using System.Collections.Concurrent;
using System.Threading.Channels;
using AgentPlatform.Contracts.Messages;
using MassTransit;

namespace SchedulerService.Tests;

/// <summary>Stands where ExecutionService is: hears the orders to start runs and answers how they are.</summary>
internal sealed class StartedRuns : IConsumer<StartExecution>
{
    private readonly Channel<StartExecution> _orders = Channel.CreateUnbounded<StartExecution>();

    /// <summary>Statuses by execution id; an id that is missing is not known.</summary>
    public ConcurrentDictionary<string, string> Statuses { get; } = new();

    public ConcurrentQueue<StartExecution> All { get; } = new();

    public Task Consume(ConsumeContext<StartExecution> context)
    {
        All.Enqueue(context.Message);
        return _orders.Writer.WriteAsync(context.Message).AsTask();
    }

    public async Task<StartExecution> NextAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        return await _orders.Reader.ReadAsync(patience.Token);
    }
}
