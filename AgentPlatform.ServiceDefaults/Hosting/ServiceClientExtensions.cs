using AgentPlatform.ServiceDefaults.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;

namespace AgentPlatform.ServiceDefaults.Hosting;

/// <summary>Typed clients for questions to other services.</summary>
public static class ServiceClientExtensions
{
    /// <summary>A client of <paramref name="serviceName"/>: discovered, with time limits, retries of safe methods and a circuit breaker.</summary>
    public static IServiceCollection AddServiceClient<TClient>(this IServiceCollection services, string serviceName)
        where TClient : class
    {
        services.TryAddTransient<CallerTokenHandler>();
        services.AddHttpClient<TClient>(client =>
            {
                client.BaseAddress = new Uri($"http://{serviceName}");
                client.Timeout = Timeout.InfiniteTimeSpan;
            })
            .AddHttpMessageHandler<CallerTokenHandler>()
            .AddServiceDiscovery()
            .AddStandardResilienceHandler(resilience => resilience.Retry.DisableForUnsafeHttpMethods());
        return services;
    }
}
