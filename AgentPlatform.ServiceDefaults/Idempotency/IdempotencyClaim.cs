using Microsoft.AspNetCore.Http;

namespace AgentPlatform.ServiceDefaults.Idempotency;

/// <summary>The claim that a request with an <c>Idempotency-Key</c> holds; the seed is that of the first try.</summary>
internal sealed record IdempotencyClaim(string Seed);

/// <summary>Ids of what a request creates.</summary>
public static class IdempotencyClaimExtensions
{
    /// <summary>
    /// The id for the resource that this request creates. With an idempotency key it is the same at every try, so that a try
    /// after a crash finds what the first one made: creating it again fails with AlreadyExists.
    /// </summary>
    public static string NewResourceId(this HttpContext context) =>
        context.Features.Get<IdempotencyClaim>() is { } claim ? RandomId.From("resource", claim.Seed) : RandomId.New();
}
