using System.Globalization;
using ExecutionService.Egress.Interception;

namespace ExecutionService.Egress.Proxying;

/// <summary>Where a client of the proxy wants to go, as it says it.</summary>
internal sealed record ConnectTarget(string Host, int Port)
{
    /// <exception cref="HttpFormatException">The head is not that of a CONNECT, or could be read in two ways.</exception>
    public static ConnectTarget Read(HttpHead head)
    {
        var (method, target, _) = head.Request();
        if (method != "CONNECT")
        {
            throw new HttpFormatException("Only CONNECT is taken, for https:// addresses.", 405);
        }

        if (head.Single("Content-Length") is not (null or "0") || head.Values("Transfer-Encoding").Count > 0)
        {
            throw new HttpFormatException("CONNECT has no body.");
        }

        // One Host at most, and it is not looked at: some clients name the target in it, some the proxy.
        head.Single("Host");
        return Split(target) ?? throw new HttpFormatException("The target is not host:port.");
    }

    private static ConnectTarget? Split(string target)
    {
        var colon = target.LastIndexOf(':');
        return colon > 0 && target.Length - colon <= 6 && int.TryParse(target.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && !target.AsSpan(0, colon).ContainsAny('/', '@', '?')
            ? new ConnectTarget(target[..colon], port)
            : null;
    }
}
