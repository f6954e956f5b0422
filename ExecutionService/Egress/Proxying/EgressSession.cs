using System.Collections.Concurrent;
using System.Net.Sockets;
using AgentPlatform.ServiceDefaults;
using ExecutionService.Egress.Rules;
using ExecutionService.Sandboxes;

namespace ExecutionService.Egress.Proxying;

/// <summary>The way out of one run: a proxy on a Unix socket of its own, until it is disposed.</summary>
internal sealed partial class EgressSession : IAsyncDisposable
{
    private const int Backlog = 64;

    private readonly EgressRun _run;
    private readonly EgressProxy _proxy;
    private readonly ILogger _logger;
    private readonly string _folder;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly SemaphoreSlim _room;
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _accepting;
    private int _disposed;

    public EgressSession(EgressRun run, EgressProxy proxy, string certificatesPath, EgressOptions options, ILogger logger)
    {
        (_run, _proxy, _logger) = (run, proxy, logger);
        _room = new SemaphoreSlim(options.MaxConnections);
        _folder = UnixAccess.CreateUnlistedFolder(options.SocketRoot);
        var path = Path.Combine(_folder, RandomId.New());
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        // The programs of a run are another user.
        UnixAccess.LetConnect(path);
        _listener.Listen(Backlog);
        Egress = new SandboxEgress(path, certificatesPath, run.Secrets.ToDictionary(secret => secret.Name, secret => secret.Placeholder, StringComparer.Ordinal));
        _accepting = AcceptAsync();
    }

    /// <summary>What the sandbox is told.</summary>
    public SandboxEgress Egress { get; }

    /// <summary>What was asked for so far; the first of it, when it is much.</summary>
    public IReadOnlyList<EgressDecision> Decisions => _run.Record.Decisions;

    /// <summary>Decisions beyond those.</summary>
    public int DroppedDecisions => _run.Record.Dropped;

    /// <summary>Closes every connection and removes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _closing.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_connections.Keys);
        Directory.Delete(_folder, recursive: true);
        _closing.Dispose();
        _room.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                // With all places taken clients wait in the socket's backlog.
                await _room.WaitAsync(_closing.Token);
                var serving = ServeAsync(await _listener.AcceptAsync(_closing.Token));
                _connections[serving] = true;
                _ = serving.ContinueWith(ended => _connections.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
        catch (SocketException exception)
        {
            LogNotAccepting(exception);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await _proxy.ServeAsync(socket, _closing.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The program left, or the run has ended.
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
        finally
        {
            socket.Dispose();
            _room.Release();
        }
    }

    [LoggerMessage(LogLevel.Error, "The egress proxy of a run takes no further connections")]
    private partial void LogNotAccepting(Exception exception);

    [LoggerMessage(LogLevel.Error, "A connection of an egress proxy failed")]
    private partial void LogFailed(Exception exception);
}
