using System.Net.Http.Headers;
using ExecutionService.Mcp.Transports;

namespace ExecutionService.Tests.Mcp;

public sealed class McpHttpHandlerTests
{
    private const string Token = "a+secret/token";

    private static readonly Uri Address = new("https://mcp.test/mcp");

    [Fact]
    public async Task A_token_that_a_server_echoes_does_not_come_back_however_it_is_spelled()
    {
        using var client = new HttpClient(new McpHttpHandler(Address, 10_000, new Echo()));
        using var request = new HttpRequestMessage(HttpMethod.Get, Address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        Assert.Null(response.Content.Headers.ContentLength);
        Assert.Equal("you sent ***, that is *** and ***.", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Echo : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent($"you sent {Token}, that is {Uri.EscapeDataString(Token)} and {System.Text.Encodings.Web.JavaScriptEncoder.Default.Encode(Token)}.") });
    }
}
