using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Routing;

/// <summary>Says when no replica could answer a request. That a client went away is no failure: the proxy's own log warns of both.</summary>
internal sealed partial class ForwardFailures(ILogger<ForwardFailures> logger)
{
    public async Task TellAsync(HttpContext context, Func<Task> next)
    {
        await next();
        if (context.Features.Get<IForwarderErrorFeature>() is { } failure && !IsClients(failure.Error))
        {
            LogFailed(failure.Exception, context.Request.Method, context.GetReverseProxyFeature().ProxiedDestination?.DestinationId, failure.Error);
        }
    }

    /// <summary>Whether a client's leaving explains it: the proxy names such errors so.</summary>
    private static bool IsClients(ForwarderError error) =>
        error.ToString() is var name && (name.EndsWith("Client", StringComparison.Ordinal) || name.EndsWith("Canceled", StringComparison.Ordinal));

    [LoggerMessage(LogLevel.Warning, "A {Method} request could not be answered by {Replica}: {Error}")]
    private partial void LogFailed(Exception? exception, string method, string? replica, ForwarderError error);
}
