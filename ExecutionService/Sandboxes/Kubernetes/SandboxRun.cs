using ExecutionService.Sandboxes.Kubernetes.Copies;
using ExecutionService.Sandboxes.Kubernetes.Pods;

namespace ExecutionService.Sandboxes.Kubernetes;

/// <summary>What is kept for a run between its calls, which go one after another: what one leaves running is killed when the next begins.</summary>
internal sealed class SandboxRun
{
    /// <summary>Whose turn it is. Not disposed, as somebody may still wait for it; it holds nothing that is to be given back.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Whether the run has ended; who still waits for the turn gets no pod.</summary>
    public bool Released { get; set; }

    /// <summary>The Job or claim; null before the first call and after a loss.</summary>
    public RunHolder? Holder { get; set; }

    /// <summary>The pod once it is ready.</summary>
    public string? Pod { get; set; }

    /// <summary>Pods that the run has lost.</summary>
    public int Lost { get; set; }

    /// <summary>What was copied into the pod.</summary>
    public WorkspaceListing? Copied { get; set; }
}
