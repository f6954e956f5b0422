using System.Text.Json.Nodes;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Services;
using AgentService;
using ChatService;
using ExecutionService;
using Gateway;
using Microsoft.AspNetCore.Builder;
using SchedulerService;

namespace AgentPlatform.Contracts.Tests.Documents;

public sealed class OpenApiTests
{
    /// <summary>What later work brings: parts of paths that no document may list and no service may answer.</summary>
    private static readonly string[] NotYet = ["keys", "signin", "signout", "/me"];

    private static readonly Dictionary<string, Func<string[], Action<WebApplicationBuilder>?, WebApplication>> Services = new()
    {
        ["agentservice"] = AgentServiceApp.Create,
        ["chatservice"] = ChatServiceApp.Create,
        ["executionservice"] = ExecutionServiceApp.Create,
        ["gateway"] = GatewayApp.Create,
        ["schedulerservice"] = SchedulerServiceApp.Create,
    };

    public static TheoryData<string> Names => [.. Services.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_committed_document_is_the_served_one(string service)
    {
        await using var app = await StartAsync(service);

        Snapshot.Matches(await ReadAsync(app, service), "docs", "openapi", $"{service}.json");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_document_lists_only_what_works(string service)
    {
        await using var app = await StartAsync(service);

        var paths = (await ReadAsync(app, service))["paths"]!.AsObject().Select(path => path.Key).ToList();

        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/workspace", StringComparison.Ordinal), path));
        Assert.All(paths, path => Assert.DoesNotContain(NotYet, part => path.Contains(part, StringComparison.Ordinal) && !path.Contains("messages", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_operation_has_a_name_of_its_own(string service)
    {
        await using var app = await StartAsync(service);

        var operations = (await ReadAsync(app, service))["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Where(member => member.Value is JsonObject operation && operation.ContainsKey("responses")).Select(member => (Line: $"{member.Key} {path.Key}", Operation: member.Value!.AsObject()))).ToList();

        var names = operations.Select(operation => operation.Operation["operationId"]?.ToString()).ToList();
        Assert.DoesNotContain(null, names);
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Theory]
    [InlineData("gateway", "DELETE", "/api/me")]
    [InlineData("gateway", "GET", "/api/keys")]
    [InlineData("gateway", "GET", "/api/me/export")]
    [InlineData("gateway", "GET", "/signin")]
    [InlineData("gateway", "POST", "/api/keys")]
    public async Task What_later_work_brings_is_not_found(string service, string method, string path)
    {
        await using var app = await StartAsync(service);
        using var client = service == "gateway" ? app.Anonymous() : app.Client();

        (await client.AskAsync(method, path, method == "POST" ? "{}" : null)).IsProblem(404, "not-found");
    }

    private static Task<ServiceApp> StartAsync(string service) =>
        ServiceApp.StartAsync(new ServiceAppOptions { Create = Services[service] }, TestContext.Current.CancellationToken);

    private static async Task<JsonNode> ReadAsync(ServiceApp app, string service)
    {
        using var client = app.Anonymous();
        var document = (await client.AskAsync("GET", service == "gateway" ? "/openapi/gateway.json" : "/openapi/v1.json")).Is(200).Json;
        document.AsObject().Remove("servers");
        return document;
    }
}
