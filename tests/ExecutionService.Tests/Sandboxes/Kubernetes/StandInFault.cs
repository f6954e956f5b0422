using System.Net;
using Microsoft.AspNetCore.Http;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>An error that the stand-in cluster answers with instead of doing what it is asked.</summary>
internal sealed class StandInFault(string method, string path, HttpStatusCode status, string message)
{
    public HttpStatusCode Status => status;

    public string Message => message;

    public int Times { get; set; }

    /// <summary>Whether a request is answered so; counted.</summary>
    public bool Hits(HttpRequest request) => Times > 0 && request.Method == method && request.Path.Value!.Contains(path, StringComparison.Ordinal) && Times-- > 0;
}
