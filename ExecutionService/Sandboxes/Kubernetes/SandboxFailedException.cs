
namespace ExecutionService.Sandboxes.Kubernetes;

/// <summary>The cluster did not run a program, or lost it; the message is for the model and for people.</summary>
internal sealed class SandboxFailedException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
