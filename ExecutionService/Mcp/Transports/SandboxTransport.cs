using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using ExecutionService.Sandboxes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace ExecutionService.Mcp.Transports;

/// <summary>Talks with an MCP server that is a program inside the sandbox, line by line over its standard input and output.</summary>
internal sealed class SandboxTransport(string name, ISandbox sandbox, SandboxCall call, TimeSpan patience, TimeProvider clock) : IClientTransport, IAsyncDisposable
{
    private readonly Pipe _input = new();
    private readonly Pipe _output = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _gone = new();
    private Task _running = Task.CompletedTask;

    public string Name => name;

    /// <summary>How the program ended, for people; null while it runs.</summary>
    public string? Ended { get; private set; }

    /// <summary>Cancelled once the program has ended: a client that asks only now is told nothing, and would wait for an answer.</summary>
    public CancellationToken Gone => _gone.Token;

    public Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default)
    {
        _running = RunAsync();
        return new StreamClientTransport(_input.Writer.AsStream(), _output.Reader.AsStream()).ConnectAsync(cancellationToken);
    }

    /// <summary>Ends the program: its input ends first, so that it can end by itself, and what it has started ends with it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _input.Writer.CompleteAsync();
        // Whoever waits to write a line that nobody reads any more goes on.
        await _output.Reader.CompleteAsync();
        try
        {
            await _running.WaitAsync(patience, clock);
        }
        catch (TimeoutException)
        {
            await _ending.CancelAsync();
            await _running;
        }

        _ending.Dispose();
        _gone.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var result = await sandbox.RunAsync(call with { StandardInputLines = LinesAsync(_ending.Token), OnOutputLine = HearAsync }, _ending.Token);
            Ended = Describe(result);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            Ended = "it was ended";
        }
        catch (Exception exception)
        {
            // Said where the server is named; the run goes on without it.
            Ended = $"its program could not be run: {AgentPlatform.Llm.Excerpt.Of(exception.Message.TrimEnd('.'), 200)}";
        }
        finally
        {
            await _output.Writer.CompleteAsync();
            await _gone.CancelAsync();
        }
    }

    private async IAsyncEnumerable<string> LinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(_input.Reader.AsStream(), new UTF8Encoding(false));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    private async ValueTask HearAsync(string line, CancellationToken cancellationToken) =>
        await _output.Writer.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellationToken);

    private static string Describe(SandboxResult result)
    {
        var said = result.StandardError.Trim();
        var last = said[(said.LastIndexOf('\n') + 1)..];
        return $"its program ended ({(result.End == SandboxEnd.Exited ? $"exit code {result.ExitCode}" : result.End)}){(last.Length > 0 ? $": {AgentPlatform.Llm.Excerpt.Of(last, 200)}" : "")}";
    }
}
