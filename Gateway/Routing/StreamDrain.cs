namespace Gateway.Routing;

/// <summary>
/// Ends what would otherwise hold a stop up for as long as a page is open: sockets and event streams. They are given a while
/// first, for where the services stop too they end them with a word; clients come back elsewhere with <c>after=</c>.
/// </summary>
internal sealed class StreamDrain : IDisposable
{
    private readonly CancellationTokenSource _ended;

    public StreamDrain(IHostApplicationLifetime lifetime, IConfiguration configuration, TimeProvider clock)
    {
        _ended = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        var patience = TimeSpan.FromSeconds(configuration.GetValue("Routing:StreamDrainSeconds", 3.0));
        lifetime.ApplicationStopping.Register(() => _ended.CancelAfter(patience));
    }

    /// <summary>Passes a request on; one that streams ends with the drain.</summary>
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.WebSockets.IsWebSocketRequest && !context.Request.Headers.Accept.Any(accept => accept?.Contains("text/event-stream", StringComparison.Ordinal) == true))
        {
            await next(context);
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _ended.Token);
        context.RequestAborted = either.Token;
        await next(context);
    }

    public void Dispose() => _ended.Dispose();
}
