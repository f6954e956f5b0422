using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using ExecutionService.Sandboxes.Kubernetes.Pods;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ExecutionService.Sandboxes.Kubernetes.Execs;

/// <summary>
/// Runs one program in a pod over a WebSocket (<c>v4.channel.k8s.io</c>). What it says is handed over as it comes, and no
/// faster than it is taken: the client's own demultiplexer would keep all of a flood in memory.
/// </summary>
internal sealed partial class PodExec(SandboxCluster cluster, IOptions<KubernetesSandboxOptions> options, TimeProvider clock, ILogger<PodExec> logger)
{
    private const int MaxStatusBytes = 64 * 1024;

    /// <summary>Seconds for the socket to be closed after the exit code has come.</summary>
    private const int CloseSeconds = 5;

    /// <param name="pod">Its name.</param>
    /// <param name="command">Program and arguments; no shell reads them.</param>
    /// <param name="input">Writes the standard input; none when null.</param>
    /// <param name="output">Takes standard output and error.</param>
    /// <param name="cancellationToken">Breaks the connection; the program goes on.</param>
    public async Task<ExecEnd> RunAsync(
        string pod, IReadOnlyList<string> command, Func<Stream, CancellationToken, Task>? input, Func<ExecChannel, ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken)
    {
        var (socket, refusal) = await ConnectAsync(pod, command, input is not null, cancellationToken);
        if (socket is null)
        {
            return new ExecEnd(null, Started: false, refusal);
        }

        using (socket)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var sending = input is null ? Task.CompletedTask : SendAsync(socket, input, ended.Token);
            try
            {
                return await ReceiveAsync(socket, output, ended.Token);
            }
            finally
            {
                await ended.CancelAsync();
                await sending;
            }
        }
    }

    /// <summary>Nothing has run while there is no connection, so it may be tried again.</summary>
    private async Task<(WebSocket? Socket, Exception? Refusal)> ConnectAsync(string pod, IReadOnlyList<string> command, bool input, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await cluster.Api.WebSocketNamespacedPodExecAsync(
                    pod, cluster.Namespace, command, JobManifest.Container, stderr: true, stdin: input, stdout: true, tty: false, WebSocketProtocol.V4BinaryWebsocketProtocol, cancellationToken: cancellationToken), null);
            }
            catch (Exception exception) when (exception is WebSocketException or HttpOperationException or HttpRequestException or KubernetesException or IOException)
            {
                LogNotConnected(logger, exception, pod, attempt);
                if (attempt > options.Value.ApiRetries)
                {
                    return (null, exception);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.RetryDelayMilliseconds * attempt), clock, cancellationToken);
        }
    }

    private static async Task SendAsync(WebSocket socket, Func<Stream, CancellationToken, Task> input, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new ExecInput(socket);
            await input(stream, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The program may end without having read everything; a broken socket is met by the reader too.
        }
    }

    private async Task<ExecEnd> ReceiveAsync(WebSocket socket, Func<ExecChannel, ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken)
    {
        using var closing = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        using var status = new MemoryStream();
        int? exitCode = null;
        try
        {
            var (buffer, channel, first) = (new byte[32 * 1024], ExecChannel.Input, true);
            while (await socket.ReceiveAsync(buffer.AsMemory(), either.Token) is { MessageType: not WebSocketMessageType.Close } received)
            {
                ReadOnlyMemory<byte> data = buffer.AsMemory(0, received.Count);
                if (first && !data.IsEmpty)
                {
                    (channel, data, first) = ((ExecChannel)data.Span[0], data[1..], false);
                }

                first |= received.EndOfMessage;
                if (channel == ExecChannel.Status && status.Length < MaxStatusBytes)
                {
                    status.Write(data.Span);
                    if (received.EndOfMessage)
                    {
                        exitCode = ExitCode(status.ToArray());
                        closing.CancelAfter(TimeSpan.FromSeconds(CloseSeconds));
                    }
                }
                else if (channel is ExecChannel.Output or ExecChannel.Error && !data.IsEmpty)
                {
                    await output(channel, data);
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException || (exception is OperationCanceledException && closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested))
        {
            return new ExecEnd(exitCode, Started: true, exitCode is null ? exception : null);
        }

        return new ExecEnd(exitCode, Started: true, exitCode is null ? new IOException("The connection was closed before the program's exit code came.") : null);
    }

    /// <summary>The exit code in a Status; null when it says that the program could not be run at all.</summary>
    private static int? ExitCode(byte[] json)
    {
        try
        {
            return KubernetesJson.Deserialize<V1Status>(new MemoryStream(json)) switch
            {
                { Status: "Success" } => 0,
                { Details.Causes: { } causes } when causes.FirstOrDefault(cause => cause.Reason == "ExitCode")?.Message is { } code => int.Parse(code, NumberStyles.None, CultureInfo.InvariantCulture),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException or OverflowException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Debug, "No connection for an execution in the pod {Pod}, attempt {Attempt}")]
    private static partial void LogNotConnected(ILogger logger, Exception exception, string pod, int attempt);
}
