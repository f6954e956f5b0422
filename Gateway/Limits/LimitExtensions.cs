using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using AgentPlatform.Contracts;
using AgentPlatform.ServiceDefaults.Problems;
using Gateway.Sessions;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Gateway.Limits;

/// <summary>Limits what one client may ask for: a budget of a user's means little where anyone can be a thousand guests.</summary>
internal static class LimitExtensions
{
    /// <summary>The policy of what begins a guest session.</summary>
    public const string Guests = "guests";

    private const int NetworkBytesOfIpv6 = 8;

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.OnRejected = RefuseAsync;
            limiter.AddPolicy(Guests, PartitionOf);
        });
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<LimitOptions>>((forwarded, limits) =>
        {
            forwarded.ForwardedHeaders = limits.Value.ProxyHops == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = limits.Value.ProxyHops;
            // Who may connect at all is the network's rule (k8s/overlays/gke/network-policies.yaml).
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
        });
    }

    /// <summary>Who comes with a session begins none.</summary>
    private static RateLimitPartition<string> PartitionOf(HttpContext context)
    {
        if (context.Session() is not null)
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        var options = context.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value;
        return RateLimitPartition.GetTokenBucketLimiter(NetworkOf(context.Connection.RemoteIpAddress), _ => new TokenBucketRateLimiterOptions
        {
            AutoReplenishment = true,
            QueueLimit = 0,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1.0 / options.GuestsPerMinute),
            TokenLimit = options.GuestBurst,
            TokensPerPeriod = 1,
        });
    }

    /// <summary>What one person commands: an IPv4 address, or the /64 that a customer gets of IPv6.</summary>
    internal static string NetworkOf(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, NetworkBytesOfIpv6),
        _ => address.ToString(),
    };

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await Problem.Of(ProblemCodes.RateLimited, "Too many guest sessions were begun from this address.").ExecuteAsync(rejected.HttpContext);
    }
}
