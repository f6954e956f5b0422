using System.Diagnostics;
using System.Net.Http.Json;
using AgentPlatform.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AgentPlatform.ServiceDefaults.Problems;

/// <summary>The problem details of the public contract.</summary>
public static class Problem
{
    /// <summary>The status and title that belong to a code.</summary>
    private static readonly Dictionary<string, (int Status, string Title)> Kinds = new(StringComparer.Ordinal)
    {
        [ProblemCodes.BudgetExceeded] = (402, "Over the budget"),
        [ProblemCodes.Conflict] = (409, "The request conflicts with the current state"),
        [ProblemCodes.Forbidden] = (403, "Not allowed"),
        [ProblemCodes.IdempotencyMismatch] = (422, "The idempotency key was used for another request"),
        [ProblemCodes.Internal] = (500, "Something went wrong here"),
        [ProblemCodes.ModelUnavailable] = (503, "The model is not available"),
        [ProblemCodes.NotFound] = (404, "Not found"),
        [ProblemCodes.PayloadTooLarge] = (413, "The body is too large"),
        [ProblemCodes.PreconditionFailed] = (412, "The resource has changed"),
        [ProblemCodes.RateLimited] = (429, "Too many requests"),
        [ProblemCodes.SchedulePhrase] = (400, "The schedule phrase was not understood"),
        [ProblemCodes.Unauthenticated] = (401, "No session"),
        [ProblemCodes.Unavailable] = (503, "Not available right now"),
        [ProblemCodes.Validation] = (400, "The request is not valid"),
    };

    public static ProblemHttpResult NotFound() => Of(ProblemCodes.NotFound, "There is no such resource.");

    public static ProblemHttpResult Conflict(string detail) => Of(ProblemCodes.Conflict, detail);

    public static ProblemHttpResult PreconditionFailed() => Of(ProblemCodes.PreconditionFailed, "The resource was changed since it was read; read it again.");

    public static ProblemHttpResult Validation(string field, params string[] messages) =>
        Validation(new Dictionary<string, string[]> { [field] = messages });

    public static ProblemHttpResult Validation(IReadOnlyDictionary<string, string[]> errors) =>
        TypedResults.Problem(Details(ProblemCodes.Validation, Sentence(errors), errors));

    /// <summary>A problem of the given code.</summary>
    public static ProblemHttpResult Of(string code, string detail) => TypedResults.Problem(Details(code, detail));

    /// <summary>The problem that another service answered with, as this service's own.</summary>
    public static async Task<ProblemHttpResult> PassOnAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = (await response.Content.ReadFromJsonAsync<ProblemDetails>(cancellationToken))!;
        problem.Extensions.Remove("traceId");
        // Members arrive as JSON elements, and Complete knows a code by its text.
        problem.Extensions["code"] = problem.Extensions["code"]?.ToString();
        return TypedResults.Problem(Complete(problem));
    }

    /// <summary>The body of a problem. Unknown codes are server errors.</summary>
    public static ProblemDetails Details(string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var (status, title) = Kinds.TryGetValue(code, out var kind) ? kind : Kinds[ProblemCodes.Internal];
        var details = new ProblemDetails { Status = status, Title = title, Detail = detail };
        details.Extensions["code"] = code;
        if (errors is not null)
        {
            details.Extensions["errors"] = errors;
        }

        return Complete(details);
    }

    /// <summary>Fills in what a problem that the framework made lacks: code, type, trace id.</summary>
    public static ProblemDetails Complete(ProblemDetails details)
    {
        var code = details.Extensions.TryGetValue("code", out var given) && given is string text ? text : CodeOf(details.Status ?? 500);
        details.Extensions["code"] = code;
        details.Type = $"urn:agentplatform:problem:{code}";
        details.Detail ??= details.Title;
        if (Activity.Current is { } activity)
        {
            details.Extensions["traceId"] = activity.TraceId.ToHexString();
        }
        else
        {
            details.Extensions.TryAdd("traceId", ActivityTraceId.CreateRandom().ToHexString());
        }

        return details;
    }

    /// <summary>The code for a bare status.</summary>
    public static string CodeOf(int status) => status switch
    {
        401 => ProblemCodes.Unauthenticated,
        402 => ProblemCodes.BudgetExceeded,
        403 => ProblemCodes.Forbidden,
        404 => ProblemCodes.NotFound,
        409 => ProblemCodes.Conflict,
        412 => ProblemCodes.PreconditionFailed,
        413 => ProblemCodes.PayloadTooLarge,
        422 => ProblemCodes.IdempotencyMismatch,
        429 => ProblemCodes.RateLimited,
        >= 400 and < 500 => ProblemCodes.Validation,
        502 or 503 or 504 => ProblemCodes.Unavailable,
        _ => ProblemCodes.Internal,
    };

    private static string Sentence(IReadOnlyDictionary<string, string[]> errors) =>
        string.Join(" ", errors.SelectMany(error => error.Value.Select(message => $"{error.Key}: {message}")));
}
