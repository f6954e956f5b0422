using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>The cluster's end of an execution: the channels of <c>v4.channel.k8s.io</c> around a real process.</summary>
internal static class StandInExec
{
    private const string Protocol = "v4.channel.k8s.io";

    public static async Task ServeAsync(HttpContext context, StandInPod pod)
    {
        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol) || context.Request.Query["container"] != "tool" || context.Request.Query["tty"] == "1")
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(Protocol);
        // Neither killed nor waited for when the socket breaks: a container's runtime does not do so either.
        var process = pod.Execute(context.Request.Query["command"].Select(word => word!));
        using var gate = new SemaphoreSlim(1);
        try
        {
            var input = context.Request.Query["stdin"] == "1" ? ReadAsync(socket, process, context.RequestAborted) : Task.Run(process.StandardInput.Close);
            await Task.WhenAll(
                PumpAsync(process.StandardOutput.BaseStream, 1, socket, gate, context.RequestAborted),
                PumpAsync(process.StandardError.BaseStream, 2, socket, gate, context.RequestAborted));
            await process.WaitForExitAsync(context.RequestAborted);
            await SendAsync(socket, 3, Encoding.UTF8.GetBytes(Status(process.ExitCode)), gate, context.RequestAborted);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
            await input.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException)
        {
            // The socket is broken.
        }
    }

    private static string Status(int code) => code == 0
        ? """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success"}"""
        : $$$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","reason":"NonZeroExitCode","message":"command terminated","details":{"causes":[{"reason":"ExitCode","message":"{{{code.ToString(CultureInfo.InvariantCulture)}}}"}]}}""";

    private static async Task PumpAsync(Stream from, byte channel, WebSocket socket, SemaphoreSlim gate, CancellationToken cancellationToken)
    {
        // A first message without content, as a cluster sends it.
        await SendAsync(socket, channel, default, gate, cancellationToken);
        var buffer = new byte[4096];
        while (await from.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            await SendAsync(socket, channel, buffer.AsMemory(0, count), gate, cancellationToken);
        }
    }

    private static async Task SendAsync(WebSocket socket, byte channel, ReadOnlyMemory<byte> data, SemaphoreSlim gate, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(new byte[] { channel }.Concat(data.ToArray()).ToArray(), WebSocketMessageType.Binary, true, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private static async Task ReadAsync(WebSocket socket, Process process, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken) is { MessageType: not WebSocketMessageType.Close } received)
            {
                Assert.Equal(0, buffer[0]);
                await process.StandardInput.BaseStream.WriteAsync(buffer.AsMemory(1, received.Count - 1), cancellationToken);
                await process.StandardInput.BaseStream.FlushAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException)
        {
            // The program has ended, or the socket is broken. The input is not closed: the protocol has no word for it.
        }
    }
}
