using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace AgentPlatform.ServiceDefaults.Identity;

/// <summary>Registers verification of internal tokens.</summary>
public static class IdentityExtensions
{
    /// <summary>Registers <see cref="InternalTokens"/> without verification; for the Gateway, which only issues.</summary>
    public static IServiceCollection AddInternalTokens(this IServiceCollection services)
    {
        services.AddOptions<IdentityOptions>().BindConfiguration(IdentityOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<InternalTokens>();
        return services;
    }

    /// <summary>Every endpoint that does not say otherwise needs a valid internal token.</summary>
    public static IServiceCollection AddInternalTokenVerification(this IServiceCollection services)
    {
        services.AddInternalTokens();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<IdentityOptions>, TimeProvider>((bearer, identity, clock) =>
            {
                bearer.MapInboundClaims = false;
                bearer.TimeProvider = clock;
                bearer.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidIssuer = InternalTokens.Issuer,
                    ValidAudience = InternalTokens.Issuer,
                    IssuerSigningKey = InternalTokens.Key(identity.Value),
                    ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                    ClockSkew = TimeSpan.FromSeconds(30),
                    // A token of a process whose clock is ahead is taken: it is known for ours by its key, and dies at its own end.
                    LifetimeValidator = (_, expires, _, parameters) => expires >= clock.GetUtcNow() - parameters.ClockSkew,
                };
            });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }
}
