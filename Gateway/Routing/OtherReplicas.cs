using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.Routing;

/// <summary>
/// Gives a request that a replica did not take to another one: any request when the connection failed, for then nothing of it
/// was sent; one that only reads also when the replica died before it answered.
/// </summary>
internal static class OtherReplicas
{
    public static async Task TryAsync(HttpContext context, Func<Task> next)
    {
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
            context.Response.StatusCode = StatusCodes.Status200OK;
        }
    }

    private static bool MayRepeat(HttpContext context, IForwarderErrorFeature failure) =>
        failure.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
        || (failure.Error is ForwarderError.Request && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)));
}
