using System.Net;
using AgentPlatform.Llm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentPlatform.Testing.StandInMessages;

/// <summary>
/// A model provider on loopback: Anthropic's Messages API and OpenAI's chat completions over real HTTP. It answers
/// from a script, with fixed deltas, or else as the simulated model does.
/// </summary>
public sealed class StandInMessagesServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SimulatedChatClient simulated = new();
    private readonly CancellationTokenSource stopping = new();

    private StandInMessagesServer(StandInOptions options)
    {
        if (!IPAddress.TryParse(new Uri(options.Url).Host, out var address) || !IPAddress.IsLoopback(address))
        {
            throw new ArgumentException("The stand-in listens on a loopback address only.", nameof(options));
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // Inline scheduling: a flushed event is in the kernel when the flush returns, so a cut after it is exact.
        builder.WebHost.UseUrls(options.Url)
            .UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true)
            .ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        app = builder.Build();
        var anthropic = new StandInEndpoint(new AnthropicFormat(), options, Script, Calls, simulated, stopping.Token);
        var openAI = new StandInEndpoint(new OpenAIFormat(), options, Script, Calls, simulated, stopping.Token);
        app.MapPost("/v1/messages", (RequestDelegate)anthropic.AnswerAsync);
        app.MapPost("/v1/messages/count_tokens", (RequestDelegate)anthropic.CountTokensAsync);
        app.MapPost("/v1/chat/completions", (RequestDelegate)openAI.AnswerAsync);
        app.MapGet("/calls", () => TypedResults.Ok(new { Calls.Started, Calls.Completed, Calls = Calls.ByHash }));
        app.MapDelete("/calls", () => Calls.Clear());
        app.MapPost("/script", (StandInAnswer[] answers) => { Script.Enqueue(answers); });
        app.MapPut("/script", (StandInAnswer answer) => { Script.Always(answer); });
        app.MapDelete("/script", () => { Script.Always(null); });
    }

    public StandInScript Script { get; } = new();

    public StandInCalls Calls { get; } = new();

    /// <summary>Address for Anthropic's SDK, without a trailing slash.</summary>
    public string Url => app.Urls.Single();

    /// <summary>Address for OpenAI's SDK.</summary>
    public string OpenAIUrl => Url + "/v1";

    public static async Task<StandInMessagesServer> StartAsync(StandInOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new StandInMessagesServer(options ?? new StandInOptions());
        await server.app.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Runs until the process is asked to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await app.DisposeAsync();
        simulated.Dispose();
        stopping.Dispose();
    }
}
