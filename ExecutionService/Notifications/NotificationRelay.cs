using AgentPlatform.ServiceDefaults.Hosting;
using Microsoft.Extensions.Options;

namespace ExecutionService.Notifications;

/// <summary>
/// Sends what is due, each notification by one replica at a time: at least once, for a replica may die between the receiver's
/// answer and its note of it.
/// </summary>
internal sealed partial class NotificationRelay(NotificationStore store, NotificationSender sender, TimeProvider clock, IOptions<NotificationOptions> options, ILogger<NotificationRelay> logger) : BackgroundService
{
    private const int Batch = 50;
    private const int AtOnce = 8;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    /// <summary>Sends what is due. Returns how many notifications were tried.</summary>
    public async Task<int> RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = await store.ListDueAsync(now, Batch, cancellationToken);
        var tried = 0;
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (notification, token) =>
        {
            if (await store.TryClaimAsync(notification, clock.GetUtcNow() + TimeSpan.FromSeconds(options.Value.LeaseSeconds), token) is { } claimed)
            {
                Interlocked.Increment(ref tried);
                await DeliverAsync(claimed, token);
            }
        });
        return tried;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicLoop.RunAsync(TimeSpan.FromSeconds(options.Value.SweepSeconds), clock, RunOnceAsync, logger, stoppingToken);

    private async Task DeliverAsync(Notification notification, CancellationToken cancellationToken)
    {
        var host = new Uri(notification.Url).IdnHost;
        string? error;
        try
        {
            error = await sender.SendAsync(notification, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogDefect(exception, notification.Id);
            error = "It could not be sent.";
        }

        var now = clock.GetUtcNow();
        if (error is null)
        {
            await store.EndAsync(notification, NotificationStatus.Sent, now, null, cancellationToken);
            LogSent(notification.Id, notification.ExecutionId, host, notification.Attempts);
        }
        else if (notification.Attempts >= options.Value.MaxAttempts)
        {
            await store.EndAsync(notification, NotificationStatus.Failed, now, error, cancellationToken);
            LogFailed(notification.Id, notification.ExecutionId, host, notification.Attempts, error);
        }
        else
        {
            var next = now + DelayAfter(notification.Attempts);
            await store.PostponeAsync(notification, next, error, cancellationToken);
            LogPostponed(notification.Id, notification.ExecutionId, host, notification.Attempts, next, error);
        }
    }

    private TimeSpan DelayAfter(int attempts)
    {
        var delay = TimeSpan.FromSeconds(options.Value.AttemptDelaySeconds * Math.Pow(2, attempts - 1));
        return delay < LongestDelay ? delay : LongestDelay;
    }

    [LoggerMessage(LogLevel.Information, "Notification {Id} of execution {ExecutionId} was sent to {Host} at attempt {Attempt}")]
    private partial void LogSent(string id, string executionId, string host, int attempt);

    [LoggerMessage(LogLevel.Warning, "Notification {Id} of execution {ExecutionId} to {Host} has failed after {Attempts} attempts: {Error}")]
    private partial void LogFailed(string id, string executionId, string host, int attempts, string error);

    [LoggerMessage(LogLevel.Information, "Notification {Id} of execution {ExecutionId} to {Host} was not taken at attempt {Attempt} and is tried again at {Next}: {Error}")]
    private partial void LogPostponed(string id, string executionId, string host, int attempt, DateTimeOffset next, string error);

    [LoggerMessage(LogLevel.Error, "Notification {Id} could not be sent")]
    private partial void LogDefect(Exception exception, string id);
}
