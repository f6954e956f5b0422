using ExecutionService.Egress.Proxying;

namespace ExecutionService.Egress.Rules;

/// <summary>What one run may reach.</summary>
/// <param name="domains">The agent's allowed domains.</param>
internal sealed class EgressPolicy(IReadOnlyList<string> domains)
{
    /// <summary>The name to connect to, or why it is refused.</summary>
    public (string? Name, string Reason) Decide(string host, int port)
    {
        if (HostNames.Read(host) is not { } name)
        {
            return (null, "It is no name of a host: addresses are refused.");
        }

        return port != EgressDialer.Port ? (null, $"Only port {EgressDialer.Port} can be reached.")
            : HostNames.Covers(domains, name) ? (name, "allowed")
            : (null, "It is not among the agent's allowed domains.");
    }

    /// <summary>The host of an https:// address that may be fetched, or why it may not.</summary>
    public (string? Name, string Reason) Decide(Uri address) =>
        address.Scheme != Uri.UriSchemeHttps ? (null, "Only https:// addresses can be fetched.")
        : address.UserInfo.Length > 0 ? (null, "The address holds a user's name.")
        : Decide(address.IdnHost, address.Port);
}
