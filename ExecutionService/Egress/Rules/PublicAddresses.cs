using System.Net;
using System.Net.Sockets;

namespace ExecutionService.Egress.Rules;

/// <summary>The addresses of the public internet: those that IANA has not set aside for anything else.</summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Reserved = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        // Azure's host agent: a public address that is answered by the machine itself.
        "168.63.129.16/32");

    private static readonly IPNetwork[] Reserved6 = Networks("2001::/23", "2001:db8::/32", "3fff::/20");

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>NAT64 and 6to4 lead to the IPv4 address within them.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether runs may be connected to the address.</summary>
    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return Contains(address.MapToIPv4());
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Array.Exists(Reserved, network => network.Contains(address));
        }

        var bytes = address.GetAddressBytes();
        return Nat64.Contains(address) ? Contains(new IPAddress(bytes.AsSpan(12, 4)))
            : SixToFour.Contains(address) ? Contains(new IPAddress(bytes.AsSpan(2, 4)))
            : Global6.Contains(address) && !Array.Exists(Reserved6, network => network.Contains(address));
    }

    private static IPNetwork[] Networks(params string[] networks) => Array.ConvertAll(networks, IPNetwork.Parse);
}
