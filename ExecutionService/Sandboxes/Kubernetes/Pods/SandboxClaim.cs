using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace ExecutionService.Sandboxes.Kubernetes.Pods;

/// <summary>A claim on a pod of a warm pool: GKE Agent Sandbox, <c>extensions.agents.x-k8s.io/v1beta1</c>.</summary>
internal sealed class SandboxClaim : IKubernetesObject<V1ObjectMeta>
{
    public const string Group = "extensions.agents.x-k8s.io";
    public const string Version = "v1beta1";
    public const string Plural = "sandboxclaims";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = $"{Group}/{Version}";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "SandboxClaim";

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public SandboxClaimSpec Spec { get; set; } = new();

    [JsonPropertyName("status")]
    public SandboxClaimStatus? Status { get; set; }

    /// <summary>The claim of a run. It names no variables: a claim that does gets a cold pod.</summary>
    public static SandboxClaim Of(string name, string executionId, DateTimeOffset now, KubernetesSandboxOptions options) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            Labels = new Dictionary<string, string> { [JobManifest.NameLabel] = JobManifest.Name },
            Annotations = new Dictionary<string, string> { [JobManifest.ExecutionAnnotation] = executionId },
        },
        Spec = new SandboxClaimSpec
        {
            WarmPoolRef = new SandboxClaimPool { Name = options.WarmPool },
            Lifecycle = new SandboxClaimLifecycle { ShutdownTime = now.UtcDateTime.AddSeconds(options.RunSeconds) },
        },
    };
}

/// <summary>What is claimed, and until when.</summary>
internal sealed class SandboxClaimSpec
{
    [JsonPropertyName("warmPoolRef")]
    public SandboxClaimPool WarmPoolRef { get; set; } = new();

    [JsonPropertyName("lifecycle")]
    public SandboxClaimLifecycle? Lifecycle { get; set; }
}

/// <summary>The pool by its name.</summary>
internal sealed class SandboxClaimPool
{
    [JsonPropertyName("name")]
    public string Name { get; set; } = "";
}

/// <summary>When the claim and its pod go by themselves.</summary>
internal sealed class SandboxClaimLifecycle
{
    [JsonPropertyName("shutdownTime")]
    public DateTime? ShutdownTime { get; set; }

    [JsonPropertyName("shutdownPolicy")]
    public string ShutdownPolicy { get; set; } = "Delete";
}

/// <summary>What the claim was answered with.</summary>
internal sealed class SandboxClaimStatus
{
    [JsonPropertyName("sandbox")]
    public SandboxClaimPool? Sandbox { get; set; }

    [JsonPropertyName("conditions")]
    public IList<V1Condition>? Conditions { get; set; }
}

/// <summary>As much of a Sandbox (<c>agents.x-k8s.io/v1beta1</c>) as is read here.</summary>
internal sealed class SandboxResource : IKubernetesObject<V1ObjectMeta>
{
    public const string Group = "agents.x-k8s.io";
    public const string Version = "v1beta1";
    public const string Plural = "sandboxes";

    private const string PodAnnotation = "agents.x-k8s.io/pod-name";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = $"{Group}/{Version}";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "Sandbox";

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>The pod has the name of its Sandbox, unless an annotation says otherwise.</summary>
    [JsonIgnore]
    public string Pod => Metadata.Annotations?.TryGetValue(PodAnnotation, out var name) == true ? name : Metadata.Name;
}
