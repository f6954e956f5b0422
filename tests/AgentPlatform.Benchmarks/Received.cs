using System.Collections.Concurrent;
using AgentPlatform.Contracts.Messages;
using MassTransit;

namespace AgentPlatform.Benchmarks;

/// <summary>Stands where ExecutionService is and counts the orders that come.</summary>
internal sealed class Received : IConsumer<StartExecution>
{
    private readonly ConcurrentDictionary<string, (StartExecution Order, DateTimeOffset At)> _orders = new();
    private TaskCompletionSource _all = new();
    private int _expected;

    public Task All => _all.Task;

    public void Begin(int expected)
    {
        _orders.Clear();
        (_expected, _all) = (expected, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    /// <summary>Seconds from each instant to its order, without the delay that the schedule itself asks for.</summary>
    public IEnumerable<double> Lags(Func<string, TimeSpan> delay) =>
        _orders.Values.Select(received => (received.At - received.Order.Trigger.ScheduledFor!.Value - delay(received.Order.AgentId)).TotalSeconds);

    public Task Consume(ConsumeContext<StartExecution> context)
    {
        if (_orders.TryAdd(context.Message.ExecutionId, (context.Message, DateTimeOffset.UtcNow)) && Interlocked.Decrement(ref _expected) == 0)
        {
            _all.TrySetResult();
        }

        return Task.CompletedTask;
    }
}
