namespace AgentPlatform.Llm;

/// <summary>Keeps the Retry-After of a failed attempt, which the SDK's exceptions drop.</summary>
internal sealed class RetryAfterHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode && RetryAfterSlot.Current is { } slot)
        {
            slot.Header = response.Headers.RetryAfter;
        }

        return response;
    }
}
