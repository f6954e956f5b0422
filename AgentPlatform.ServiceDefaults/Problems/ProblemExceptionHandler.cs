using System.Text.Json;
using System.Text.RegularExpressions;
using AgentPlatform.Contracts;
using Grpc.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace AgentPlatform.ServiceDefaults.Problems;

/// <summary>Turns what a handler throws into the contract's problem details; nothing of the exception leaves but what the caller sent wrong.</summary>
internal sealed partial class ProblemExceptionHandler(IProblemDetailsService problems, ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    private static readonly string[] Required = ["The member is required."];

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var details = Describe(exception);
        if (details.Status >= 500)
        {
            LogUnhandled(exception, httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName ?? "no endpoint");
        }

        httpContext.Response.StatusCode = details.Status ?? 500;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = details });
    }

    private static ProblemDetails Describe(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problem.Details(ProblemCodes.PayloadTooLarge, "The body may have at most 1 MiB."),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } bad => Media(bad),
        BadHttpRequestException { InnerException: JsonException json } => Body(json),
        BadHttpRequestException bad => Parameter(bad),
        RpcException { StatusCode: StatusCode.ResourceExhausted } => Problem.Details(ProblemCodes.Unavailable, "The store takes no more: it is full, or its quota is used up. Whoever runs the platform must make room."),
        RpcException { StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded } => Problem.Details(ProblemCodes.Unavailable, "The store is not available right now; try again."),
        HttpRequestException or TimeoutException or Polly.ExecutionRejectedException => Problem.Details(ProblemCodes.Unavailable, "A part of the platform is not available right now; try again."),
        _ => Problem.Details(ProblemCodes.Internal, "The error was recorded; the trace id finds it."),
    };

    private static ProblemDetails Media(BadHttpRequestException bad) => Problem.Complete(new ProblemDetails
    {
        Status = bad.StatusCode,
        Title = "Unsupported media type",
        Detail = "Send application/json.",
    });

    private static ProblemDetails Body(JsonException json)
    {
        var field = json.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";
        if (UnmappedMember().Match(json.Message) is { Success: true } unmapped)
        {
            return Invalid(field == "body" ? unmapped.Groups["name"].Value : field, "There is no such member.");
        }

        if (DuplicateMember().Match(json.Message) is { Success: true } duplicate)
        {
            return Invalid(field == "body" ? duplicate.Groups["name"].Value : field, "The member occurs twice.");
        }

        if (MissingMembers().Match(json.Message) is { Success: true } missing)
        {
            var parent = field == "body" ? "" : field + ".";
            var names = missing.Groups["names"].Value.Split(',').Select(name => name.Trim(' ', '\'')).Where(name => name.Length > 0).Select(name => parent + name);
            var errors = names.ToDictionary(name => name, _ => Required);
            return Problem.Details(ProblemCodes.Validation, $"Required: {string.Join(", ", errors.Keys)}.", errors);
        }

        return Invalid(field, field == "body" ? "The body is not valid JSON of the expected form." : "The value has the wrong type or form.");
    }

    private static ProblemDetails Parameter(BadHttpRequestException bad)
    {
        if (UnboundParameter().Match(bad.Message) is { Success: true } match)
        {
            return Invalid(JsonNamingPolicy.CamelCase.ConvertName(match.Groups["name"].Value), "The value has the wrong type or form.");
        }

        return Invalid("body", "The request could not be read.");
    }

    private static ProblemDetails Invalid(string field, string message) =>
        Problem.Details(ProblemCodes.Validation, $"{field}: {message}", new Dictionary<string, string[]> { [field] = [message] });

    [GeneratedRegex("The JSON property '(?<name>[^']*)' could not be mapped")]
    private static partial Regex UnmappedMember();

    [GeneratedRegex("Duplicate property '(?<name>[^']*)'")]
    private static partial Regex DuplicateMember();

    [GeneratedRegex("missing required properties including: (?<names>[^.]*)")]
    private static partial Regex MissingMembers();

    [GeneratedRegex("Failed to bind parameter \"\\S+ (?<name>\\w+)\"")]
    private static partial Regex UnboundParameter();

    [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed")]
    private partial void LogUnhandled(Exception exception, string method, string endpoint);
}
