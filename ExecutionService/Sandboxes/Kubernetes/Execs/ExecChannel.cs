
namespace ExecutionService.Sandboxes.Kubernetes.Execs;

/// <summary>The streams that share the socket of an execution; the first byte of a message says which.</summary>
internal enum ExecChannel : byte
{
    Input = 0,
    Output = 1,
    Error = 2,
    Status = 3,
}
