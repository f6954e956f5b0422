using System.ComponentModel.DataAnnotations;

namespace Gateway.Limits;

/// <summary>How much one client may ask for.</summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Guest sessions that one address (of IPv6: one /64) may begin at once. Default 1,000: a school or an office comes from one.</summary>
    [Range(1, 1_000_000)]
    public int GuestBurst { get; set; } = 1_000;

    /// <summary>Guest sessions that one address gets back for each minute. Default 60.</summary>
    [Range(1, 1_000_000)]
    public int GuestsPerMinute { get; set; } = 60;

    /// <summary>
    /// Proxies in front of the Gateway, whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed: 2 behind Google's load
    /// balancer, which writes the client's address and its own. Default 0: what clients send under these names is not believed.
    /// </summary>
    [Range(0, 10)]
    public int ProxyHops { get; set; }
}
