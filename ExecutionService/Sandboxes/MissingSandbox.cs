namespace ExecutionService.Sandboxes;

/// <summary>Stands where no sandbox can be had: runs nothing and says why.</summary>
internal sealed class MissingSandbox(string reason) : ISandbox
{
    public SandboxStatus Status { get; } = new(false, "none", reason);

    public Task<SandboxResult> RunAsync(SandboxCall call, CancellationToken cancellationToken) => throw new InvalidOperationException(reason);

    public Task ReleaseAsync(string executionId, CancellationToken cancellationToken) => Task.CompletedTask;
}
