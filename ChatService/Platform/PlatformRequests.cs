using System.Net;
using System.Text.Json;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Idempotency;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Problems;

namespace ChatService.Platform;

/// <summary>Another service refused what it was asked; the members are those of its problem details.</summary>
internal sealed class PlatformRefusal(string code, string detail, IReadOnlyList<string> suggestions) : Exception(detail)
{
    public string Code => code;

    public IReadOnlyList<string> Suggestions => suggestions;
}

/// <summary>Questions to the other services, asked for a user.</summary>
internal static class PlatformRequests
{
    /// <summary>Sends and reads the answer.</summary>
    /// <exception cref="PlatformRefusal">The service answered with a problem.</exception>
    /// <exception cref="HttpRequestException">The service is not available.</exception>
    public static async Task<T> AskAsync<T>(this HttpClient http, Caller caller, HttpMethod method, string path, object? body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path).For(caller);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: JsonDefaults.Strict);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add(IdempotencyKey.Header, idempotencyKey);
        }
        else if (path.StartsWith("/internal/", StringComparison.Ordinal))
        {
            // What ChatService asks there are questions.
            request.Repeatable();
        }

        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError)
        {
            throw await RefusalAsync(response, cancellationToken);
        }

        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<T>(JsonDefaults.Lenient, cancellationToken))!;
    }

    private static async Task<PlatformRefusal> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
        {
            // Not the service itself but something before it.
            return new PlatformRefusal(Problem.CodeOf((int)response.StatusCode), "A part of the platform refused the request.", []);
        }

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        var suggestions = problem.TryGetProperty("suggestions", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(item => item.GetString()!).ToList() : [];
        return new PlatformRefusal(problem.GetProperty("code").GetString()!, problem.GetProperty("detail").GetString()!, suggestions);
    }
}
