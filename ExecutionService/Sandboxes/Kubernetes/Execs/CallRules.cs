
namespace ExecutionService.Sandboxes.Kubernetes.Execs;

/// <summary>What calls can ask of this sandbox.</summary>
internal static class CallRules
{
    /// <summary>Why a call cannot be run here; null when it can. Nothing is left out in silence, and no network is opened instead.</summary>
    public static string? Refusal(SandboxCall call) => call switch
    {
        { Egress: not null } => "The way out is not available in this sandbox: its pods reach no network. Run without allowed domains, or where the sandbox is bubblewrap.",
        { Ports.Count: > 0 } => "Ports of this service are not available in this sandbox.",
        { Mounts.Count: > 0 } => "Further files of this service are not available in this sandbox.",
        _ => null,
    };
}
