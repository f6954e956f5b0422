using ExecutionService.Sandboxes.Kubernetes.Copies;
using ExecutionService.Sandboxes.Kubernetes.Execs;
using ExecutionService.Sandboxes.Kubernetes.Pods;
using Microsoft.Extensions.Options;

namespace ExecutionService.Sandboxes.Kubernetes;

/// <summary>Puts the sandbox in a cluster into a service.</summary>
internal static class KubernetesSandboxExtensions
{
    public static IServiceCollection AddKubernetesSandbox(this IServiceCollection services)
    {
        services.AddOptions<KubernetesSandboxOptions>().BindConfiguration(KubernetesSandboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SandboxCluster>();
        services.AddSingleton<ClusterCalls>();
        services.AddSingleton<PodReadiness>();
        services.AddSingleton<PodExec>();
        services.AddSingleton<PodCalls>();
        services.AddSingleton<PodFates>();
        services.AddSingleton<WorkspaceCopies>();
        services.AddSingleton<JobPods>();
        services.AddSingleton<ClaimPods>();
        services.AddSingleton<IRunPods>(provider => provider.GetRequiredService<IOptions<KubernetesSandboxOptions>>().Value.Mode == KubernetesSandboxMode.Job
            ? provider.GetRequiredService<JobPods>()
            : provider.GetRequiredService<ClaimPods>());
        services.AddSingleton<KubernetesSandboxCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<KubernetesSandboxCheck>());
        services.AddSingleton<ISandbox, KubernetesSandbox>();
        return services;
    }
}
