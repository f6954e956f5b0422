using AgentPlatform.ServiceDefaults.Hosting;
using ExecutionService.Sandboxes.Kubernetes.Pods;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ExecutionService.Sandboxes.Kubernetes;

/// <summary>Tries at start, and then again and again, whether this service may do in the cluster what a sandbox takes.</summary>
internal sealed class KubernetesSandboxCheck(SandboxCluster cluster, ClusterCalls calls, IOptions<KubernetesSandboxOptions> options, TimeProvider clock, ILogger<KubernetesSandboxCheck> logger) : BackgroundService
{
    /// <summary>A sandbox's name as <see cref="SandboxStatus.Kind"/>.</summary>
    public const string Kind = "kubernetes";

    /// <summary>Seconds that the service's start waits for the first check.</summary>
    private const int FirstCheckSeconds = 10;

    private static readonly Permission[] OfEveryMode =
    [
        new("", "pods", null, "get"), new("", "pods", null, "list"), new("", "pods", null, "watch"),
        // Clusters differ in which of the two they ask of a WebSocket.
        new("", "pods", "exec", "create"), new("", "pods", "exec", "get"),
    ];

    private static readonly Permission[] OfJobs = [new("batch", "jobs", null, "create"), new("batch", "jobs", null, "delete"), new("batch", "jobs", null, "get")];

    private static readonly Permission[] OfClaims =
    [
        new(SandboxClaim.Group, SandboxClaim.Plural, null, "create"), new(SandboxClaim.Group, SandboxClaim.Plural, null, "delete"), new(SandboxClaim.Group, SandboxClaim.Plural, null, "get"),
        new(SandboxResource.Group, SandboxResource.Plural, null, "get"),
    ];

    private volatile SandboxStatus _status = new(false, Kind, "The sandbox has not been tried yet.");

    public SandboxStatus Status => _status;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(FirstCheckSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await RunOnceAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The service has other work to do than to wait; the loop goes on trying.
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>One check.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var missing = await MissingAsync(cancellationToken);
            _status = missing is null
                ? new SandboxStatus(true, Kind, MemoryLimit: "cgroup")
                : new SandboxStatus(false, Kind, $"The cluster does not let this service {missing.Verb} {missing.Name} in the namespace {cluster.Namespace}.");
        }
        catch (SandboxFailedException exception)
        {
            _status = new SandboxStatus(false, Kind, exception.Message);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicLoop.RunAsync(TimeSpan.FromSeconds(options.Value.CheckSeconds), clock, (_, cancellationToken) => RunOnceAsync(cancellationToken), logger, stoppingToken);

    /// <summary>The first permission that is missing.</summary>
    private async Task<Permission?> MissingAsync(CancellationToken cancellationToken)
    {
        await calls.SendAsync(token => cluster.Api.Version.GetCodeAsync(token), "read its version", null, cancellationToken);
        foreach (var permission in OfEveryMode.Concat(options.Value.Mode == KubernetesSandboxMode.Job ? OfJobs : OfClaims))
        {
            var review = permission.Review(cluster.Namespace);
            var answer = await calls.SendAsync(token => cluster.Api.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review, cancellationToken: token), "ask what it may do", null, cancellationToken);
            if (answer!.Status?.Allowed != true)
            {
                return permission;
            }
        }

        return null;
    }

    /// <summary>Something that is done in the cluster.</summary>
    private sealed record Permission(string Group, string Resource, string? Subresource, string Verb)
    {
        public string Name => Subresource is null ? Resource : $"{Resource}/{Subresource}";

        public V1SelfSubjectAccessReview Review(string @namespace) => new()
        {
            ApiVersion = "authorization.k8s.io/v1",
            Kind = "SelfSubjectAccessReview",
            Spec = new V1SelfSubjectAccessReviewSpec { ResourceAttributes = new V1ResourceAttributes { Group = Group, Resource = Resource, Subresource = Subresource, Verb = Verb, NamespaceProperty = @namespace } },
        };
    }
}
