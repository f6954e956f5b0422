using System.ClientModel;
using System.Globalization;
using Anthropic.Exceptions;

namespace AgentPlatform.Llm;

/// <summary>Reads what the SDKs throw. Knows every exception that was seen from them over real HTTP.</summary>
internal static class ProviderFailures
{
    public static ModelUnavailableException Translate(Exception exception, bool started, TimeSpan? retryAfter) => exception switch
    {
        ModelUnavailableException known => known,
        AnthropicSseException sse => new(OfErrorType(sse.Type?.Raw())),
        AnthropicApiException api => FromStatus((int)api.StatusCode, retryAfter),
        ClientResultException { Status: > 0 } result => FromStatus(result.Status, RetryAfterOf(result) ?? retryAfter),
        _ when Find<TimeoutException>(exception) is not null => new(ModelFailure.Timeout),
        _ when IsTransport(exception) => new(started ? ModelFailure.Cut : ModelFailure.Unreachable),
        _ => new(ModelFailure.Nonsense),
    };

    public static ModelFailure OfStatus(int status) => status switch
    {
        401 or 402 or 403 => ModelFailure.Unauthorized,
        408 or 504 => ModelFailure.Timeout,
        429 => ModelFailure.RateLimited,
        409 or >= 500 => ModelFailure.Overloaded,
        >= 400 => ModelFailure.BadRequest,
        _ => ModelFailure.Nonsense,
    };

    public static ModelFailure OfErrorType(string? type) => type switch
    {
        "authentication_error" or "billing_error" or "permission_error" => ModelFailure.Unauthorized,
        "invalid_request_error" or "not_found_error" => ModelFailure.BadRequest,
        "rate_limit_error" => ModelFailure.RateLimited,
        "timeout_error" => ModelFailure.Timeout,
        _ => ModelFailure.Overloaded,
    };

    private static ModelUnavailableException FromStatus(int status, TimeSpan? retryAfter) => new(OfStatus(status), status, retryAfter);

    private static TimeSpan? RetryAfterOf(ClientResultException exception) =>
        exception.GetRawResponse() is { } response
        && response.Headers.TryGetValue("Retry-After", out var value)
        && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static bool IsTransport(Exception exception) =>
        Find<HttpRequestException>(exception) is not null || Find<IOException>(exception) is not null;

    private static T? Find<T>(Exception? exception)
        where T : Exception => exception switch
        {
            null => null,
            T found => found,
            AggregateException many => many.InnerExceptions.Select(Find<T>).FirstOrDefault(found => found is not null),
            _ => Find<T>(exception.InnerException),
        };
}
