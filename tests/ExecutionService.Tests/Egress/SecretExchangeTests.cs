using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ExecutionService.Egress.Interception;
using Microsoft.AspNetCore.Http;

namespace ExecutionService.Tests.Egress;

public sealed class SecretExchangeTests
{
    private const string Value = "sk-live/7 \"quoted\" 비밀";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static RunSecret Secret(string name = "API_KEY", string value = Value, params string[] hosts) => new(name, value, hosts.Length == 0 ? ["api.example.com"] : hosts);

    [Fact]
    public async Task A_placeholder_in_a_header_or_the_address_becomes_the_value_on_the_way_out()
    {
        var seen = new List<string>();
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", context =>
        {
            seen.Add($"{context.Request.Path}{context.Request.QueryString}");
            seen.Add(context.Request.Headers["X-Key"].ToString());
            seen.Add(context.Request.Headers.Authorization.ToString());
            seen.Add($"{context.Request.Headers.AcceptEncoding} {context.Request.Headers.Connection} {context.Request.Headers.Host}");
            return context.Response.WriteAsync("ok");
        });
        var (key, token) = (Secret(), Secret("TOKEN", "plain-token"));
        await using var proxy = new ProxyUnderTest(internet, ["api.example.com"], [key, token]);
        await using var tls = await proxy.ConnectTlsAsync("api.example.com");

        var answer = await ProxyUnderTest.AskAsync(tls, $"GET /bot{token.Placeholder}/send?key={key.Placeholder} HTTP/1.1\r\nHost: api.example.com\r\nX-Key: {key.Placeholder}\r\nAuthorization: Bearer {token.Placeholder}\r\nAccept-Encoding: gzip\r\nConnection: keep-alive\r\n\r\n");

        await proxy.Session.DisposeAsync();
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal([$"/botplain-token/send?key={Uri.EscapeDataString(Value)}", Value, "Bearer plain-token", "identity close api.example.com"], seen);
        Assert.Equal(["API_KEY", "TOKEN"], proxy.Used.Single().Order());
        Assert.Equal(new Dictionary<string, string> { ["API_KEY"] = key.Placeholder, ["TOKEN"] = token.Placeholder }, proxy.Session.Egress.Environment);
        Assert.NotEqual(key.Placeholder, Secret().Placeholder);
    }

    [Fact]
    public async Task A_placeholder_inside_basic_authentication_becomes_the_value()
    {
        var seen = "";
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", context =>
        {
            seen = context.Request.Headers.Authorization.ToString();
            return context.Response.WriteAsync($"you sent {seen}");
        });
        var secret = Secret();
        await using var proxy = new ProxyUnderTest(internet, ["api.example.com"], [secret]);
        using var client = proxy.Client();
        var given = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{secret.Placeholder}"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", given);

        var answer = await client.GetStringAsync("https://api.example.com/", Cancelled);

        Assert.Equal($"user:{Value}", Encoding.UTF8.GetString(Convert.FromBase64String(seen["Basic ".Length..])));
        // What the host repeats is what the program sent.
        Assert.Equal($"you sent Basic {given}", answer);
    }

    [Fact]
    public async Task A_host_that_repeats_the_value_does_not_tell_it_to_the_sandbox()
    {
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", async context =>
        {
            var value = context.Request.Headers["X-Key"].ToString();
            context.Response.Headers["X-Echo"] = Uri.EscapeDataString(value);
            await context.Response.WriteAsync($"plain {value} url {Uri.EscapeDataString(value)} json ", context.RequestAborted);
            // Cut in the middle of the value.
            var json = System.Text.Json.JsonSerializer.Serialize(value)[1..^1];
            await context.Response.WriteAsync(json[..7], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await context.Response.WriteAsync(json[7..], context.RequestAborted);
        });
        var secret = Secret();
        await using var proxy = new ProxyUnderTest(internet, ["api.example.com"], [secret]);
        using var client = proxy.Client();
        client.DefaultRequestHeaders.Add("X-Key", secret.Placeholder);

        using var answer = await client.GetAsync("https://api.example.com/", Cancelled);

        Assert.Equal($"plain {secret.Placeholder} url {secret.Placeholder} json {secret.Placeholder}", await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal([secret.Placeholder], answer.Headers.GetValues("X-Echo"));
    }

    [Fact]
    public async Task A_secret_sent_to_another_allowed_host_stays_a_placeholder()
    {
        var seen = new List<string>();
        RequestDelegate note = context =>
        {
            seen.Add(context.Request.Headers["X-Key"].ToString());
            return context.Response.WriteAsync("ok");
        };
        await using var internet = (await TestInternet.StartAsync()).On("other.example.com", note).On("third.example.com", note);
        var secret = Secret();
        await using var proxy = new ProxyUnderTest(internet, ["*.example.com"], [secret, Secret("OTHER", "another value", "third.example.com")]);
        using var client = proxy.Client();
        client.DefaultRequestHeaders.Add("X-Key", secret.Placeholder);

        // One is tunnelled, and of the other the proxy knows a secret, but not this one.
        await client.GetStringAsync("https://other.example.com/", Cancelled);
        await client.GetStringAsync("https://third.example.com/", Cancelled);

        Assert.Equal([secret.Placeholder, secret.Placeholder], seen);
    }

    [Fact]
    public async Task A_host_of_a_secret_that_the_agent_may_not_reach_is_refused()
    {
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", context => context.Response.WriteAsync("ok"));
        await using var proxy = new ProxyUnderTest(internet, ["www.example.com"], [Secret()]);

        await Assert.ThrowsAsync<HttpRequestException>(() => proxy.ConnectAsync("api.example.com"));

        Assert.Empty(internet.Dialled);
    }

    [Theory]
    [InlineData("another.example.com")]
    [InlineData("example.com")]
    public async Task A_host_that_cannot_prove_its_name_gets_no_secret(string impostor)
    {
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", context => context.Response.WriteAsync("ok"));
        internet.Impostor = impostor;
        await using var proxy = new ProxyUnderTest(internet, ["api.example.com"], [Secret()]);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => proxy.ConnectAsync("api.example.com"));

        Assert.Contains("could not prove who it is", failure.Message, StringComparison.Ordinal);
        Assert.Empty(internet.Requests);
    }

    [Fact]
    public async Task Bodies_are_streamed_both_ways_and_left_as_they_are()
    {
        var length = 0L;
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", async context =>
        {
            using var copy = new MemoryStream();
            await context.Request.Body.CopyToAsync(copy, context.RequestAborted);
            length = copy.Length;
            copy.Position = 0;
            await copy.CopyToAsync(context.Response.Body, context.RequestAborted);
        });
        var secret = Secret();
        await using var proxy = new ProxyUnderTest(internet, ["api.example.com"], [secret]);
        using var client = proxy.Client();
        var body = new byte[1_000_003];
        new Random(7).NextBytes(body);
        Encoding.ASCII.GetBytes(secret.Placeholder).CopyTo(body, 500_000);

        foreach (var chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.example.com/") { Content = new StreamContent(new MemoryStream(body)) };
            request.Headers.TransferEncodingChunked = chunked;
            using var answer = await client.SendAsync(request, Cancelled);

            Assert.Equal(body.Length, length);
            Assert.Equal(body, await answer.Content.ReadAsByteArrayAsync(Cancelled));
        }
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 204)]
    [InlineData("GET", 304)]
    public async Task An_answer_without_a_body_ends_with_its_head(string method, int status)
    {
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.ETag = "\"x\"";
            return Task.CompletedTask;
        });
        await using var proxy = new ProxyUnderTest(internet, ["api.example.com"], [Secret()]);
        using var client = proxy.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), "https://api.example.com/");

        using var answer = await client.SendAsync(request, Cancelled);

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task A_client_that_waits_to_send_its_body_is_told_to()
    {
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", async context => await context.Response.WriteAsync(await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted)));
        await using var proxy = new ProxyUnderTest(internet, ["api.example.com"], [Secret()]);
        await using var tls = await proxy.ConnectTlsAsync("api.example.com");

        var go = await ProxyUnderTest.AskAsync(tls, "POST / HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
        var answer = await ProxyUnderTest.AskAsync(tls, "body") + await ProxyUnderTest.ReadToEndAsync(tls);

        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", go);
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("4\r\nbody\r\n0\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET https://api.example.com/ HTTP/1.1\r\nHost: api.example.com\r\n\r\n", 400)]
    [InlineData("GET http://evil.org/ HTTP/1.1\r\nHost: api.example.com\r\n\r\n", 400)]
    [InlineData("CONNECT evil.org:443 HTTP/1.1\r\nHost: api.example.com\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: api.example.com\r\nHost: evil.org\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.org\r\n\r\n", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: api.example.com:8443\r\n\r\n", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: api.example.com@evil.org\r\n\r\n", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: api.example.com\r\nX: a\r\n b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: api.example.com\r\nX: a\nY: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: api.example.com\r\nX: a\rY: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: api.example.com\r\nX : a\r\n\r\n", 400)]
    [InlineData("GET /\u00e9 HTTP/1.1\r\nHost: api.example.com\r\n\r\n", 400)]
    [InlineData("PRI * HTTP/2.0\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: +1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: api.example.com\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: api.example.com\r\nTransfer-Encoding: xchunked\r\n\r\n", 400)]
    public async Task A_request_that_could_be_read_in_two_ways_is_not_sent_on(string request, int status)
    {
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", context => context.Response.WriteAsync("ok"));
        await using var proxy = new ProxyUnderTest(internet, ["api.example.com"], [Secret()]);
        await using var tls = await proxy.ConnectTlsAsync("api.example.com");

        var answer = await ProxyUnderTest.AskAsync(tls, request);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Empty(internet.Requests);
    }

    [Fact]
    public async Task A_value_is_not_repeated_without_end()
    {
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", context => context.Response.WriteAsync("ok"));
        var secret = Secret("LONG", new string('x', 8_192));
        await using var proxy = new ProxyUnderTest(internet, ["api.example.com"], [secret]);
        await using var tls = await proxy.ConnectTlsAsync("api.example.com");

        var answer = await ProxyUnderTest.AskAsync(tls, $"GET / HTTP/1.1\r\nHost: api.example.com\r\nX: {string.Concat(Enumerable.Repeat(secret.Placeholder, 500))}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
        Assert.Empty(internet.Requests);
    }

    [Theory]
    [InlineData("zz\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("1\r\nabc\r\n0\r\n\r\n")]
    [InlineData("FFFFFFFFFFFFFFFFF\r\n")]
    public async Task A_malformed_chunk_ends_the_exchange(string body)
    {
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", async context => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var proxy = new ProxyUnderTest(internet, ["api.example.com"], [Secret()]);
        await using var tls = await proxy.ConnectTlsAsync("api.example.com");

        var answer = await ProxyUnderTest.AskAsync(tls, "POST / HTTP/1.1\r\nHost: api.example.com\r\nTransfer-Encoding: chunked\r\n\r\n" + body);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_follows_the_one_request_of_a_connection_is_not_sent_on()
    {
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", context => context.Response.WriteAsync("ok"));
        var secret = Secret();
        await using var proxy = new ProxyUnderTest(internet, ["api.example.com"], [secret]);
        await using var tls = await proxy.ConnectTlsAsync("api.example.com");

        var answer = await ProxyUnderTest.AskAsync(tls, $"GET /first HTTP/1.1\r\nHost: api.example.com\r\n\r\nGET /second HTTP/1.1\r\nHost: api.example.com\r\nX: {secret.Placeholder}\r\n\r\n") + await ProxyUnderTest.ReadToEndAsync(tls);

        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.EndsWith("ok\r\n0\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(["GET api.example.com/first"], internet.Requests);
    }
}
