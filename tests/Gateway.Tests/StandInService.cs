using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests;

/// <summary>A service behind the Gateway, on a port of its own, that answers as the test says and keeps what it was asked.</summary>
internal sealed class StandInService : IAsyncDisposable
{
    private const string SimulatedModel = """{"provider":"simulated","name":"simulated","simulated":true}""";

    private readonly WebApplication _app;

    private StandInService(RequestDelegate answer, string model, string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(async context =>
        {
            if (context.Request.Path == "/alive")
            {
                // The Gateway's own question.
                return;
            }

            Asked.Enqueue(new AskedRequest($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}", context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            await (context.Request.Path == "/internal/model" ? context.Response.WriteAsync(model) : answer(context));
        });
    }

    public ConcurrentQueue<AskedRequest> Asked { get; } = new();

    public string Url { get; private set; } = "";

    public static async Task<StandInService> StartAsync(RequestDelegate answer, string model = SimulatedModel, string url = "http://127.0.0.1:0")
    {
        var service = new StandInService(answer, model, url);
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        service.Url = service._app.Urls.Single();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>A request as the stand-in received it.</summary>
internal sealed record AskedRequest(string Line, IReadOnlyDictionary<string, string> Headers);
