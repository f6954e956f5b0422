using System.Globalization;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Http;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>The pods that the stand-in cluster knows, listed and watched: a watch tells all that came after the version it names.</summary>
internal sealed class StandInPods(CancellationToken stopping)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, V1Pod> _pods = [];
    private readonly List<(string Type, string Pod, V1Pod Resource)> _changes = [];
    private readonly List<HttpContext> _watches = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _watched = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the next watch is open.</summary>
    public Task NextWatchAsync()
    {
        lock (_lock)
        {
            _watched = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _watched.Task;
        }
    }

    public V1Pod? Find(string name)
    {
        lock (_lock)
        {
            return _pods.GetValueOrDefault(name);
        }
    }

    public void Add(V1Pod pod)
    {
        pod.Status = new V1PodStatus { Phase = "Pending" };
        lock (_lock)
        {
            _pods.Add(pod.Metadata.Name, pod);
            Tell("ADDED", pod);
        }
    }

    public void Change(V1Pod pod, Action<V1PodStatus> change)
    {
        lock (_lock)
        {
            change(pod.Status);
            Tell("MODIFIED", pod);
        }
    }

    public IReadOnlyList<V1Pod> Remove(Func<V1Pod, bool> which)
    {
        lock (_lock)
        {
            var gone = _pods.Values.Where(which).ToList();
            foreach (var pod in gone)
            {
                _pods.Remove(pod.Metadata.Name);
                Tell("DELETED", pod);
            }

            return gone;
        }
    }

    /// <summary>Cuts all watches.</summary>
    public void BreakWatches()
    {
        lock (_lock)
        {
            _watches.ForEach(watch => watch.Abort());
            _watches.Clear();
        }
    }

    public async Task ListOrWatchAsync(HttpContext context)
    {
        var matches = Selector(context.Request.Query["labelSelector"], context.Request.Query["fieldSelector"]);
        context.Response.ContentType = "application/json";
        if (context.Request.Query["watch"] == "true")
        {
            await WatchAsync(context, matches);
            return;
        }

        string list;
        lock (_lock)
        {
            list = KubernetesJson.Serialize(new V1PodList
            {
                ApiVersion = "v1",
                Kind = "PodList",
                Metadata = new V1ListMeta { ResourceVersion = _changes.Count.ToString(CultureInfo.InvariantCulture) },
                Items = [.. _pods.Values.Where(matches)],
            });
        }

        await context.Response.WriteAsync(list);
    }

    private async Task WatchAsync(HttpContext context, Func<V1Pod, bool> matches)
    {
        var next = int.Parse(context.Request.Query["resourceVersion"]!, CultureInfo.InvariantCulture);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await context.Response.StartAsync(either.Token);
        lock (_lock)
        {
            _watches.Add(context);
            _watched.TrySetResult();
        }

        try
        {
            while (true)
            {
                List<string> news;
                Task changed;
                lock (_lock)
                {
                    news = [.. _changes.Skip(next).Where(change => matches(change.Resource)).Select(change => $$"""{"type":"{{change.Type}}","object":{{change.Pod}}}""")];
                    (next, changed) = (_changes.Count, _changed.Task);
                }

                foreach (var one in news)
                {
                    await context.Response.WriteAsync(one + "\n", either.Token);
                }

                await context.Response.Body.FlushAsync(either.Token);
                await changed.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
        finally
        {
            lock (_lock)
            {
                _watches.Remove(context);
            }
        }
    }

    private static Func<V1Pod, bool> Selector(string? labels, string? fields) => pod =>
        labels is not null ? pod.Metadata.Labels?.TryGetValue("job-name", out var job) == true && labels == $"job-name={job}" : fields == $"metadata.name={pod.Metadata.Name}";

    private void Tell(string type, V1Pod pod)
    {
        (pod.ApiVersion, pod.Kind) = ("v1", "Pod");
        _changes.Add((type, KubernetesJson.Serialize(pod), pod));
        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
