using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExecutionService.Mcp.Transports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;

namespace ExecutionService.Tests.Mcp;

/// <summary>A real MCP server over HTTPS on loopback, under a name of its own and with a certificate that nobody else trusts.</summary>
internal sealed class McpTestServer : IAsyncDisposable
{
    public const string Host = "mcp.test";

    private static readonly X509Certificate2 Certificate = MakeCertificate();

    private readonly WebApplication _app;
    private readonly Func<HttpContext, Task<bool>>? _answer;

    private McpTestServer(Tool[] tools, int pageSize, bool stateless, Func<HttpContext, Task<bool>>? answer)
    {
        _answer = answer;
        Calls = new McpTestCalls(() => Current!);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Certificate)));
        builder.Services.AddMcpServer()
            .WithHttpTransport(options => options.Stateless = stateless)
            .WithListToolsHandler((request, _) => ValueTask.FromResult(PageOf(tools, request.Params?.Cursor, pageSize)))
            .WithCallToolHandler((request, cancellationToken) => Calls.AnswerAsync(request.Params!, cancellationToken));
        _app = builder.Build();
        _app.Use(NoteAsync);
        _app.MapMcp("/mcp");
    }

    public McpTestCalls Calls { get; }

    /// <summary>Requests that have come, with their tokens.</summary>
    public List<string?> Tokens { get; } = [];

    public int Port => new Uri(_app.Urls.First()).Port;

    public string Url => $"https://{Host}:{Port}/mcp";

    private HttpContext? Current { get; set; }

    /// <summary>The network in which the server's name leads to this machine.</summary>
    public static McpNetwork Network { get; } = new((host, _) => Task.FromResult<IPAddress[]>(host == Host ? [IPAddress.Loopback] : [])) { Authorities = [Certificate] };

    public static async Task<McpTestServer> StartAsync(Tool[]? tools = null, int pageSize = 100, bool stateless = true, Func<HttpContext, Task<bool>>? answer = null)
    {
        var server = new McpTestServer(tools ?? McpTestCalls.Tools, pageSize, stateless, answer);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>What an agent says to have this server.</summary>
    public AgentPlatform.Contracts.Agents.McpServer As(string name, string? secret = null) => new() { Name = name, Url = Url, Secret = secret };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        lock (Tokens)
        {
            Tokens.Add(context.Request.Headers.Authorization.FirstOrDefault());
        }

        Current = context;
        if (_answer is null || !await _answer(context))
        {
            await next(context);
        }
    }

    private static ListToolsResult PageOf(Tool[] tools, string? cursor, int size)
    {
        var start = cursor is null ? 0 : int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture);
        return new ListToolsResult { Tools = [.. tools.Skip(start).Take(size)], NextCursor = size == 0 || start + size < tools.Length ? $"{start + size}" : null };
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
