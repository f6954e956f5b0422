using System.Text.RegularExpressions;
using AgentPlatform.Testing.Http;

namespace Gateway.Tests.Pages;

public sealed partial class PageTests
{
    [Fact]
    public async Task Every_page_is_the_app_with_a_nonce_of_its_own()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var client = gateway.Anonymous();
        var nonces = new List<string>();

        foreach (var path in new[] { "/", "/agents", "/agents/some-id", "/" })
        {
            var page = (await client.AskAsync("GET", path)).Is(200);
            var nonce = Nonce().Match(page.Text).Groups[1].Value;

            Assert.Equal("text/html; charset=utf-8", page.ContentType);
            Assert.Contains($"style-src 'self' 'nonce-{nonce}'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Equal("no-cache, private", page.Headers["Cache-Control"]);
            nonces.Add(nonce);
        }

        Assert.Equal(4, nonces.Distinct().Count());
    }

    [Theory]
    [InlineData("/index.html")]
    [InlineData("/./index.html")]
    [InlineData("/assets/../index.html")]
    [InlineData("/assets/%2e%2e/index.html")]
    [InlineData("/INDEX.HTML")]
    public async Task The_template_is_not_a_file_for_the_public(string path)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var client = gateway.Anonymous();

        var answer = await client.AskAsync("GET", path);

        Assert.DoesNotContain("__CSP_NONCE__", answer.Text, StringComparison.Ordinal);
        answer.IsProblem(404, "not-found");
    }

    [Fact]
    public async Task Files_with_a_hash_in_their_name_are_kept_for_ever()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var client = gateway.Anonymous();

        var file = (await client.AskAsync("GET", "/assets/app-1234.js")).Is(200);

        Assert.Equal(("export {};", "public, max-age=31536000, immutable"), (file.Text, file.Headers["Cache-Control"]));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/assets/app-1234.js")]
    [InlineData("/api/session")]
    [InlineData("/api/agents")]
    [InlineData("/api/nothing")]
    [InlineData("/docs")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/alive")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var client = gateway.Anonymous();

        var headers = (await client.AskAsync("GET", path)).Headers;

        Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
        Assert.Equal("DENY", headers["X-Frame-Options"]);
        Assert.Equal("same-origin", headers["Referrer-Policy"]);
        Assert.Equal("same-origin", headers["Cross-Origin-Opener-Policy"]);
        Assert.Contains("camera=()", headers["Permissions-Policy"], StringComparison.Ordinal);
        Assert.False(headers.ContainsKey("Server"));
    }

    [Fact]
    public async Task A_page_that_fails_carries_the_security_headers_too()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var (client, _, _) = await gateway.BeginAsync();

        var down = await client.AskAsync("GET", "/api/agents");
        var refused = await client.AskAsync("POST", "/api/session", "{");

        Assert.Equal("nosniff", down.Headers["X-Content-Type-Options"]);
        Assert.Equal("nosniff", refused.Headers["X-Content-Type-Options"]);
        client.Dispose();
    }

    [Fact]
    public async Task Without_the_pages_the_door_says_so_plainly()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(settings: new() { ["Pages:Folder"] = "/nowhere" });
        using var client = gateway.Anonymous();

        Assert.Contains("Node", (await client.AskAsync("GET", "/")).Is(404).Text, StringComparison.Ordinal);
        (await client.AskAsync("POST", "/api/session")).Is(200);
    }

    [Fact]
    public async Task The_operations_endpoints_answer()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var client = gateway.Anonymous();

        (await client.AskAsync("GET", "/alive")).Is(200);
        (await client.AskAsync("GET", "/ready")).Is(200);
    }

    [GeneratedRegex("nonce=\"([^\"]+)\"")]
    private static partial Regex Nonce();
}
