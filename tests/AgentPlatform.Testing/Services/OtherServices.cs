using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using AgentPlatform.ServiceDefaults.Json;

namespace AgentPlatform.Testing.Services;

/// <summary>Stands in for the services that the one under test asks over HTTP.</summary>
public sealed class OtherServices
{
    private readonly List<(HttpMethod Method, Func<Uri, bool> Matches, Func<HttpRequestMessage, Task<HttpResponseMessage>> Answer)> _routes = [];

    /// <summary>What was asked, in order: method and path with query.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Answers requests for a path (a trailing * matches any rest); later rules go first.</summary>
    public OtherServices On(HttpMethod method, string path, Func<HttpRequestMessage, Task<HttpResponseMessage>> answer)
    {
        lock (_routes)
        {
            _routes.Insert(0, (method, uri => path.EndsWith('*') ? uri.AbsolutePath.StartsWith(path[..^1], StringComparison.Ordinal) : uri.AbsolutePath == path, answer));
        }

        return this;
    }

    /// <summary>Answers with JSON.</summary>
    public OtherServices On<T>(HttpMethod method, string path, T body, HttpStatusCode status = HttpStatusCode.OK) =>
        On(method, path, _ => Task.FromResult(new HttpResponseMessage(status) { Content = JsonContent.Create(body, options: JsonDefaults.Strict) }));

    /// <summary>Refuses connections for a path.</summary>
    public OtherServices Down(HttpMethod method, string path) => On(method, path, _ => throw new HttpRequestException("refused"));

    internal HttpMessageHandler CreateHandler() => new Handler(this);

    private sealed class Handler(OtherServices services) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            services.Asked.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery}");
            Func<HttpRequestMessage, Task<HttpResponseMessage>>? answer;
            lock (services._routes)
            {
                answer = services._routes.FirstOrDefault(route => route.Method == request.Method && route.Matches(request.RequestUri!)).Answer;
            }

            return answer is null ? new HttpResponseMessage(HttpStatusCode.NotFound) : await answer(request);
        }
    }
}
