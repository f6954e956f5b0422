using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Local;

/// <summary>Ports of this machine for the parts, each held until all are given out, so that none is given twice.</summary>
internal sealed class LocalPorts : IDisposable
{
    /// <summary>Below the range from which Linux takes the ports of outgoing connections (ip_local_port_range): a part may start, and start again, long after its port was found free.</summary>
    private const int First = 20_000;
    private const int End = 32_768;
    private const int MaxAttempts = 1_000;

    private readonly List<TcpListener> _held = [];

    /// <summary>A certain port.</summary>
    /// <exception cref="IOException">It is taken.</exception>
    public int Claim(string part, int port)
    {
        try
        {
            return Hold(port);
        }
        catch (SocketException taken)
        {
            throw new IOException($"port {port} of {part} cannot be had ({taken.Message})", taken);
        }
    }

    /// <summary>Any port that is free.</summary>
    /// <exception cref="IOException">None was found.</exception>
    public int ClaimAny()
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            try
            {
                return Hold(Random.Shared.Next(First, End));
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }

        throw new IOException($"no free port was found between {First} and {End}");
    }

    public void Dispose() => _held.ForEach(listener => listener.Dispose());

    private int Hold(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }

        _held.Add(listener);
        return port;
    }
}
