using System.Text.Json.Nodes;
using Xunit;

namespace AgentPlatform.Testing.Http;

/// <summary>Answers as tests compare them.</summary>
public static class Answers
{
    /// <summary>Status and body of an answer, without what differs from request to request.</summary>
    public static async Task<string> ReadAsync(HttpClient http, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, null, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var json = text.Length == 0 ? null : JsonNode.Parse(text);
        (json as JsonObject)?.Remove("traceId");
        return $"{(int)response.StatusCode} {json?.ToJsonString()}".TrimEnd();
    }

    /// <summary>Status, code and names of the wrong fields of a problem.</summary>
    public static async Task<string> ProblemAsync(HttpClient http, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var answer = await ReadAsync(http, method, path, body, headers);
        var json = JsonNode.Parse(answer[4..])!;
        var fields = json["errors"]?.AsObject().Select(error => error.Key) ?? [];
        return $"{answer[..3]} {json["code"]} {string.Join(",", fields)}".TrimEnd();
    }
}
