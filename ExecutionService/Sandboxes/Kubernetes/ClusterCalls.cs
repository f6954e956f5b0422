using System.Globalization;
using System.Net;
using k8s.Autorest;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace ExecutionService.Sandboxes.Kubernetes;

/// <summary>Asks the cluster's API: again when it is busy or failing, and in plain words when it stays so or refuses.</summary>
internal sealed partial class ClusterCalls
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);

    private readonly ILogger<ClusterCalls> _logger;
    private readonly ResiliencePipeline _retries;

    public ClusterCalls(IOptions<KubernetesSandboxOptions> options, TimeProvider clock, ILogger<ClusterCalls> logger)
    {
        _logger = logger;
        _retries = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>().Handle<TaskCanceledException>(IsTimeout).Handle<HttpOperationException>(exception => IsPassing(exception.Response.StatusCode)),
                MaxRetryAttempts = options.Value.ApiRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(options.Value.RetryDelayMilliseconds),
                MaxDelay = LongestDelay,
                DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Exception)),
            })
            .Build();
    }

    /// <summary>The answer, or null when the API answers with <paramref name="expected"/>.</summary>
    /// <param name="call">Asks once.</param>
    /// <param name="what">What is asked for, such as <c>create a Job</c>.</param>
    /// <param name="expected">A refusal that the caller knows what to do about.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="SandboxFailedException">It is refused, or not answered.</exception>
    public async Task<T?> SendAsync<T>(Func<CancellationToken, Task<T>> call, string what, HttpStatusCode? expected, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await _retries.ExecuteAsync(async token => await call(token), cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == expected)
        {
            return null;
        }
        catch (HttpOperationException exception)
        {
            LogRefused(_logger, what, (int)exception.Response.StatusCode, exception.Response.Content);
            throw new SandboxFailedException(ClusterWords.Of(exception.Response.StatusCode, exception.Response.Content, what), exception);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException late && IsTimeout(late) && !cancellationToken.IsCancellationRequested))
        {
            LogUnreachable(_logger, exception, what);
            throw new SandboxFailedException(ClusterWords.Unreachable, exception);
        }
    }

    /// <summary>The client's own patience, not somebody's wish to cancel.</summary>
    private static bool IsTimeout(TaskCanceledException exception) => exception.InnerException is TimeoutException;

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    /// <summary>Null leaves the delay to the back-off.</summary>
    private static TimeSpan? RetryAfter(Exception? exception) =>
        exception is HttpOperationException { Response.Headers: { } headers }
        && headers.FirstOrDefault(header => string.Equals(header.Key, "Retry-After", StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault() is { } text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestDelay.TotalSeconds))
            : null;

    [LoggerMessage(LogLevel.Warning, "The cluster refused to {What}: {Status} {Answer}")]
    private static partial void LogRefused(ILogger logger, string what, int status, string answer);

    [LoggerMessage(LogLevel.Warning, "The cluster's API was not reached to {What}")]
    private static partial void LogUnreachable(ILogger logger, Exception exception, string what);
}
