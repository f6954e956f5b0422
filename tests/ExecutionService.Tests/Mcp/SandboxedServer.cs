using System.IO.Pipelines;
using System.Text;
using ExecutionService.Sandboxes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace ExecutionService.Tests.Mcp;

/// <summary>A sandbox whose only program is an MCP server in this process, spoken to line by line as a real one is.</summary>
internal sealed class SandboxedServer : ISandbox
{
    public SandboxStatus Status { get; init; } = new(true, "bubblewrap", null, "cgroup");

    public McpTestCalls Calls { get; } = new();

    /// <summary>What was asked of the sandbox.</summary>
    public SandboxCall? Call { get; private set; }

    /// <summary>Set when the program has ended, by itself or because it was ended.</summary>
    public TaskCompletionSource<bool> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A line that the program writes before it speaks the protocol.</summary>
    public string? Greeting { get; init; }

    /// <summary>Ends at once, as a program that is missing does.</summary>
    public SandboxResult? AtOnce { get; init; }

    /// <summary>Takes no notice of the end of its input.</summary>
    public bool Stubborn { get; init; }

    /// <summary>Ends the program in the middle of whatever it does.</summary>
    public CancellationTokenSource Kill { get; } = new();

    public async Task<SandboxResult> RunAsync(SandboxCall call, CancellationToken cancellationToken)
    {
        Call = call;
        if (AtOnce is not null)
        {
            return AtOnce;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Kill.Token);
        var (input, output) = (new Pipe(), new Pipe());
        if (Greeting is not null)
        {
            await call.OnOutputLine!(Greeting, ending.Token);
        }

        var options = new McpServerOptions();
        options.Handlers.ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. McpTestCalls.Tools] });
        options.Handlers.CallToolHandler = (request, token) => Calls.AnswerAsync(request.Params!, token);
        await using var server = McpServer.Create(new StreamServerTransport(input.Reader.AsStream(), output.Writer.AsStream(), "test"), options);
        var serving = server.RunAsync(ending.Token);
        var saying = SayAsync(output.Reader, call, ending.Token);
        try
        {
            await foreach (var line in call.StandardInputLines!.WithCancellation(ending.Token))
            {
                await input.Writer.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), ending.Token);
            }

            if (Stubborn)
            {
                await Task.Delay(Timeout.Infinite, ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Ended from outside, which waits until this has let go of it.
            await Task.Yield();
        }

        var byItself = !ending.IsCancellationRequested;
        if (byItself)
        {
            await ending.CancelAsync();
        }

        await Task.WhenAll(serving, saying).ContinueWith(_ => { }, TaskScheduler.Default);
        Ended.TrySetResult(byItself);
        cancellationToken.ThrowIfCancellationRequested();
        return new SandboxResult(SandboxEnd.Exited, byItself ? 0 : 137, "", "warming up\nout of luck\n", false, TimeSpan.Zero);
    }

    public Task ReleaseAsync(string executionId, CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task SayAsync(PipeReader output, SandboxCall call, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(output.AsStream());
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            await call.OnOutputLine!(line, cancellationToken);
        }
    }
}
