using Microsoft.AspNetCore.Builder;

namespace AgentPlatform.ServiceDefaults.Idempotency;

/// <summary>Marks an endpoint that creates and honours <c>Idempotency-Key</c>.</summary>
internal sealed class IdempotencyMetadata;

/// <summary>Marks endpoints.</summary>
public static class IdempotencyMetadataExtensions
{
    /// <summary>The same user, <c>Idempotency-Key</c> and body answers the first response again for 24 hours.</summary>
    public static TBuilder WithIdempotency<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new IdempotencyMetadata());
}
