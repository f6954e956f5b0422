using Microsoft.Extensions.Options;

namespace ExecutionService.Sandboxes;

/// <summary>Tries the sandbox when the service starts, beside everything else, and says in one line what was found.</summary>
internal sealed partial class SandboxStartup(ISandbox sandbox, IOptions<SandboxOptions> options, ILogger<SandboxStartup> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Asking for the status waits for the trial, which takes some tenths of a second: not on the thread that starts the service.
        var switchedOff = options.Value.Kind == SandboxKind.None;
        var status = await Task.Run(() => sandbox.Status, stoppingToken);
        if (status.Available)
        {
            LogAvailable(status.Kind, status.MemoryLimit);
        }
        else
        {
            // Switched off is what the operator wanted; anything else is not.
            LogMissing(switchedOff ? LogLevel.Information : LogLevel.Warning, status.Reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Code runs in the sandbox {Kind}; memory and processes are held by {MemoryLimit}")]
    private partial void LogAvailable(string kind, string? memoryLimit);

    [LoggerMessage(Message = "No code can be run, the tools for it are absent. {Reason}")]
    private partial void LogMissing(LogLevel level, string? reason);
}
