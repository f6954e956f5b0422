using AgentPlatform.ServiceDefaults.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;

namespace AgentPlatform.ServiceDefaults.Hosting;

/// <summary>Typed clients for questions to other services.</summary>
public static class ServiceClientExtensions
{
    /// <summary>
    /// A client of <paramref name="serviceName"/>: discovered, with time limits and a circuit breaker. What only reads is tried
    /// again, and so is anything whose connection failed, for then nothing of it was sent; each try goes to the next replica.
    /// </summary>
    public static IServiceCollection AddServiceClient<TClient>(this IServiceCollection services, string serviceName)
        where TClient : class
    {
        services.TryAddTransient<CallerTokenHandler>();
        var client = services.AddHttpClient<TClient>(http =>
            {
                http.BaseAddress = new Uri($"http://{serviceName}");
                http.Timeout = Timeout.InfiniteTimeSpan;
            })
            .AddHttpMessageHandler<CallerTokenHandler>();
        client.AddStandardResilienceHandler(resilience =>
            {
                resilience.Retry.DisableForUnsafeHttpMethods();
                var ofSafeMethods = resilience.Retry.ShouldHandle;
                resilience.Retry.ShouldHandle = arguments => IsConnectionFailure(arguments.Outcome.Exception) ? ValueTask.FromResult(true) : ofSafeMethods(arguments);
            });
        // Inside the retries, so that each of them asks for a replica anew.
        client.AddServiceDiscovery();
        return services;
    }

    private static bool IsConnectionFailure(Exception? exception) => exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
}
