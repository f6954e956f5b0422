using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ExecutionService.Sandboxes.Kubernetes.Pods;

/// <summary>Waits until programs can be run in a pod: looks, then watches; looks again when the watch ends or breaks.</summary>
internal sealed partial class PodReadiness(SandboxCluster cluster, ClusterCalls calls, IOptions<KubernetesSandboxOptions> options, TimeProvider clock, ILogger<PodReadiness> logger)
{
    /// <returns>The pod's name.</returns>
    /// <exception cref="SandboxFailedException">It will not be ready, or is not in time; the message says why.</exception>
    public async Task<string> WaitAsync(string? labelSelector, string? fieldSelector, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.StartSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var search = new Search(labelSelector, fieldSelector);
        try
        {
            while (true)
            {
                if (await LookAsync(search, either.Token) is { } name)
                {
                    return name;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(options.Value.RetryDelayMilliseconds), clock, either.Token);
            }
        }
        catch (Exception exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested && exception is OperationCanceledException or IOException or HttpRequestException)
        {
            throw new SandboxFailedException($"The sandbox was not ready within {options.Value.StartSeconds} s: {search.Waiting}.", exception);
        }
    }

    private async Task<string?> LookAsync(Search search, CancellationToken cancellationToken)
    {
        var list = await calls.SendAsync(
            token => cluster.Api.CoreV1.ListNamespacedPodAsync(cluster.Namespace, labelSelector: search.Labels, fieldSelector: search.Fields, cancellationToken: token), "list pods", null, cancellationToken);
        if (list!.Items.Select(search.Judge).FirstOrDefault(name => name is not null) is { } ready)
        {
            return ready;
        }

        try
        {
            var changes = cluster.Api.CoreV1.WatchListNamespacedPodAsync(
                cluster.Namespace, labelSelector: search.Labels, fieldSelector: search.Fields, resourceVersion: list.Metadata?.ResourceVersion, timeoutSeconds: options.Value.StartSeconds, cancellationToken: cancellationToken);
            await foreach (var (type, pod) in changes)
            {
                if (type == WatchEventType.Deleted)
                {
                    throw new SandboxFailedException($"The sandbox did not become ready: {PodWords.Ended(null)}.");
                }

                if (type is WatchEventType.Added or WatchEventType.Modified && search.Judge(pod) is { } name)
                {
                    return name;
                }
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is IOException or HttpRequestException or HttpOperationException or KubernetesException or JsonException)
        {
            // Watches end all the time: the list tells what was missed.
            LogBroken(logger, exception);
        }

        return null;
    }

    [LoggerMessage(LogLevel.Debug, "A watch of pods broke; the pods are listed again")]
    private static partial void LogBroken(ILogger logger, Exception exception);

    /// <summary>The pod that is waited for, and what it was last seen waiting for itself.</summary>
    private sealed class Search(string? labels, string? fields)
    {
        public string? Labels => labels;

        public string? Fields => fields;

        public string Waiting { get; private set; } = "no pod was made for it, perhaps because the quota of the cluster is spent";

        /// <summary>The pod's name if it is ready.</summary>
        public string? Judge(V1Pod pod)
        {
            if (PodWords.IsReady(pod))
            {
                return pod.Metadata.Name;
            }

            if (PodWords.Hopeless(pod) is { } why)
            {
                throw new SandboxFailedException(char.IsUpper(why[0]) ? why : $"The sandbox did not become ready: {why}.");
            }

            Waiting = PodWords.Waiting(pod);
            return null;
        }
    }
}
