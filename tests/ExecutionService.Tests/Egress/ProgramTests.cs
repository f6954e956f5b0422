using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using ExecutionService.Egress.Interception;
using Microsoft.AspNetCore.Http;

namespace ExecutionService.Tests.Egress;

/// <summary>The proxy as real programs use it: over a port that leads to its socket, as in the sandbox.</summary>
public sealed partial class ProgramTests
{
    private static readonly RunSecret Secret = new("API_KEY", "value of the secret", ["api.example.com"]);

    private readonly ConcurrentQueue<string> _seen = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Curl_reaches_hosts_with_and_without_secrets_and_no_others()
    {
        Assert.SkipUnless(Find("curl") && Find("socat"), "curl and socat are needed.");
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", Echo).On("www.example.com", Echo).On("evil.example.org", Echo);
        await using var proxy = new ProxyUnderTest(internet, ["*.example.com"], [Secret]);
        await using var port = await SocatPort.StartAsync(proxy.Session.Egress.SocketPath);
        string[] curl = ["-sS", "--max-time", "30", "--proxy", port.Address, "--cacert", proxy.Session.Egress.CertificatesPath, "-H", $"Authorization: Bearer {Secret.Placeholder}"];

        var (code, output) = await RunAsync("curl", [.. curl, "https://api.example.com/"]);
        Assert.Equal((0, $"Bearer {Secret.Placeholder}"), (code, output));
        (code, output) = await RunAsync("curl", [.. curl, "https://www.example.com/"]);
        Assert.Equal((0, $"Bearer {Secret.Placeholder}"), (code, output));
        (code, output) = await RunAsync("curl", [.. curl, "https://evil.example.org/"]);
        Assert.NotEqual(0, code);
        Assert.Contains("403", output, StringComparison.Ordinal);

        Assert.Equal(["Bearer value of the secret", $"Bearer {Secret.Placeholder}"], internet.Requests.Zip(_seen).Select(pair => pair.Second));
    }

    [Fact]
    public async Task Node_reaches_a_host_and_the_secret_is_put_in()
    {
        Assert.SkipUnless(Find("node") && Find("socat"), "node and socat are needed.");
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", Echo);
        await using var proxy = new ProxyUnderTest(internet, ["api.example.com"], [Secret]);
        await using var port = await SocatPort.StartAsync(proxy.Session.Egress.SocketPath);
        const string script = """
            const http = require('http'), https = require('https');
            const proxy = new URL(process.env.HTTPS_PROXY);
            http.request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: 'api.example.com:443' }).on('connect', (answer, socket) => {
              if (answer.statusCode !== 200) { console.log(answer.statusCode); process.exit(1); }
              https.get({ socket, agent: false, host: 'api.example.com', servername: 'api.example.com', path: '/', headers: { authorization: `Bearer ${process.env.API_KEY}` } },
                response => response.on('data', piece => process.stdout.write(piece)).on('end', () => process.exit(0)));
            }).end();
            """;

        var (code, output) = await RunAsync("node", ["-e", script], ("HTTPS_PROXY", port.Address), ("API_KEY", Secret.Placeholder), ("NODE_EXTRA_CA_CERTS", proxy.Session.Egress.CertificatesPath));

        Assert.Equal((0, $"Bearer {Secret.Placeholder}"), (code, output));
        Assert.Equal(["Bearer value of the secret"], _seen);
    }

    [Fact]
    public async Task Python_reaches_a_host_and_the_secret_is_put_in()
    {
        Assert.SkipUnless(Find("python3") && Find("socat"), "python3 and socat are needed.");
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", Echo);
        await using var proxy = new ProxyUnderTest(internet, ["api.example.com"], [Secret]);
        await using var port = await SocatPort.StartAsync(proxy.Session.Egress.SocketPath);
        const string script = """
            import os, ssl, urllib.request
            strict = ssl.create_default_context()
            strict.verify_flags |= ssl.VERIFY_X509_STRICT
            opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=strict))
            request = urllib.request.Request('https://api.example.com/', headers={'Authorization': 'Bearer ' + os.environ['API_KEY']})
            print(opener.open(request, timeout=30).read().decode(), end='')
            """;

        var (code, output) = await RunAsync("python3", ["-c", script], ("HTTPS_PROXY", port.Address), ("API_KEY", Secret.Placeholder), ("SSL_CERT_FILE", proxy.Session.Egress.CertificatesPath));

        Assert.Equal((0, $"Bearer {Secret.Placeholder}"), (code, output));
        Assert.Equal(["Bearer value of the secret"], _seen);
    }

    private Task Echo(HttpContext context)
    {
        _seen.Enqueue(context.Request.Headers.Authorization.ToString());
        return context.Response.WriteAsync(context.Request.Headers.Authorization.ToString());
    }

    private static bool Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancelled), process.StandardError.ReadToEndAsync(Cancelled));
        await process.WaitForExitAsync(Cancelled);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>A port of loopback that leads to a Unix socket.</summary>
    private sealed partial class SocatPort : IAsyncDisposable
    {
        private readonly Process _process;

        private SocatPort(Process process, string address) => (_process, Address) = (process, address);

        public string Address { get; }

        public static async Task<SocatPort> StartAsync(string socketPath)
        {
            var process = Process.Start(new ProcessStartInfo("socat", ["-d", "-d", "TCP-LISTEN:0,bind=127.0.0.1,fork", $"UNIX-CONNECT:{socketPath}"]) { RedirectStandardError = true })!;
            while (await process.StandardError.ReadLineAsync(Cancelled) is { } line)
            {
                if (Listening().Match(line) is { Success: true } match)
                {
                    // Its further lines are not read, and there are too few of them to fill the pipe.
                    return new SocatPort(process, $"http://127.0.0.1:{match.Groups[1].Value}");
                }
            }

            throw new InvalidOperationException("socat does not listen.");
        }

        public async ValueTask DisposeAsync()
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }

        [GeneratedRegex(@"listening on .*127\.0\.0\.1:(\d+)")]
        private static partial Regex Listening();
    }
}
