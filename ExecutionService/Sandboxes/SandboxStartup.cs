namespace ExecutionService.Sandboxes;

/// <summary>Tries the sandbox when the service starts, beside everything else, and says in one line what was found.</summary>
internal sealed partial class SandboxStartup(ISandbox sandbox, ILogger<SandboxStartup> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Asking for the status waits for the trial, which takes some tenths of a second: not on the thread that starts the service.
        var status = await Task.Run(() => sandbox.Status, stoppingToken);
        if (status.Available)
        {
            LogAvailable(status.Kind, status.MemoryLimit);
        }
        else
        {
            LogMissing(status.Kind, status.Reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Code runs in the sandbox {Kind}; memory and processes are held by {MemoryLimit}")]
    private partial void LogAvailable(string kind, string? memoryLimit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No code can be run, the tools for it are absent: no working sandbox ({Kind}). {Reason}")]
    private partial void LogMissing(string kind, string? reason);
}
