using System.Text.Json.Nodes;

namespace AgentPlatform.EndToEnd.Tests.Platform;

/// <summary>How long a test waits for the platform before it says what was missing.</summary>
internal static class Patience
{
    /// <summary>The one timeout of these tests.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks again until the answer is enough. Another process is asked, so there is no signal to await.</summary>
    public static async Task<T> PollAsync<T>(string what, Func<Task<T>> ask, Func<T, bool> enough)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        using var timer = new PeriodicTimer(Interval);
        T answer = default!;
        try
        {
            while (true)
            {
                answer = await ask();
                if (enough(answer))
                {
                    return answer;
                }

                await timer.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Missing after {Limit.TotalSeconds} s: {what}. The last answer was: {Show(answer)}");
        }
    }

    private static string? Show<T>(T answer) => answer switch
    {
        JsonNode node => node.ToJsonString(),
        IEnumerable<JsonNode> nodes => string.Join('\n', nodes.Select(node => node.ToJsonString())),
        _ => answer?.ToString(),
    };

    /// <summary>Awaits a signal, and says what was missing when it does not come.</summary>
    public static async Task<T> AwaitAsync<T>(string what, Task<T> signal)
    {
        try
        {
            return await signal.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Missing after {Limit.TotalSeconds} s: {what}.");
        }
    }
}
