using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Routing;

namespace Gateway.Reference;

/// <summary>The OpenAPI documents of the Gateway and the services as one.</summary>
internal sealed class ServiceDocuments(IHttpClientFactory clients)
{
    public const string ClientName = "openapi";

    /// <summary>The merged document. A service that does not answer is left out.</summary>
    public async Task<JsonObject> MergeAsync(string gatewayAddress, CancellationToken cancellationToken)
    {
        var merged = await ReadAsync($"{gatewayAddress}/openapi/gateway.json", cancellationToken) ?? [];
        merged["info"] = new JsonObject { ["title"] = "AgentPlatform", ["version"] = "v1" };
        merged.Remove("servers");
        foreach (var service in ServiceRoutes.Services.Values.Distinct())
        {
            if (await ReadAsync($"http://{service}/openapi/v1.json", cancellationToken) is { } document)
            {
                Merge(Section(merged, "paths"), Section(document, "paths"));
                Merge(Section(Section(merged, "components"), "schemas"), Section(Section(document, "components"), "schemas"));
            }
        }

        merged["tags"] = new JsonArray();
        return merged;
    }

    private static JsonObject Section(JsonObject document, string name)
    {
        if (document[name] is not JsonObject section)
        {
            document[name] = section = [];
        }

        return section;
    }

    private static void Merge(JsonObject target, JsonObject source)
    {
        foreach (var (name, value) in source)
        {
            target.TryAdd(name, value?.DeepClone());
        }
    }

    private async Task<JsonObject?> ReadAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            return await clients.CreateClient(ClientName).GetFromJsonAsync<JsonObject>(address, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
