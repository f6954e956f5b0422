
namespace ExecutionService.Sandboxes.Kubernetes.Execs;

/// <summary>How an execution in a pod ended: with an exit code, or because the connection broke.</summary>
/// <param name="ExitCode">Null when it is not known.</param>
/// <param name="Started">Whether anything can have run.</param>
/// <param name="Broken">What broke the connection.</param>
internal sealed record ExecEnd(int? ExitCode, bool Started, Exception? Broken = null);
