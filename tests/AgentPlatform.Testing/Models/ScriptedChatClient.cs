using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Testing.Models;

/// <summary>A model that plays answers from a queue, or from a function once the queue is empty, and remembers what it was asked.</summary>
public sealed class ScriptedChatClient(Func<IReadOnlyList<ChatMessage>, ChatOptions?, ScriptedAnswer>? fallback = null) : IChatClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<ScriptedAnswer> queue = new();
    private readonly ConcurrentQueue<IReadOnlyList<ChatMessage>> received = new();
    private readonly Lock counting = new();
    private readonly List<(int Calls, TaskCompletionSource Reached)> waiting = [];
    private int completed;

    /// <summary>The messages of every call, in order.</summary>
    public IReadOnlyList<IReadOnlyList<ChatMessage>> Received => [.. received];

    public int Started => received.Count;

    public int Completed => Volatile.Read(ref completed);

    public ScriptedChatClient Enqueue(params IReadOnlyList<ScriptedAnswer> answers)
    {
        foreach (var answer in answers)
        {
            queue.Enqueue(answer);
        }

        return this;
    }

    /// <summary>Completes when so many calls have begun.</summary>
    /// <exception cref="TimeoutException">They have not within a minute.</exception>
    public Task WaitForCallsAsync(int calls, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (counting)
        {
            waiting.Add((calls, reached));
        }

        Count();
        return reached.Task.WaitAsync(Patience, cancellationToken);
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> asked = [.. messages];
        received.Enqueue(asked);
        var number = received.Count;
        Count();
        var answer = queue.TryDequeue(out var next) ? next
            : fallback?.Invoke(asked, options) ?? throw new InvalidOperationException($"Call {number} of the scripted model was not expected.");
        foreach (var update in answer.Updates)
        {
            await answer.PassAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            yield return update;
        }

        await answer.PassAsync(cancellationToken);
        if (answer.Failure is { } failure)
        {
            throw failure;
        }

        Interlocked.Increment(ref completed);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private void Count()
    {
        lock (counting)
        {
            foreach (var (_, reached) in waiting.Where(wait => wait.Calls <= received.Count))
            {
                reached.TrySetResult();
            }
        }
    }
}
