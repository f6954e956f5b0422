using System.Globalization;
using System.Text;
using ExecutionService.Egress.Proxying;
using ExecutionService.Egress.Rules;

namespace ExecutionService.Egress.Interception;

/// <summary>
/// One request to a host that a secret goes to, and its answer, between the two ends of TLS. The head of the request gets the
/// values; bodies are streamed, and of what comes back the values are taken out again.
/// </summary>
internal sealed class SecretExchange(string host, SecretSubstitution substitution, EgressFlow flow)
{
    private const int PieceBytes = 16_384;

    /// <summary>Fields that are between two neighbours only, and those whose place this exchange takes.</summary>
    private static readonly HashSet<string> OfTheHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept-Encoding", "Connection", "Content-Length", "Expect", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private Exception? _unsent;

    /// <summary>Whether the client has got the beginning of an answer.</summary>
    public bool Answered { get; private set; }

    /// <summary>The one request is sent on and answered.</summary>
    /// <exception cref="HttpFormatException">The request cannot be sent on.</exception>
    /// <exception cref="EgressException">The host's answer cannot be understood, or a limit of the run is reached.</exception>
    public async Task RunAsync(Stream client, HttpInput fromClient, HttpHead request, Stream server, HttpInput fromServer)
    {
        var (method, target, version) = CheckRequest(request);
        var body = HttpBody.OfRequest(request, fromClient);
        var chunked = request.Values("Transfer-Encoding").Count > 0;
        var head = RequestHead(request, method, target, chunked);
        await WriteAsync(server, head, flow.Up);
        if (request.Values("Expect").Any(value => value.Equals("100-continue", StringComparison.OrdinalIgnoreCase)))
        {
            await WriteAsync(client, "HTTP/1.1 100 Continue\r\n\r\n", flow.Down);
        }

        var sending = SendBodyAsync(body, server, chunked);
        try
        {
            await AnswerAsync(client, method, version, fromServer);
        }
        catch (OperationCanceledException) when (_unsent is not null)
        {
            throw _unsent;
        }
        finally
        {
            // An answer may come before the whole request was sent; then the rest of it is not wanted.
            await flow.CutAsync();
            await sending;
        }
    }

    private (string Method, string Target, string Version) CheckRequest(HttpHead request)
    {
        var (method, target, version) = request.Request();
        if (method == "CONNECT" || (target[0] != '/' && !(target == "*" && method == "OPTIONS")))
        {
            throw new HttpFormatException("The target of the request is no path.");
        }

        var named = request.Single("Host") ?? throw new HttpFormatException("The request has no Host.");
        var name = named.EndsWith(":443", StringComparison.Ordinal) ? named[..^4] : named;
        return HostNames.Read(name) == host ? (method, target, version) : throw new HttpFormatException("Host is another than that of the connection.", 421);
    }

    private string RequestHead(HttpHead request, string method, string target, bool chunked)
    {
        var head = new StringBuilder($"{method} {substitution.InTarget(target)} HTTP/1.1\r\n");
        var named = request.Values("Connection").SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var field in request.Fields.Where(field => !OfTheHop.Contains(field.Name) && (!named.Contains(field.Name) || HttpHead.Is(field, "Host"))))
        {
            head.Append(field.Name).Append(": ").Append(substitution.InField(field.Value)).Append("\r\n");
        }

        AppendFraming(head, request, chunked);
        // Unpacked answers can be looked through.
        return head.Append("Accept-Encoding: identity\r\nConnection: close\r\n\r\n").ToString();
    }

    private async Task SendBodyAsync(HttpBody body, Stream server, bool chunked)
    {
        var piece = new byte[PieceBytes];
        try
        {
            int read;
            while ((read = await body.ReadAsync(piece, flow.Token)) > 0)
            {
                flow.Up(read);
                await WritePieceAsync(server, piece.AsMemory(0, read), chunked);
            }

            await (chunked ? WriteTextAsync(server, "0\r\n\r\n") : Task.CompletedTask);
        }
        catch (Exception exception) when (exception is HttpFormatException or EgressException)
        {
            _unsent = exception;
            await flow.CutAsync();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The host takes no more: it has answered already, or its answer ends too, which ends the exchange.
        }
    }

    private async Task AnswerAsync(Stream client, string method, string version, HttpInput fromServer)
    {
        try
        {
            var (head, status) = await ReadAnswerHeadAsync(fromServer);
            var body = HttpBody.OfAnswer(head, fromServer, method, status);
            var echoes = substitution.Echoes();
            var hasBody = !HttpBody.HasNone(method, status);
            var chunked = hasBody && version == "HTTP/1.1";
            Answered = true;
            await WriteAsync(client, AnswerHead(head, echoes, hasBody, chunked), flow.Down);
            var plain = head.Values("Content-Encoding").All(coding => coding.Equals("identity", StringComparison.OrdinalIgnoreCase));
            await ReceiveBodyAsync(body, client, chunked, plain && echoes.Count > 0 ? new EchoFilter(echoes) : null);
        }
        catch (HttpFormatException exception)
        {
            throw new EgressException($"The answer of {host} is malformed: {exception.Message}");
        }
    }

    private async Task<(HttpHead Head, int Status)> ReadAnswerHeadAsync(HttpInput fromServer)
    {
        while (true)
        {
            var head = HttpHead.Parse(await fromServer.ReadHeadAsync(flow.Token) ?? throw new HttpFormatException("There is none."));
            var parts = head.StartLine.Split(' ', 3);
            if (parts.Length < 2 || parts[0] is not ("HTTP/1.0" or "HTTP/1.1") || parts[1].Length != 3 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status is < 100 or 101)
            {
                throw new HttpFormatException("The first line is not that of an HTTP/1.1 answer.");
            }

            if (status >= 200)
            {
                return (head, status);
            }
        }
    }

    private static string AnswerHead(HttpHead answer, IReadOnlyList<(byte[] Find, byte[] Put)> echoes, bool hasBody, bool chunked)
    {
        var head = new StringBuilder();
        head.Append(WithoutEchoes(answer.StartLine, echoes)).Append("\r\n");
        foreach (var field in answer.Fields.Where(field => !OfTheHop.Contains(field.Name)))
        {
            head.Append(field.Name).Append(": ").Append(WithoutEchoes(field.Value, echoes)).Append("\r\n");
        }

        if (!hasBody)
        {
            AppendFraming(head, answer, chunked: false);
        }

        return head.Append(chunked ? "Transfer-Encoding: chunked\r\n" : "").Append("Connection: close\r\n\r\n").ToString();
    }

    private async Task ReceiveBodyAsync(HttpBody body, Stream client, bool chunked, EchoFilter? filter)
    {
        var piece = new byte[PieceBytes];
        int read;
        do
        {
            read = await body.ReadAsync(piece, flow.Token);
            flow.Down(read);
            var passed = filter?.Pass(piece.AsSpan(0, read), last: read == 0) ?? piece.AsMemory(0, read);
            await WritePieceAsync(client, passed, chunked);
        }
        while (read > 0);

        await (chunked ? WriteTextAsync(client, "0\r\n\r\n") : Task.CompletedTask);
    }

    private static void AppendFraming(StringBuilder head, HttpHead of, bool chunked)
    {
        if (chunked)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
        }
        else if (of.Single("Content-Length") is { } length)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
        }
    }

    private static string WithoutEchoes(string text, IReadOnlyList<(byte[] Find, byte[] Put)> echoes) =>
        echoes.Aggregate(text, (current, echo) => current.Replace(Encoding.Latin1.GetString(echo.Find), Encoding.Latin1.GetString(echo.Put), StringComparison.Ordinal));

    private async Task WritePieceAsync(Stream target, ReadOnlyMemory<byte> piece, bool chunked)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        if (chunked)
        {
            await WriteTextAsync(target, string.Create(CultureInfo.InvariantCulture, $"{piece.Length:x}\r\n"));
        }

        await target.WriteAsync(piece, flow.Token);
        await (chunked ? WriteTextAsync(target, "\r\n") : target.FlushAsync(flow.Token));
    }

    private async Task WriteAsync(Stream target, string head, Action<int> count)
    {
        count(head.Length);
        await WriteTextAsync(target, head);
    }

    private async Task WriteTextAsync(Stream target, string text) => await target.WriteAsync(Encoding.Latin1.GetBytes(text), flow.Token);
}
