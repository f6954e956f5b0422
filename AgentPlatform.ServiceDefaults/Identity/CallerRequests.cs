using System.Net.Http.Headers;

namespace AgentPlatform.ServiceDefaults.Identity;

/// <summary>Attaches the token of the caller named with <see cref="CallerRequests.For"/> to requests between services.</summary>
public sealed class CallerTokenHandler(InternalTokens tokens) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(CallerRequests.Key, out var caller))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Issue(caller));
        }

        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Names the user for whom a request to another service is made.</summary>
public static class CallerRequests
{
    internal static readonly HttpRequestOptionsKey<Caller> Key = new("agentplatform.caller");

    /// <summary>The request, made for <paramref name="caller"/>.</summary>
    public static HttpRequestMessage For(this HttpRequestMessage request, Caller caller)
    {
        request.Options.Set(Key, caller);
        return request;
    }
}
