using Microsoft.AspNetCore.Http;

namespace ExecutionService.Tests.Tools.Web;

public sealed class FetchHeaderTests
{
    [Theory]
    [InlineData("Host", "evil.org")]
    [InlineData("Connection", "x")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("X\r\nY", "x")]
    [InlineData("X", "x\r\nY: z")]
    [InlineData("", "x")]
    public async Task A_header_that_would_change_the_request_is_refused(string name, string value)
    {
        await using var bench = await FetchBench.StartAsync();
        bench.Internet.On("www.example.com", context => context.Response.WriteAsync("hello"));

        var (output, failed) = await bench.FetchAsync("https://www.example.com/", headers: new() { [name] = value });

        Assert.True(failed);
        Assert.Contains("cannot be given", output, StringComparison.Ordinal);
        Assert.Empty(bench.Internet.Requests);
    }
}
