using ExecutionService.Sandboxes;

namespace ExecutionService.Tests.ClaudeCode;

/// <summary>A sandbox in which the program is played by the test.</summary>
internal sealed class ScriptedSandbox(Func<SandboxCall, CancellationToken, Task<SandboxResult>> program) : ISandbox
{
    public SandboxStatus Status { get; } = new(true, "bubblewrap");

    public Task<SandboxResult> RunAsync(SandboxCall call, CancellationToken cancellationToken) => program(call, cancellationToken);

    public Task ReleaseAsync(string executionId, CancellationToken cancellationToken) => Task.CompletedTask;
}
