using System.Globalization;
using System.Text;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Logs;
using AgentPlatform.ServiceDefaults.Problems;
using ExecutionService.Journal;
using Microsoft.AspNetCore.Mvc;

namespace ExecutionService.Executions;

/// <summary>The live events of a run as server-sent events: the journal's entries, from any point, to the end.</summary>
internal static class ExecutionEvents
{
    /// <summary>Between comments that keep proxies from closing a silent stream.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static async Task StreamAsync(
        string id,
        [FromQuery] long? after,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        Caller caller,
        HttpContext context,
        ExecutionStore store,
        LogFeeds feeds,
        TimeProvider clock,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.UserId, id, cancellationToken) is null)
        {
            await Problem.NotFound().ExecuteAsync(context);
            return;
        }

        var from = after ?? 0;
        if (from < 0 || (!string.IsNullOrEmpty(lastEventId) && !long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out from)))
        {
            await Problem.Validation(from < 0 ? "after" : "Last-Event-ID", "Give the id of the last event that was received.").ExecuteAsync(context);
            return;
        }

        using var feed = await feeds.OpenAsync(store.Journal(id), cancellationToken);
        if (from > feed.Tail.Last)
        {
            // Another replica may have told of more than is known here.
            await feed.Writer.CatchUpAsync(from, cancellationToken);
            if (from > feed.Tail.Last && !await JournalSteps.HasEndedAsync(feed.Log, feed.Tail.Last, cancellationToken))
            {
                await Problem.Validation(after is null ? "Last-Event-ID" : "after", $"There is no such event yet; the last one is {feed.Tail.Last}.").ExecuteAsync(context);
                return;
            }
        }

        if (from >= feed.Tail.Last && await JournalSteps.HasEndedAsync(feed.Log, feed.Tail.Last, cancellationToken))
        {
            // Nothing is left to come: 204 tells an EventSource not to connect again.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await WriteAsync(context, feed.Tail, from, clock, ending.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The client comes back with the id of its last event.
        }
    }

    private static async Task WriteAsync(HttpContext context, LogTail tail, long after, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var entries = tail.FollowAsync(after, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = entries.MoveNextAsync().AsTask();
        while (true)
        {
            if (!next.IsCompleted)
            {
                await context.Response.Body.FlushAsync(cancellationToken);
                if (await Task.WhenAny(next, Task.Delay(KeepAlive, clock, cancellationToken)) != next)
                {
                    await context.Response.WriteAsync(": waiting\n\n", cancellationToken);
                    continue;
                }
            }

            if (!await next)
            {
                return;
            }

            var (seq, entry) = entries.Current;
            var type = LogEntry.TypeOf(entry);
            await context.Response.WriteAsync($"id: {seq}\nevent: {type}\ndata: {entry}\n\n", Encoding.UTF8, cancellationToken);
            if (type == JournalEvents.DoneType)
            {
                await context.Response.Body.FlushAsync(cancellationToken);
                return;
            }

            next = entries.MoveNextAsync().AsTask();
        }
    }
}
