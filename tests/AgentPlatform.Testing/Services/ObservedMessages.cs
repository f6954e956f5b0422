using System.Collections.Concurrent;
using System.Threading.Channels;
using MassTransit;

namespace AgentPlatform.Testing.Services;

/// <summary>Messages that were seen at one place of the bus, for tests to await.</summary>
public abstract class ObservedMessages
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<object> _all = new();
    private readonly ConcurrentBag<ChannelWriter<object>> _waiting = [];

    public IReadOnlyCollection<object> All => _all;

    /// <summary>The first message of a type that fits, seen already or later.</summary>
    /// <exception cref="TimeoutException">None came within a minute.</exception>
    public async Task<T> WaitForAsync<T>(Func<T, bool> fits, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<object>();
        using var patience = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        _waiting.Add(channel.Writer);
        foreach (var known in _all)
        {
            channel.Writer.TryWrite(known);
        }

        try
        {
            while (true)
            {
                if (await channel.Reader.ReadAsync(either.Token) is T wanted && fits(wanted))
                {
                    return wanted;
                }
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"No {typeof(T).Name} that fits came within {Patience.TotalSeconds} s; there came {string.Join(", ", _all.Select(message => message.GetType().Name))}.");
        }
    }

    protected Task See(object message)
    {
        _all.Enqueue(message);
        foreach (var writer in _waiting)
        {
            writer.TryWrite(message);
        }

        return Task.CompletedTask;
    }
}

/// <summary>What a service has published.</summary>
public sealed class PublishedMessages : ObservedMessages, IPublishObserver
{
    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => See(context.Message);

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}

/// <summary>What a service's consumers have carried out.</summary>
public sealed class ConsumedMessages : ObservedMessages, IConsumeObserver
{
    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class => See(context.Message);

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
