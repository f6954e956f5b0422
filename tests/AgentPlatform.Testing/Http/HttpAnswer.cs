using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using AgentPlatform.ServiceDefaults.Json;
using Xunit;

namespace AgentPlatform.Testing.Http;

/// <summary>An answer read whole: what tests look at.</summary>
public sealed record HttpAnswer(int Status, string? ContentType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The body as JSON; a body that is not JSON fails with what it was.</summary>
    public JsonNode Json
    {
        get
        {
            try
            {
                return JsonNode.Parse(Text)!;
            }
            catch (System.Text.Json.JsonException exception)
            {
                throw new InvalidOperationException($"{Status} {ContentType} is not JSON: {Text}", exception);
            }
        }
    }

    public string? ETag => Headers.GetValueOrDefault("ETag");

    public string? Location => Headers.GetValueOrDefault("Location");

    /// <summary>The text of a member.</summary>
    public string this[string member] => Json[member]!.ToString();

    /// <summary>The body without the trace id, to compare answers that must not differ.</summary>
    public string WithoutTrace()
    {
        var body = Json.AsObject();
        body.Remove("traceId");
        return $"{Status} {ContentType} {body.ToJsonString()}";
    }

    /// <summary>Fails unless this is a complete problem of the contract with the given status and code that names the fields.</summary>
    public HttpAnswer IsProblem(int status, string code, params string[] fields)
    {
        var problem = Text.Length > 0 && ContentType?.StartsWith("application/problem+json", StringComparison.Ordinal) == true ? Json.AsObject() : null;
        var complete = problem is not null
            && Status == status
            && problem["status"]?.GetValue<int>() == status
            && problem["code"]?.GetValue<string>() == code
            && problem["type"]?.GetValue<string>() == $"urn:agentplatform:problem:{code}"
            && problem["title"]?.GetValue<string>() is { Length: > 0 }
            && problem["detail"]?.GetValue<string>() is { Length: > 0 }
            && problem["traceId"]?.GetValue<string>() is { Length: > 0 }
            && fields.All(field => problem["errors"]?[field] is JsonArray { Count: > 0 });
        return complete ? this : throw new InvalidOperationException($"Expected problem {status} {code} naming [{string.Join(", ", fields)}]; got {Status} {ContentType}: {Text}");
    }

    /// <summary>Fails unless the status is this one.</summary>
    public HttpAnswer Is(int status) => Status == status ? this : throw new InvalidOperationException($"Expected {status}; got {Status} {ContentType}: {Text}");
}

/// <summary>Requests in one line.</summary>
public static class HttpAnswers
{
    /// <summary>Sends and reads the whole answer. Text is sent as JSON as it is; other bodies are serialised; content is sent as given.</summary>
    public static async Task<HttpAnswer> AskAsync(this HttpClient client, string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string json => new StringContent(json, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body, body.GetType(), options: JsonDefaults.Strict),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return new HttpAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            text,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }
}
