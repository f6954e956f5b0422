using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ExecutionService.Egress.Interception;

namespace ExecutionService.Egress.Proxying;

/// <summary>Serves the clients of one run: each from its CONNECT to the end of its connection.</summary>
internal sealed class EgressProxy(EgressRun run, EgressDialer dialer, EgressAuthority authority, EgressOptions options, TimeProvider clock)
{
    private const int PieceBytes = 16_384;

    public async Task ServeAsync(Socket socket, CancellationToken cancellationToken)
    {
        await using var client = new NetworkStream(socket, ownsSocket: true);
        var input = new HttpInput(client, options.MaxHeadBytes);
        if (await ReadTargetAsync(client, input, cancellationToken) is not { } target)
        {
            return;
        }

        var (name, reason) = run.Policy.Decide(target.Host, target.Port);
        if (name is null)
        {
            run.Decided(run.Record.Add(target.Host, target.Port, allowed: false, reason));
            await RefuseAsync(client, 403, $"{target.Host}:{target.Port} is refused. {reason}", cancellationToken);
            return;
        }

        Socket remote;
        try
        {
            remote = await dialer.ConnectAsync(name, cancellationToken);
        }
        catch (EgressException exception)
        {
            run.Decided(run.Record.Add(name, target.Port, allowed: !exception.Refused, exception.Message));
            await RefuseAsync(client, exception.Refused ? 403 : 502, exception.Message, cancellationToken);
            return;
        }

        var decision = run.Record.Add(name, target.Port, allowed: true, reason);
        await using var server = new NetworkStream(remote, ownsSocket: true);
        using var flow = new EgressFlow(run.Record, decision, TimeSpan.FromSeconds(options.IdleSeconds), clock, cancellationToken);
        var cut = await CutOfAsync(() => run.SecretsFor(name) is { Count: > 0 } secrets ? ExchangeAsync(name, secrets, client, input, server, flow) : TunnelAsync(name, client, input, server, flow));
        if (cut is not null)
        {
            decision.Cut(flow.Idle ? $"Nothing moved for {options.IdleSeconds} seconds." : cut);
        }

        run.Decided(decision);
    }

    private async Task<ConnectTarget?> ReadTargetAsync(NetworkStream client, HttpInput input, CancellationToken cancellationToken)
    {
        using var slow = new CancellationTokenSource(TimeSpan.FromSeconds(options.HeadSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, slow.Token);
        try
        {
            return await input.ReadHeadAsync(either.Token) is { } head ? ConnectTarget.Read(HttpHead.Parse(head)) : null;
        }
        catch (HttpFormatException exception)
        {
            run.Decided(run.Record.Add("?", 0, allowed: false, exception.Message));
            await RefuseAsync(client, exception.Status, exception.Message, cancellationToken);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            run.Decided(run.Record.Add("?", 0, allowed: false, $"No request came within {options.HeadSeconds} seconds."));
            await RefuseAsync(client, 408, $"No request came within {options.HeadSeconds} seconds.", cancellationToken);
            return null;
        }
    }

    /// <summary>Bytes both ways; only the name that they begin with is looked at.</summary>
    private static async Task TunnelAsync(string host, NetworkStream client, HttpInput input, NetworkStream server, EgressFlow flow)
    {
        await WriteAsync(client, "HTTP/1.1 200 Connection established\r\n\r\n", flow.Token);
        var hello = await ClientHello.ReadAsync(input, host, flow.Token);
        flow.Up(hello.Length);
        await server.WriteAsync(hello, flow.Token);
        await Task.WhenAll(
            PumpAsync(input.ReadAsync, server, flow.Up, flow),
            PumpAsync(server.ReadAsync, client, flow.Down, flow));
    }

    private static async Task PumpAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> read, NetworkStream to, Action<int> count, EgressFlow flow)
    {
        var piece = new byte[PieceBytes];
        try
        {
            int length;
            while ((length = await read(piece, flow.Token)) > 0)
            {
                count(length);
                await to.WriteAsync(piece.AsMemory(0, length), flow.Token);
            }

            to.Socket.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            await flow.CutAsync();
            throw;
        }
    }

    /// <summary>The TLS of both sides ends here, and one request goes through with its secrets.</summary>
    private async Task ExchangeAsync(string host, IReadOnlyList<RunSecret> secrets, NetworkStream client, HttpInput input, NetworkStream server, EgressFlow flow)
    {
        await using var outer = new SslStream(server, leaveInnerStreamOpen: true);
        try
        {
            await outer.AuthenticateAsClientAsync(dialer.Tls(host), flow.Token);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            await RefuseAsync(client, 502, $"{host} could not prove who it is.", flow.Token);
            throw new EgressException($"{host} could not prove who it is.");
        }

        await WriteAsync(client, "HTTP/1.1 200 Connection established\r\n\r\n", flow.Token);
        await using var inner = new SslStream(new HttpInputStream(input, client), leaveInnerStreamOpen: true);
        await inner.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificateContext = authority.LeafFor(host), EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13, ApplicationProtocols = [SslApplicationProtocol.Http11] },
            flow.Token);
        var fromClient = new HttpInput(inner, options.MaxHeadBytes);
        var substitution = new SecretSubstitution(secrets);
        var exchange = new SecretExchange(host, substitution, flow);
        try
        {
            if (await fromClient.ReadHeadAsync(flow.Token) is { } head)
            {
                await exchange.RunAsync(inner, fromClient, HttpHead.Parse(head), outer, new HttpInput(outer, options.MaxHeadBytes));
                await inner.ShutdownAsync();
            }
        }
        catch (Exception exception) when (exception is HttpFormatException or EgressException)
        {
            if (!exchange.Answered)
            {
                await RefuseAsync(inner, exception is HttpFormatException format ? format.Status : ((EgressException)exception).Refused ? 403 : 502, exception.Message, CancellationToken.None);
            }

            throw;
        }
        finally
        {
            await run.Used(substitution.Used);
        }
    }

    /// <summary>Why a connection did not end by itself; null when it did.</summary>
    private static async Task<string?> CutOfAsync(Func<Task> connection)
    {
        try
        {
            await connection();
            return null;
        }
        catch (Exception exception) when (exception is EgressException or HttpFormatException)
        {
            return exception.Message;
        }
        catch (AuthenticationException)
        {
            return "The program did not accept the proxy's certificate.";
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            return "The connection broke.";
        }
    }

    private async Task RefuseAsync(Stream client, int status, string why, CancellationToken cancellationToken)
    {
        using var slow = new CancellationTokenSource(TimeSpan.FromSeconds(options.HeadSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, slow.Token);
        var body = Encoding.ASCII.GetBytes($"{why}\n");
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Refused\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\nX-Proxy-Error: egress\r\nConnection: close\r\n\r\n");
        await client.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body], either.Token);
        await client.FlushAsync(either.Token);
    }

    private static async Task WriteAsync(Stream target, string text, CancellationToken cancellationToken) => await target.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);
}
