using System.Net.WebSockets;

namespace AgentPlatform.EndToEnd.Tests.Faults;

/// <summary>Trying again while the platform has faults, for longer than any of them lasts.</summary>
internal static class Insistence
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Tries until it is true.</summary>
    public static Task UntilAsync(string what, Func<Task<bool>> attempt) => UntilAsync(what, async () => await attempt() ? "" : null);

    /// <summary>Tries until there is a result; a connection that breaks is none.</summary>
    public static async Task<T> UntilAsync<T>(string what, Func<Task<T?>> attempt)
        where T : class
    {
        var until = TimeProvider.System.GetUtcNow() + Limit;
        while (TimeProvider.System.GetUtcNow() < until)
        {
            try
            {
                if (await attempt() is { } result)
                {
                    return result;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or WebSocketException or OperationCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                // Nobody is there now.
            }

            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"Missing after {Limit.TotalMinutes} minutes: {what}.");
    }
}
