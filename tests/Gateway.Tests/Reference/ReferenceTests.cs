using System.Text.Json.Nodes;
using AgentPlatform.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Reference;

public sealed class ReferenceTests
{
    [Fact]
    public async Task The_document_holds_the_gateways_routes_and_the_services()
    {
        await using var service = await StandInService.StartAsync(context => context.Response.WriteAsJsonAsync(JsonNode.Parse(
            """{"openapi":"3.1.1","info":{"title":"s","version":"1"},"servers":[{"url":"http://inside:1"}],"paths":{"/api/agents":{"get":{"operationId":"listAgents"}}},"components":{"schemas":{"Agent":{"type":"object"}}}}""")));
        await using var gateway = await GatewayUnderTest.StartAsync(service.Url);
        using var client = gateway.Anonymous();

        var document = (await client.AskAsync("GET", "/openapi/v1.json")).Is(200);

        Assert.StartsWith("application/json", document.ContentType, StringComparison.Ordinal);
        Assert.Equal(["/api/agents", "/api/session"], document.Json["paths"]!.AsObject().Select(path => path.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["delete", "get", "post"], document.Json["paths"]!["/api/session"]!.AsObject().Select(method => method.Key).Order(StringComparer.Ordinal));
        Assert.NotNull(document.Json["components"]!["schemas"]!["Agent"]);
        Assert.NotNull(document.Json["components"]!["schemas"]!["Session"]);
        Assert.DoesNotContain("inside", document.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", document.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("localhost", document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_down_or_answers_nonsense_is_left_out()
    {
        await using var nonsense = await StandInService.StartAsync(context => context.Response.WriteAsync("<html>"));
        await using var confused = await GatewayUnderTest.StartAsync(nonsense.Url);
        await using var alone = await GatewayUnderTest.StartAsync();

        foreach (var gateway in new[] { confused, alone })
        {
            using var client = gateway.Anonymous();
            var document = (await client.AskAsync("GET", "/openapi/v1.json")).Is(200);
            Assert.Equal(["/api/session"], document.Json["paths"]!.AsObject().Select(path => path.Key));
        }
    }

    [Fact]
    public async Task The_reference_page_loads_nothing_from_elsewhere()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var client = gateway.Anonymous();

        var page = await client.AskAsync("GET", "/docs/");
        page = page.Status is 301 or 302 or 307 or 308 ? await client.AskAsync("GET", page.Location!) : page;

        Assert.StartsWith("text/html", page.Is(200).ContentType, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("https://cdn", page.Text, StringComparison.Ordinal);
    }
}
