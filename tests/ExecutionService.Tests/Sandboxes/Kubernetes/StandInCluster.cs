using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>As much of a cluster's API as a sandbox needs, over real HTTP and WebSockets, with faults on demand.</summary>
internal sealed class StandInCluster : IAsyncDisposable
{
    public const string Namespace = "agent-sandboxes";

    private readonly WebApplication _app;
    private readonly List<StandInFault> _faults = [];
    private Func<HttpRequest, bool>? _awaited;
    private readonly ConcurrentDictionary<string, StandInPod> _running = new();
    private readonly ConcurrentDictionary<string, HttpContext> _sockets = new();

    private StandInCluster(string volume)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel(options => options.Limits.MaxRequestLineSize = 1024 * 1024);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        Pods = new StandInPods(_app.Lifetime.ApplicationStopping);
        Volume = volume;
        _app.UseWebSockets();
        _app.Use(FaultAsync);
        Map();
    }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>The folder behind the PersistentVolumeClaim.</summary>
    public string Volume { get; }

    public StandInPods Pods { get; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentDictionary<string, V1Job> Jobs { get; } = new();

    public ConcurrentDictionary<string, string> Claims { get; } = new();

    /// <summary>Permissions that are refused, such as <c>pods/exec create</c>.</summary>
    public HashSet<string> Denied { get; } = [];

    /// <summary>What becomes of a new pod; by default it runs.</summary>
    public Func<V1Pod, Task>? OnPod { get; set; }

    /// <summary>Whether claims are answered.</summary>
    public bool AnswersClaims { get; set; } = true;

    public static async Task<StandInCluster> StartAsync(string volume)
    {
        Assert.SkipUnless(StandInPod.Unavailable is null, StandInPod.Unavailable ?? "");
        var cluster = new StandInCluster(volume);
        await cluster._app.StartAsync(TestContext.Current.CancellationToken);
        return cluster;
    }

    /// <summary>Answers the next requests of a kind with an error.</summary>
    public void Fail(string method, string path, HttpStatusCode status, string message = "", int times = int.MaxValue)
    {
        lock (_faults)
        {
            _faults.Add(new StandInFault(method, path, status, message) { Times = times });
        }
    }

    public StandInPod Running(string name) => _running[name];

    /// <summary>Ends when such requests have come so many times from now on.</summary>
    public Task NextAsync(string method, string path, int times)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_faults)
        {
            _awaited = request => request.Method == method && request.Path.Value!.Contains(path, StringComparison.Ordinal) && --times == 0 && seen.TrySetResult();
        }

        return seen.Task;
    }

    public StandInPod OnlyPod => Assert.Single(_running.Values);

    /// <summary>Starts a pod's processes and says that it runs.</summary>
    public async Task RunAsync(V1Pod pod)
    {
        var mount = pod.Spec.Containers[0].VolumeMounts?.SingleOrDefault(mount => mount.MountPath == "/workspace" && mount.SubPath is not null);
        _running[pod.Metadata.Name] = await StandInPod.StartAsync(pod, pod.Spec.Containers[0].Command, mount is null ? null : Path.Combine(Volume, mount.SubPath));
        Pods.Change(pod, status =>
        {
            status.Phase = "Running";
            status.ContainerStatuses = [new V1ContainerStatus { Name = "tool", Image = pod.Spec.Containers[0].Image, ImageID = "", Ready = true, RestartCount = 0, State = new V1ContainerState { Running = new V1ContainerStateRunning() } }];
        });
    }

    /// <summary>Ends a pod from outside, as a node that is full or a kernel that is out of memory does.</summary>
    public void End(string pod, string? reason, string containerReason)
    {
        var running = _running[pod];
        Pods.Change(running.Resource, status =>
        {
            (status.Phase, status.Reason) = ("Failed", reason);
            status.ContainerStatuses[0].State = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 137, Reason = containerReason } };
        });
        running.Kill();
        BreakSockets();
    }

    /// <summary>Cuts the sockets of all executions; what runs goes on.</summary>
    public void BreakSockets()
    {
        foreach (var id in _sockets.Keys)
        {
            if (_sockets.TryRemove(id, out var socket))
            {
                socket.Abort();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        BreakSockets();
        foreach (var pod in _running.Values)
        {
            await pod.DisposeAsync();
        }

        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private void Map()
    {
        const string jobs = $"/apis/batch/v1/namespaces/{Namespace}/jobs";
        const string claims = $"/apis/extensions.agents.x-k8s.io/v1beta1/namespaces/{Namespace}/sandboxclaims";
        const string pods = $"/api/v1/namespaces/{Namespace}/pods";
        _app.MapGet("/version", () => Json("""{"major":"1","minor":"33","gitVersion":"v1.33.0"}"""));
        _app.MapPost("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", ReviewAsync);
        _app.MapPost(jobs, CreateJobAsync);
        _app.MapGet(jobs + "/{name}", (string name) => Jobs.TryGetValue(name, out var job) ? Json(KubernetesJson.Serialize(job)) : NotFound());
        _app.MapDelete(jobs + "/{name}", async (string name) => Jobs.TryRemove(name, out _) ? await DeletePodAsync(pod => pod.Metadata.Labels["job-name"] == name) : NotFound());
        _app.MapPost(claims, CreateClaimAsync);
        _app.MapGet(claims + "/{name}", (string name) => Claims.TryGetValue(name, out var claim) ? Json(claim) : NotFound());
        _app.MapDelete(claims + "/{name}", async (string name) => Claims.TryRemove(name, out _) ? await DeletePodAsync(pod => pod.Metadata.Name == $"pod-of-{name}") : NotFound());
        _app.MapGet($"/apis/agents.x-k8s.io/v1beta1/namespaces/{Namespace}/sandboxes/{{name}}", (string name) =>
            Results.Json(new { apiVersion = "agents.x-k8s.io/v1beta1", kind = "Sandbox", metadata = new { name, annotations = new Dictionary<string, string> { ["agents.x-k8s.io/pod-name"] = $"pod-of-{name["warm-".Length..]}" } } }));
        _app.MapGet(pods, Pods.ListOrWatchAsync);
        _app.MapGet(pods + "/{name}", (string name) => Pods.Find(name) is { } pod ? Json(KubernetesJson.Serialize(pod)) : NotFound());
        _app.MapGet(pods + "/{name}/exec", async (HttpContext context, string name) =>
        {
            _sockets[context.TraceIdentifier] = context;
            try
            {
                await (_running.TryGetValue(name, out var pod) ? StandInExec.ServeAsync(context, pod) : NotFound().ExecuteAsync(context));
            }
            finally
            {
                _sockets.TryRemove(context.TraceIdentifier, out _);
            }
        });
    }

    private async Task FaultAsync(HttpContext context, RequestDelegate next)
    {
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        StandInFault? fault;
        lock (_faults)
        {
            _awaited?.Invoke(context.Request);
            fault = _faults.FirstOrDefault(fault => fault.Hits(context.Request));
        }

        if (fault is null)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = (int)fault.Status;
        context.Response.Headers.RetryAfter = fault.Status == HttpStatusCode.TooManyRequests ? "0" : default;
        await context.Response.WriteAsJsonAsync(new { kind = "Status", apiVersion = "v1", status = "Failure", message = fault.Message, code = (int)fault.Status });
    }

    private async Task<IResult> ReviewAsync(HttpRequest request)
    {
        var review = KubernetesJson.Deserialize<V1SelfSubjectAccessReview>(await BodyAsync(request));
        var asked = review.Spec.ResourceAttributes;
        Assert.Equal(Namespace, asked.NamespaceProperty);
        review.Status = new V1SubjectAccessReviewStatus { Allowed = !Denied.Contains($"{asked.Resource}{(asked.Subresource is null ? "" : $"/{asked.Subresource}")} {asked.Verb}") };
        return Json(KubernetesJson.Serialize(review));
    }

    private async Task<IResult> CreateJobAsync(HttpRequest request)
    {
        var job = KubernetesJson.Deserialize<V1Job>(await BodyAsync(request));
        if (!Jobs.TryAdd(job.Metadata.Name, job))
        {
            return Conflict();
        }

        var template = job.Spec.Template;
        await AppearAsync(new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = $"{job.Metadata.Name}-abcde", Labels = new Dictionary<string, string>(template.Metadata.Labels) { ["job-name"] = job.Metadata.Name } },
            Spec = template.Spec,
        });
        return Json(KubernetesJson.Serialize(job));
    }

    private async Task<IResult> CreateClaimAsync(HttpRequest request)
    {
        var claim = JsonNode.Parse(await BodyAsync(request))!;
        var name = (string)claim["metadata"]!["name"]!;
        claim["status"] = AnswersClaims
            ? new JsonObject { ["sandbox"] = new JsonObject { ["name"] = $"warm-{name}" } }
            : JsonNode.Parse("""{"conditions":[{"type":"Ready","status":"False","reason":"Pending","message":"the pool is empty"}]}""");
        if (!Claims.TryAdd(name, claim.ToJsonString()))
        {
            return Conflict();
        }

        var container = new V1Container { Name = "tool", Image = "warm", Command = ["/bin/sh", "-c", "trap 'exit 0' TERM; while :; do sleep 3600 & wait $!; done"] };
        await AppearAsync(new V1Pod { Metadata = new V1ObjectMeta { Name = $"pod-of-{name}" }, Spec = new V1PodSpec { Containers = [container] } });
        return Json(claim.ToJsonString());
    }

    private async Task AppearAsync(V1Pod pod)
    {
        Pods.Add(pod);
        await (OnPod ?? RunAsync)(pod);
    }

    private async Task<IResult> DeletePodAsync(Func<V1Pod, bool> which)
    {
        foreach (var pod in Pods.Remove(which))
        {
            if (_running.TryRemove(pod.Metadata.Name, out var running))
            {
                await running.DisposeAsync();
            }
        }

        return Json("""{"kind":"Status","apiVersion":"v1","status":"Success"}""");
    }

    private static async Task<string> BodyAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return await reader.ReadToEndAsync();
    }

    private static IResult Json(string text) => Results.Text(text, "application/json");

    private static IResult NotFound() => Results.Json(new { kind = "Status", apiVersion = "v1", status = "Failure", reason = "NotFound", code = 404 }, statusCode: 404);

    private static IResult Conflict() => Results.Json(new { kind = "Status", apiVersion = "v1", status = "Failure", reason = "AlreadyExists", code = 409 }, statusCode: 409);
}
