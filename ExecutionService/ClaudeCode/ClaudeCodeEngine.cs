using System.Runtime.ExceptionServices;
using ExecutionService.ClaudeCode.Commands;
using ExecutionService.ClaudeCode.Relay;
using ExecutionService.ClaudeCode.Relay.Usage;
using ExecutionService.Sandboxes;
using Microsoft.Extensions.Options;

namespace ExecutionService.ClaudeCode;

/// <summary>
/// Works on a run with the Claude Code CLI: the program is in the sandbox, with the workspace, its own tools, and a model that it
/// reaches through the relay only. What it did before it was interrupted cannot be taken up again: to the run it is one
/// side-effecting step.
/// </summary>
internal sealed partial class ClaudeCodeEngine(ClaudeCodeProgram program, ModelRelay relay, ISandbox sandbox, IOptions<ClaudeCodeOptions> options, ILogger<ClaudeCodeEngine> logger)
{
    public ClaudeCodeStatus Status => program.Status;

    /// <summary>Works until the program ends, a limit ends it, or <paramref name="cancellationToken"/> does; each is an outcome.</summary>
    /// <remarks>The sink hears what the program says as it says it; awaited, so that a slow listener slows the program. What it throws ends the program and is thrown on.</remarks>
    /// <exception cref="InvalidOperationException">The engine is not available: ask <see cref="Status"/> first.</exception>
    public async Task<ClaudeCodeOutcome> RunAsync(ClaudeCodeRun run, Func<ClaudeCodeEvent, CancellationToken, Task> sink, CancellationToken cancellationToken)
    {
        var status = Status;
        var path = status.Available ? program.Find() : null;
        if (path is null)
        {
            throw new InvalidOperationException(status.Reason);
        }

        var stream = new ClaudeCodeStream(options.Value.MaxEventCharacters);
        ClaudeResult? said = null;
        ExceptionDispatchInfo? fault = null;
        await using var session = await relay.OpenAsync(new RelayRun(run.ExecutionId, run.Models, run.Budget), cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Broken);
        var call = ClaudeCodeCommand.Build(run, path, session.SocketPath, session.Token, options.Value) with { OnOutputLine = HearAsync };
        var process = await RunAsync(call, stop.Token);
        // Calls that the program left open are settled before anything is summed up.
        await session.CloseAsync();
        (session.Totals.Fault ?? fault)?.Throw();
        var totals = session.Totals;
        var error = ClaudeCodeVerdict.Of(process, said, totals, run);
        LogEnded(run.ExecutionId, error?.Code ?? "success", process.End, process.ExitCode, totals.Calls, process.Elapsed.TotalSeconds);
        return new ClaudeCodeOutcome(error is null ? said?.Text ?? "" : null, error, totals.Usage, totals.Cost, totals.Calls, said);

        async ValueTask HearAsync(string line, CancellationToken token)
        {
            foreach (var heard in stream.Read(line))
            {
                said = heard as ClaudeResult ?? said;
                try
                {
                    await sink(heard, token);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    // Nobody writes down any more what the program does: it ends, whatever the sandbox makes of the exception.
                    fault ??= ExceptionDispatchInfo.Capture(exception);
                    await stop.CancelAsync();
                    return;
                }
            }
        }
    }

    private async Task<SandboxResult> RunAsync(SandboxCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await sandbox.RunAsync(call, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Before the sandbox had a place for it.
            return new SandboxResult(SandboxEnd.Cancelled, ExitCode: -1, "", "", Truncated: false, TimeSpan.Zero);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Claude Code ended for {ExecutionId}: {Outcome} ({End}, exit code {ExitCode}, {Calls} model calls, {Seconds:0.0} s)")]
    private partial void LogEnded(string executionId, string outcome, SandboxEnd end, int exitCode, int calls, double seconds);
}
