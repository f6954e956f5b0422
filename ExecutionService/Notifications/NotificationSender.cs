using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentPlatform.ServiceDefaults.Json;
using ExecutionService.Egress;
using ExecutionService.Egress.Proxying;
using ExecutionService.Secrets;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace ExecutionService.Notifications;

/// <summary>Posts notifications, signed so that the receiver knows where they come from and that nobody changed them.</summary>
internal sealed class NotificationSender
{
    /// <summary>The user's secret with which notifications are signed; made when there is none.</summary>
    public const string SigningKeyName = "WEBHOOK_SIGNING_KEY";

    public const string SignatureHeader = "X-AgentPlatform-Signature";

    /// <summary>The same for every delivery of one notification: a receiver that sees it twice has seen it.</summary>
    public const string DeliveryHeader = "X-AgentPlatform-Delivery";

    private readonly EgressHttp _http;
    private readonly SecretVault _vault;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;
    private readonly ResiliencePipeline<string?> _retries;

    public NotificationSender(EgressHttp http, SecretVault vault, TimeProvider clock, IOptions<NotificationOptions> options)
    {
        (_http, _vault, _clock, _timeout) = (http, vault, clock, TimeSpan.FromSeconds(options.Value.TimeoutSeconds));
        _retries = new ResiliencePipelineBuilder<string?> { TimeProvider = clock }.AddRetry(new RetryStrategyOptions<string?>
        {
            ShouldHandle = new PredicateBuilder<string?>().HandleResult(error => error is not null),
            MaxRetryAttempts = options.Value.Retries,
            Delay = TimeSpan.FromSeconds(options.Value.RetryDelaySeconds),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        }).Build();
    }

    /// <summary>Null when the receiver has taken it, else why not.</summary>
    public async Task<string?> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        var key = await _vault.FindOrMakeAsync(notification.UserId, SigningKeyName, cancellationToken);
        var body = JsonSerializer.Serialize(new { notification.AgentId, notification.ExecutionId, notification.Title, notification.Text, notification.At }, JsonDefaults.Strict);
        return await _retries.ExecuteAsync(async token => await PostAsync(notification, body, key.Value, token), cancellationToken);
    }

    /// <summary>The value of the signature's header: the time, and HMAC-SHA256 over <c>time.body</c>.</summary>
    public static string Sign(string key, DateTimeOffset at, string body)
    {
        var time = at.ToUnixTimeSeconds();
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{time}.{body}")))}";
    }

    private async Task<string?> PostAsync(Notification notification, string body, string key, CancellationToken cancellationToken)
    {
        using var slow = new CancellationTokenSource(_timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, slow.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, notification.Url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "AgentPlatform/1.0 (notify)");
        request.Headers.TryAddWithoutValidation(DeliveryHeader, notification.Id);
        request.Headers.TryAddWithoutValidation(SignatureHeader, Sign(key, _clock.GetUtcNow(), body));
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            return response.IsSuccessStatusCode ? null : $"The receiver answered {(int)response.StatusCode}.";
        }
        catch (EgressException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"The receiver did not answer within {_timeout.TotalSeconds:0} seconds.";
        }
    }
}
