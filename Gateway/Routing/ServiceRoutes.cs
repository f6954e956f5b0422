using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Routing;

/// <summary>Which path goes to which service.</summary>
internal static class ServiceRoutes
{
    /// <summary>The services, by the first part of the paths that are theirs.</summary>
    public static readonly IReadOnlyDictionary<string, string> Services = new Dictionary<string, string>
    {
        ["/api/agents"] = "agentservice",
        ["/api/conversations"] = "chatservice",
        ["/api/budget"] = "executionservice",
        ["/api/executions"] = "executionservice",
        ["/api/schedules"] = "schedulerservice",
        ["/api/secrets"] = "executionservice",
        ["/api/templates"] = "agentservice",
        ["/api/tools"] = "executionservice",
        ["/api/usage"] = "agentservice",
        ["/api/workspaces"] = "executionservice",
        ["/workspace"] = "chatservice",
    };

    /// <summary>A stream may be silent this long before it is taken for dead.</summary>
    private static readonly TimeSpan StreamSilence = TimeSpan.FromHours(1);

    /// <summary>Whatever of the request matched, this path and no other internal one is asked for.</summary>
    private static readonly RouteConfig Tick = new()
    {
        RouteId = "/internal/tick",
        ClusterId = "schedulerservice",
        Match = new RouteMatch { Path = "/internal/tick", Methods = [HttpMethods.Post] },
        Transforms = [new Dictionary<string, string> { ["PathSet"] = "/internal/tick" }],
    };

    /// <summary>A replica that does not answer is left out until it does; when none does, all are tried.</summary>
    private static readonly HealthCheckConfig Health = new()
    {
        AvailableDestinationsPolicy = "HealthyOrPanic",
        Active = new ActiveHealthCheckConfig { Enabled = true, Path = "/alive", Interval = TimeSpan.FromSeconds(2), Timeout = TimeSpan.FromSeconds(2), Policy = "ConsecutiveFailures" },
        Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = "TransportFailureRate", ReactivationPeriod = TimeSpan.FromSeconds(5) },
    };

    /// <summary>The routes, with <paramref name="ticks"/> also the one on which a clock outside calls the scheduler.</summary>
    public static IReadOnlyList<RouteConfig> Routes(bool ticks) =>
    [
        .. Services.Select(service => new RouteConfig
        {
            RouteId = service.Key,
            ClusterId = service.Value,
            Match = new RouteMatch { Path = $"{service.Key}/{{**rest}}" },
        }),
        .. ticks ? [Tick] : Array.Empty<RouteConfig>(),
    ];

    /// <summary>Whether a request is a tick: it comes without a session, with a token that the scheduler checks.</summary>
    public static bool IsTick(HttpContext context) => context.GetReverseProxyFeature().Route.Config.RouteId == Tick.RouteId;

    /// <summary>The services as clusters of replicas; without <paramref name="replicated"/> there is one of each, whose health makes no difference.</summary>
    public static IReadOnlyList<ClusterConfig> Clusters(bool replicated) =>
    [
        .. Services.Values.Distinct().Select(name => new ClusterConfig
        {
            ClusterId = name,
            LoadBalancingPolicy = "PowerOfTwoChoices",
            HealthCheck = replicated ? Health : null,
            HttpRequest = new ForwarderRequestConfig { ActivityTimeout = StreamSilence, Version = new Version(1, 1), VersionPolicy = HttpVersionPolicy.RequestVersionExact },
            Destinations = new Dictionary<string, DestinationConfig> { [name] = new() { Address = $"http://{name}" } },
        }),
    ];
}
