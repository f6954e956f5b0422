using System.Collections.Concurrent;
using System.Threading.Channels;
using MassTransit;

namespace AgentPlatform.Testing.Services;

/// <summary>What a service has published, for tests to await.</summary>
public sealed class PublishedMessages : IPublishObserver
{
    private readonly ConcurrentQueue<object> _all = new();
    private readonly ConcurrentBag<ChannelWriter<object>> _waiting = [];

    public IReadOnlyCollection<object> All => _all;

    /// <summary>The first published message of a type that fits, now or later.</summary>
    public async Task<T> WaitForAsync<T>(Func<T, bool> fits, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<object>();
        _waiting.Add(channel.Writer);
        foreach (var known in _all)
        {
            channel.Writer.TryWrite(known);
        }

        await foreach (var message in channel.Reader.ReadAllAsync(cancellationToken))
        {
            if (message is T wanted && fits(wanted))
            {
                return wanted;
            }
        }

        throw new InvalidOperationException("No message came.");
    }

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        _all.Enqueue(context.Message);
        foreach (var writer in _waiting)
        {
            writer.TryWrite(context.Message);
        }

        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
