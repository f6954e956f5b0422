using System.IO.Compression;
using System.Text;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Testing.Telemetry;
using ExecutionService.Tests.Egress;
using ExecutionService.Tools;
using ExecutionService.Tools.Web;
using Microsoft.AspNetCore.Http;

namespace ExecutionService.Tests.Tools.Web;

public sealed class FetchToolTests
{
    private const string Value = "the value of the secret";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_becomes_text_with_headings_lists_tables_and_links()
    {
        await using var bench = await FetchBench.StartAsync();
        bench.Internet.On("www.example.com", Answer("text/html; charset=utf-8", """
            <!doctype html><html><head><title> 오늘의
            소식 </title><style>p { color: red }</style><script>alert(1)</script></head>
            <body><nav><a href="/">Home</a></nav><h1>News</h1><p>First   <b>bold</b> <a href="a?b=1#c">one</a>,<br>second.</p><script>no()</script>
            <ul><li>x</li><li>y <a href="javascript:no()">z</a></li></ul>
            <table><tr><th>City</th><th>°C</th></tr><tr><td>Seoul</td><td>7</td></tr></table>
            <pre>a
              b</pre><p hidden>hidden</p><img src="x" alt="A chart"><noscript>no</noscript></body></html>
            """));

        var (output, failed) = await bench.FetchAsync("https://www.example.com/news/");

        Assert.False(failed);
        Assert.Equal("""
            https://www.example.com/news/ (text/html)

            오늘의 소식

            [Home](https://www.example.com/)

            # News

            First bold [one](https://www.example.com/news/a?b=1#c),
            second.

            - x
            - y z

            City | °C
            Seoul | 7

            a
              b

            A chart
            """.ReplaceLineEndings("\n"), output);
    }

    [Theory]
    [InlineData("text/html; charset=EUC-KR", "<p>안녕하세요 뷁</p>", 949)]
    [InlineData("text/html", "<meta charset=euc-kr><p>안녕하세요 뷁</p>", 949)]
    [InlineData("text/html", "<meta http-equiv='Content-Type' content='text/html; charset=ks_c_5601-1987'><p>안녕하세요 뷁</p>", 949)]
    [InlineData("text/html; charset=\"shift_jis\"", "<p>안녕하세요 뷁</p>", 65001)]
    [InlineData("text/html; charset=nonsense", "<p>안녕하세요 뷁</p>", 65001)]
    [InlineData("application/xml", "<?xml version=\"1.0\" encoding=\"EUC-KR\"?><p>안녕하세요 뷁</p>", 949)]
    [InlineData("text/plain; charset=utf-16", "안녕하세요 뷁", 1200)]
    public async Task The_character_set_of_a_page_is_honoured(string type, string page, int codePage)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
        await using var bench = await FetchBench.StartAsync();
        bench.Internet.On("www.example.com", async context =>
        {
            context.Response.ContentType = type;
            // A mark at the beginning wins over a wrong name.
            await context.Response.Body.WriteAsync((byte[])[.. type.Contains("shift_jis", StringComparison.Ordinal) ? encoding.Preamble : [], .. encoding.GetBytes(page)], context.RequestAborted);
        });

        Assert.Contains("안녕하세요 뷁", (await bench.FetchAsync("https://www.example.com/")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_given_as_it_is_and_long_text_is_cut()
    {
        await using var bench = await FetchBench.StartAsync();
        bench.Internet.On("api.example.com", Answer("application/vnd.api+json", """{"a":[1,2,3]}"""));

        Assert.Equal(("https://api.example.com/x?y=1 (application/vnd.api+json)\n\n{\"a\":[1,2,3]}", false), await bench.FetchAsync("https://api.example.com/x?y=1"));
        Assert.Equal(("https://api.example.com/x (application/vnd.api+json)\n\n{\"a\":…\n\n(13 characters in all, of which the first 5 are shown)", false), await bench.FetchAsync("https://api.example.com/x", maxCharacters: 5));
    }

    [Theory]
    [InlineData("http://www.example.com/", "https://")]
    [InlineData("https://www.example.com:8443/", "port 443")]
    [InlineData("https://user:pass@www.example.com/", "user's name")]
    [InlineData("https://evil.org/", "allowed domains")]
    [InlineData("https://127.0.0.1/", "no name of a host")]
    [InlineData("https://2130706433/", "no name of a host")]
    [InlineData("https://0x7f.1/", "no name of a host")]
    [InlineData("https://[::1]/", "no name of a host")]
    [InlineData("https://localhost/", "no name of a host")]
    [InlineData("file:///etc/passwd", "https://")]
    [InlineData("ftp://www.example.com/", "https://")]
    [InlineData("www.example.com", "not an address")]
    [InlineData("/etc/passwd", "https://")]
    public async Task An_address_that_may_not_be_fetched_is_refused_with_its_reason(string url, string reason)
    {
        await using var bench = await FetchBench.StartAsync();
        bench.Internet.On("www.example.com", Answer("text/plain", "hello"));

        var (output, failed) = await bench.FetchAsync(url);

        Assert.True(failed);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Empty(bench.Internet.Dialled);
    }

    [Theory]
    [InlineData("http://www.example.com/", "https://")]
    [InlineData("https://evil.org/", "allowed domains")]
    [InlineData("https://169.254.169.254/latest/meta-data/", "no name of a host")]
    [InlineData("https://inside.example.com/", "no address on the public internet")]
    [InlineData("//evil.org/", "allowed domains")]
    public async Task A_redirect_is_checked_as_the_first_address_is(string location, string reason)
    {
        await using var bench = await FetchBench.StartAsync();
        bench.Internet.Name("inside.example.com", "10.0.0.1").On("www.example.com", context =>
        {
            context.Response.Redirect(location);
            return Task.CompletedTask;
        });

        var (output, failed) = await bench.FetchAsync("https://www.example.com/");

        Assert.True(failed);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Single(bench.Internet.Dialled);
    }

    [Fact]
    public async Task Redirects_are_followed_up_to_five()
    {
        await using var bench = await FetchBench.StartAsync();
        bench.Internet.On("www.example.com", context =>
        {
            var n = int.Parse(context.Request.Query["n"].ToString(), System.Globalization.CultureInfo.InvariantCulture);
            if (n == 0)
            {
                context.Response.ContentType = "text/plain";
                return context.Response.WriteAsync("there");
            }

            context.Response.Redirect($"?n={n - 1}");
            return Task.CompletedTask;
        });

        Assert.Equal(("https://www.example.com/?n=0 (text/plain)\n\nthere", false), await bench.FetchAsync("https://www.example.com/?n=5"));
        var (output, failed) = await bench.FetchAsync("https://www.example.com/?n=6");
        Assert.True(failed);
        Assert.Contains("more than 5 times", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_too_large_is_refused_also_when_it_was_packed()
    {
        await using var bench = await FetchBench.StartAsync(options: new FetchOptions { MaxBytes = 100_000 });
        bench.Internet.On("www.example.com", async context =>
        {
            context.Response.ContentType = "text/plain";
            if (context.Request.Path == "/packed")
            {
                context.Response.Headers.ContentEncoding = "gzip";
                await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
                await packed.WriteAsync(new byte[10_000_000], context.RequestAborted);
            }
            else
            {
                await context.Response.Body.WriteAsync(new byte[100_001], context.RequestAborted);
            }
        });

        foreach (var path in new[] { "plain", "packed" })
        {
            var (output, failed) = await bench.FetchAsync($"https://www.example.com/{path}");
            Assert.True(failed);
            Assert.Contains("larger than 100000 bytes", output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/octet-stream")]
    [InlineData("application/pdf")]
    [InlineData(null)]
    public async Task What_is_no_text_is_not_read(string? type)
    {
        await using var bench = await FetchBench.StartAsync();
        bench.Internet.On("www.example.com", context =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(new byte[10], context.RequestAborted).AsTask();
        });

        var (output, failed) = await bench.FetchAsync("https://www.example.com/");

        Assert.True(failed);
        Assert.Contains("is not read", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_says_no_is_quoted()
    {
        await using var bench = await FetchBench.StartAsync();
        bench.Internet.On("api.example.com", context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (403, "application/json");
            return context.Response.WriteAsync("""{"error":"no"}""");
        });

        Assert.Equal(("""The host answered 403. {"error":"no"}""", true), await bench.FetchAsync("https://api.example.com/"));
    }

    [Fact]
    public async Task A_page_that_does_not_come_is_not_waited_for()
    {
        var clock = new SignallingClock();
        await using var bench = await FetchBench.StartAsync(clock);
        using var asked = new SemaphoreSlim(0);
        bench.Internet.On("slow.example.com", async context =>
        {
            asked.Release();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        });

        var fetching = bench.FetchAsync("https://slow.example.com/");
        Assert.True(await asked.WaitAsync(ExecutionApp.Patience, Cancelled));
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(("The page did not come within 30 seconds.", true), await fetching);
    }

    [Fact]
    public async Task A_secret_goes_in_a_header_to_its_own_hosts_only_and_is_not_told_on()
    {
        var log = new MemoryLog();
        var seen = new List<string>();
        await using var bench = await FetchBench.StartAsync(log: log);
        bench.Runtime = new AgentRuntime { AllowedDomains = ["*.example.com"], Secrets = ["API_KEY", "ABSENT"] };
        await bench.Vault.PutAsync("user", "API_KEY", Value, ["api.example.com"], Cancelled);
        await bench.Vault.PutAsync("user", "UNNAMED", "a secret that the agent does not name", ["api.example.com"], Cancelled);
        bench.Internet.On("api.example.com", context =>
        {
            seen.Add($"api {context.Request.Headers.Authorization}");
            if (context.Request.Path == "/away")
            {
                context.Response.Redirect("https://other.example.com/");
                return Task.CompletedTask;
            }

            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync($"you are {context.Request.Headers.Authorization}");
        }).On("other.example.com", context =>
        {
            seen.Add($"other {context.Request.Headers.Authorization}");
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync("other");
        });
        var headers = new Dictionary<string, string> { ["Authorization"] = "Bearer ${API_KEY}" };

        Assert.Equal(("https://api.example.com/ (text/plain)\n\nyou are Bearer ${API_KEY}", false), await bench.FetchAsync("https://api.example.com/", headers: headers));
        Assert.Equal(("https://other.example.com/ (text/plain)\n\nother", false), await bench.FetchAsync("https://api.example.com/away", headers: headers));
        Assert.Equal(("The secret 'API_KEY' is not for other.example.com; it goes to api.example.com.", true), await bench.FetchAsync("https://other.example.com/", headers: headers));
        Assert.Equal(("The agent has no secret 'ABSENT'.", true), await bench.FetchAsync("https://api.example.com/", headers: new() { ["X"] = "${ABSENT}" }));
        Assert.Equal(("The agent has no secret 'UNNAMED'.", true), await bench.FetchAsync("https://api.example.com/", headers: new() { ["X"] = "${UNNAMED}" }));
        Assert.Equal([$"api Bearer {Value}", $"api Bearer {Value}", "other "], seen);
        Assert.DoesNotContain(Value, log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_allowed_domains_the_tool_is_absent_and_says_why()
    {
        await using var bench = await FetchBench.StartAsync();
        bench.Runtime = new AgentRuntime();

        var set = await bench.OpenAsync();

        Assert.Empty(set.Tools);
        Assert.Contains("allowedDomains", set.Unavailable![ToolNames.FetchUrl], StringComparison.Ordinal);
        Assert.Same(ToolSet.None, await bench.OpenAsync(ToolNames.Clock));
    }

    private static RequestDelegate Answer(string type, string body) => context =>
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    };
}
