using System.Collections.Concurrent;
using System.Threading.Channels;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using MassTransit;

namespace SchedulerService.Tests;

/// <summary>Stands where ExecutionService is: hears the orders to start and to end runs, and answers how they are.</summary>
internal sealed class StartedRuns : IConsumer<StartExecution>, IConsumer<CancelExecution>
{
    private readonly Channel<StartExecution> _orders = Channel.CreateUnbounded<StartExecution>();
    private readonly Channel<CancelExecution> _cancels = Channel.CreateUnbounded<CancelExecution>();

    /// <summary>Statuses by execution id; an id that is missing is not known.</summary>
    public ConcurrentDictionary<string, string> Statuses { get; } = new();

    /// <summary>Whole runs with their users, newest first, as they are found and listed.</summary>
    public List<(string UserId, Execution Run)> Whole { get; } = [];

    public ConcurrentQueue<StartExecution> All { get; } = new();

    /// <summary>While set, questions are answered as by a service that is away.</summary>
    public bool IsAway { get; set; }

    public Task Consume(ConsumeContext<StartExecution> context)
    {
        All.Enqueue(context.Message);
        return _orders.Writer.WriteAsync(context.Message).AsTask();
    }

    public Task Consume(ConsumeContext<CancelExecution> context) => _cancels.Writer.WriteAsync(context.Message).AsTask();

    public Task<StartExecution> NextAsync() => NextAsync(_orders.Reader);

    public Task<CancelExecution> NextCancelAsync() => NextAsync(_cancels.Reader);

    private static async Task<T> NextAsync<T>(ChannelReader<T> messages)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        return await messages.ReadAsync(patience.Token);
    }
}
