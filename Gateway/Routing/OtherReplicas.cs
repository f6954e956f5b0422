using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Idempotency;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.Routing;

/// <summary>
/// Gives a request that a replica did not take to another one: any request when the connection failed, for then nothing of it
/// was sent; one that may be repeated also when the replica died before it answered: what only reads, or has an
/// <c>Idempotency-Key</c>.
/// </summary>
internal static class OtherReplicas
{
    public static async Task TryAsync(HttpContext context, Func<Task> next)
    {
        if (HasKey(context.Request))
        {
            // Kept whole, so that it can be sent again.
            context.Request.EnableBuffering(ServiceDefaultsExtensions.MaxBodyBytes);
        }

        var proxy = context.GetReverseProxyFeature();
        var tried = new HashSet<DestinationState>();
        while (true)
        {
            await next();
            if (context.Features.Get<IForwarderErrorFeature>() is not { } failure || context.Response.HasStarted || !MayRepeat(context, failure))
            {
                return;
            }

            tried.Add(proxy.ProxiedDestination!);
            var left = proxy.AvailableDestinations.Where(replica => !tried.Contains(replica)).ToList();
            if (left.Count == 0)
            {
                // What is held for dead may have come back since it was last looked at.
                left = [.. proxy.AllDestinations.Where(replica => !tried.Contains(replica))];
            }

            if (left.Count == 0)
            {
                return;
            }

            proxy.AvailableDestinations = left;
            context.Features.Set<IForwarderErrorFeature>(null);
            if (context.Request.Body.CanSeek)
            {
                context.Request.Body.Position = 0;
            }

            context.Response.StatusCode = StatusCodes.Status200OK;
        }
    }

    private static bool MayRepeat(HttpContext context, IForwarderErrorFeature failure) =>
        failure.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
        || (failure.Error is ForwarderError.Request or ForwarderError.RequestBodyDestination && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HasKey(context.Request)));

    private static bool HasKey(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.Headers.ContainsKey(IdempotencyKey.Header);
}
