using AgentPlatform.ServiceDefaults.Idempotency;
using AgentPlatform.ServiceDefaults.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Polly;

namespace AgentPlatform.ServiceDefaults.Hosting;

/// <summary>Typed clients for questions to other services.</summary>
public static class ServiceClientExtensions
{
    private static readonly HttpRequestOptionsKey<bool> OnlyAsks = new("AgentPlatform.OnlyAsks");

    /// <summary>
    /// A client of <paramref name="serviceName"/>: discovered, with time limits and a circuit breaker. What only reads is tried
    /// again, and so is what is <see cref="Repeatable"/>, has an idempotency key, or could not be sent because the connection
    /// failed; each try goes to the next replica.
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
            // Another replica answers at once, and one that was killed is back in seconds.
            (resilience.Retry.Delay, resilience.Retry.MaxRetryAttempts) = (TimeSpan.FromMilliseconds(200), 4);
            var transient = resilience.Retry.ShouldHandle;
            resilience.Retry.ShouldHandle = arguments => IsConnectionFailure(arguments.Outcome.Exception) || MayRepeat(arguments.Context.GetRequestMessage())
                ? transient(arguments)
                : ValueTask.FromResult(false);
        });
        // Inside the retries, so that each of them asks for a replica anew.
        client.AddServiceDiscovery();
        return services;
    }

    /// <summary>Says of a POST that it only asks: sending it twice is harmless.</summary>
    public static HttpRequestMessage Repeatable(this HttpRequestMessage request)
    {
        request.Options.Set(OnlyAsks, true);
        return request;
    }

    private static bool MayRepeat(HttpRequestMessage? request) =>
        request is not null && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Headers.Contains(IdempotencyKey.Header) || request.Options.TryGetValue(OnlyAsks, out _));

    private static bool IsConnectionFailure(Exception? exception) => exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
}
