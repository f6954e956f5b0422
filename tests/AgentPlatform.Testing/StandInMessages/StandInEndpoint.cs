using System.Buffers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Testing.StandInMessages;

/// <summary>Answers the calls of one protocol.</summary>
internal sealed class StandInEndpoint(IWireFormat format, StandInOptions options, StandInScript script, StandInCalls calls, IChatClient simulated, CancellationToken stopping)
{
    private readonly FixedAnswer? fixedAnswer = options.FixedDeltas is { } deltas ? new FixedAnswer(format, deltas) : null;

    public async Task AnswerAsync(HttpContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var body = await ReadAsync(context.Request, stop.Token);
        if (await RefusesAsync(context))
        {
            return;
        }

        var count = calls.Start(body.WrittenSpan);
        var scripted = script.Next();
        try
        {
            if (scripted is null && fixedAnswer is not null)
            {
                await SendFixedAsync(context, fixedAnswer, FixedAnswer.AsksForStream(body.WrittenSpan), stop.Token);
            }
            else if (!await SendAsync(context, body.WrittenMemory, scripted, count.Hash[..12], stop.Token))
            {
                return;
            }

            // What is written to somebody who has gone meanwhile fails nowhere.
            stop.Token.ThrowIfCancellationRequested();
            count.Complete();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    /// <summary>A token for every four bytes of the request.</summary>
    public async Task CountTokensAsync(HttpContext context)
    {
        var body = await ReadAsync(context.Request, context.RequestAborted);
        if (!await RefusesAsync(context))
        {
            await SendAsync(context.Response, JsonSerializer.SerializeToUtf8Bytes(new { input_tokens = body.WrittenCount / 4 }), "application/json", context.RequestAborted);
        }
    }

    /// <summary>Whether the call has another key than it should.</summary>
    private async Task<bool> RefusesAsync(HttpContext context)
    {
        if (options.Key is null || context.Request.Headers["x-api-key"] == options.Key)
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        await SendAsync(context.Response, format.Error("authentication_error"), "application/json", context.RequestAborted);
        return true;
    }

    private async Task SendFixedAsync(HttpContext context, FixedAnswer answer, bool stream, CancellationToken cancellationToken)
    {
        if (stream && options.EventDelay > TimeSpan.Zero)
        {
            await StreamAsync(context, answer.Events, scripted: null, cancellationToken);
        }
        else
        {
            await SendAsync(context.Response, answer.Bytes(stream), stream ? "text/event-stream" : "application/json", cancellationToken);
        }
    }

    /// <summary>False when the script broke the answer.</summary>
    private async Task<bool> SendAsync(HttpContext context, ReadOnlyMemory<byte> body, StandInAnswer? scripted, string id, CancellationToken cancellationToken)
    {
        var response = context.Response;
        switch (scripted?.Fault)
        {
            case StandInFault.Status:
                response.StatusCode = scripted.StatusCode;
                response.Headers.RetryAfter = scripted.RetryAfterSeconds?.ToString(System.Globalization.CultureInfo.InvariantCulture);
                await SendAsync(response, format.Error(scripted.ErrorType), "application/json", cancellationToken);
                return false;
            case StandInFault.Nonsense:
                await SendAsync(response, Encoding.UTF8.GetBytes(scripted.Body), scripted.ContentType, cancellationToken);
                return false;
        }

        using var json = JsonDocument.Parse(body);
        var request = format.Read(json.RootElement);
        var answer = scripted is null
            ? WireAnswer.From(request.Model, await simulated.GetStreamingResponseAsync(request.Messages, request.Options, cancellationToken).ToListAsync(cancellationToken))
            : WireAnswer.From(request.Model, scripted, id);
        if (!request.Stream && (scripted is null or { Fault: StandInFault.None }))
        {
            await SendAsync(response, format.Whole(answer), "application/json", cancellationToken);
            return true;
        }

        return await StreamAsync(context, format.Events(answer), scripted, cancellationToken);
    }

    private async Task<bool> StreamAsync(HttpContext context, IEnumerable<byte[]> events, StandInAnswer? scripted, CancellationToken cancellationToken)
    {
        var faulty = scripted is not (null or { Fault: StandInFault.None });
        var sent = 0;
        context.Response.ContentType = "text/event-stream";
        foreach (var bytes in events)
        {
            if (faulty && sent == scripted!.AfterEvents)
            {
                break;
            }

            if (options.EventDelay > TimeSpan.Zero)
            {
                await Task.Delay(options.EventDelay, TimeProvider.System, cancellationToken);
            }

            await context.Response.Body.WriteAsync(bytes, cancellationToken);
            sent++;
            if (faulty || options.EventDelay > TimeSpan.Zero)
            {
                await context.Response.Body.FlushAsync(cancellationToken);
            }
        }

        switch (scripted?.Fault)
        {
            case StandInFault.Cut when sent == 0:
                context.Abort();
                return false;
            case StandInFault.Cut:
                // Aborting could lose what was sent; half-closing delivers it and then ends the stream too early.
                context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Send);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return false;
            case StandInFault.ErrorEvent:
                await context.Response.Body.WriteAsync(format.ErrorEvent(scripted.ErrorType), cancellationToken);
                return false;
            case StandInFault.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return false;
            default:
                return true;
        }
    }

    private static async Task SendAsync(HttpResponse response, byte[] bytes, string contentType, CancellationToken cancellationToken)
    {
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, cancellationToken);
    }

    private static async Task<ArrayBufferWriter<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 4096) + 1);
        int read;
        while ((read = await request.Body.ReadAsync(body.GetMemory(1024), cancellationToken)) > 0)
        {
            body.Advance(read);
        }

        return body;
    }
}
