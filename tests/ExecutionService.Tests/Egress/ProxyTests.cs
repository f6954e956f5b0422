using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ExecutionService.Tests.Egress;

public sealed class ProxyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_allowed_host_is_reached_and_what_went_through_is_counted()
    {
        await using var internet = (await TestInternet.StartAsync()).On("www.example.com", context => context.Response.WriteAsync("hello"));
        await using var proxy = new ProxyUnderTest(internet, ["*.example.com"]);
        using var client = proxy.Client();

        Assert.Equal("hello", await client.GetStringAsync("https://www.example.com/page?q=1", Cancelled));

        client.Dispose();
        var decision = await proxy.DecisionAsync();
        Assert.Equal(("www.example.com", 443, true), (decision.Host, decision.Port, decision.Allowed));
        Assert.InRange(decision.BytesUp, 100, 10_000);
        Assert.InRange(decision.BytesDown, 100, 20_000);
        Assert.Equal(["GET www.example.com/page?q=1"], internet.Requests);
    }

    [Theory]
    [InlineData("evil.example.org:443", "allowed domains")]
    [InlineData("notexample.com:443", "allowed domains")]
    [InlineData("example.com.evil.org:443", "allowed domains")]
    [InlineData("example.com:80", "port 443")]
    [InlineData("example.com:22", "port 443")]
    [InlineData("93.184.215.14:443", "no name of a host")]
    [InlineData("127.0.0.1:443", "no name of a host")]
    [InlineData("169.254.169.254:443", "no name of a host")]
    [InlineData("[::1]:443", "no name of a host")]
    [InlineData("2130706433:443", "no name of a host")]
    [InlineData("0x7f000001:443", "no name of a host")]
    [InlineData("127.1:443", "no name of a host")]
    [InlineData("localhost:443", "no name of a host")]
    public async Task What_is_not_allowed_is_refused_before_anything_is_looked_up(string target, string reason)
    {
        await using var internet = (await TestInternet.StartAsync()).On("example.com", context => context.Response.WriteAsync("hello"));
        await using var proxy = new ProxyUnderTest(internet, ["example.com", "*.example.com"]);
        await using var stream = await proxy.DialAsync();

        var answer = await ProxyUnderTest.AskAsync(stream, $"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n") + await ProxyUnderTest.ReadToEndAsync(stream);

        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Contains(reason, answer, StringComparison.Ordinal);
        Assert.Equal((0, 0), (internet.Resolved.Count, internet.Dialled.Count));
        var decision = Assert.Single(proxy.Session.Decisions);
        Assert.False(decision.Allowed);
        Assert.Contains(reason, decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n", 405)]
    [InlineData("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n", 405)]
    [InlineData("CONNECT https://example.com:443 HTTP/1.1\r\n\r\n", 400)]
    [InlineData("CONNECT user:password@example.com:443 HTTP/1.1\r\n\r\n", 400)]
    [InlineData("CONNECT example.com HTTP/1.1\r\n\r\n", 400)]
    [InlineData("CONNECT example.com:443443 HTTP/1.1\r\n\r\n", 400)]
    [InlineData("CONNECT example.com:+443 HTTP/1.1\r\n\r\n", 400)]
    [InlineData("CONNECT example.com:443  HTTP/1.1\r\n\r\n", 400)]
    [InlineData("CONNECT\texample.com:443 HTTP/1.1\r\n\r\n", 400)]
    [InlineData("CONNECT example.com:443 HTTP/2.0\r\n\r\n", 400)]
    [InlineData("CONNECT example.com:443\r\n\r\n", 400)]
    [InlineData("CONNECT example.com:443 HTTP/1.1\nHost: evil.org\r\n\r\n", 400)]
    [InlineData("CONNECT example.com:443 HTTP/1.1\rHost: evil.org\r\n\r\n", 400)]
    [InlineData("CONNECT example.com\0.evil.org:443 HTTP/1.1\r\n\r\n", 400)]
    [InlineData("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\nHost: evil.org\r\n\r\n", 400)]
    [InlineData("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n folded: x\r\n\r\n", 400)]
    [InlineData("CONNECT example.com:443 HTTP/1.1\r\nHost : example.com\r\n\r\n", 400)]
    [InlineData("CONNECT example.com:443 HTTP/1.1\r\nno field\r\n\r\n", 400)]
    [InlineData("CONNECT example.com:443 HTTP/1.1\r\nContent-Length: 5\r\n\r\n", 400)]
    [InlineData("CONNECT example.com:443 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    public async Task A_head_that_could_be_read_in_two_ways_is_refused(string head, int status)
    {
        await using var internet = (await TestInternet.StartAsync()).On("example.com", context => context.Response.WriteAsync("hello"));
        await using var proxy = new ProxyUnderTest(internet, ["example.com"]);
        await using var stream = await proxy.DialAsync();

        var answer = await ProxyUnderTest.AskAsync(stream, head);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Empty(internet.Dialled);
    }

    [Fact]
    public async Task A_head_that_is_too_long_is_refused()
    {
        await using var internet = (await TestInternet.StartAsync()).On("example.com", context => context.Response.WriteAsync("hello"));
        await using var proxy = new ProxyUnderTest(internet, ["example.com"], configure: options => options.MaxHeadBytes = 1_024);
        await using var stream = await proxy.DialAsync();

        // Exactly what is read before the refusal, so that nothing unread cuts the answer short.
        var answer = await ProxyUnderTest.AskAsync(stream, "CONNECT example.com:443 HTTP/1.1\r\nX: ".PadRight(1_024, 'x'));

        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_does_not_come_is_not_waited_for()
    {
        var clock = new SignallingClock();
        await using var internet = (await TestInternet.StartAsync()).On("example.com", context => context.Response.WriteAsync("hello"));
        await using var proxy = new ProxyUnderTest(internet, ["example.com"], clock: clock);
        await using var stream = await proxy.DialAsync();
        await stream.WriteAsync("CONNECT example.com:443 HT"u8.ToArray(), Cancelled);
        await clock.WaitForTimersAsync();

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.StartsWith("HTTP/1.1 408 ", await ProxyUnderTest.ReadHeadAsync(stream), StringComparison.Ordinal);
        Assert.Empty(internet.Dialled);
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:192.168.0.1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("64:ff9b::10.0.0.1")]
    public async Task A_name_that_leads_into_a_private_network_is_refused(string address)
    {
        await using var internet = (await TestInternet.StartAsync()).Name("inside.example.com", address);
        await using var proxy = new ProxyUnderTest(internet, ["*.example.com"]);

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => proxy.ConnectAsync("inside.example.com"));

        Assert.Contains("403", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("no address on the public internet", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(internet.Dialled);
        Assert.False(Assert.Single(proxy.Session.Decisions).Allowed);
    }

    [Fact]
    public async Task A_name_that_changes_its_mind_is_dialled_where_it_was_checked()
    {
        var answers = 0;
        await using var internet = await TestInternet.StartAsync();
        internet.On("rebind.example.com", context => context.Response.WriteAsync("hello"))
            .Name("rebind.example.com", () => [System.Net.IPAddress.Parse(Interlocked.Increment(ref answers) == 1 ? "93.184.215.99" : "127.0.0.1")]);
        await using var proxy = new ProxyUnderTest(internet, ["rebind.example.com"]);
        using var client = proxy.Client();

        Assert.Equal("hello", await client.GetStringAsync("https://rebind.example.com/", Cancelled));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("https://rebind.example.com/", Cancelled));

        Assert.Equal(2, answers);
        Assert.Equal(["93.184.215.99:443"], internet.Dialled.Select(address => address.ToString()));
    }

    [Fact]
    public async Task Of_several_addresses_only_public_ones_are_dialled()
    {
        await using var internet = (await TestInternet.StartAsync()).On("mixed.example.com", context => context.Response.WriteAsync("hello")).Name("mixed.example.com", "127.0.0.1", "2606:4700::1", "10.0.0.1", "93.184.215.98");
        await using var proxy = new ProxyUnderTest(internet, ["mixed.example.com"]);
        using var client = proxy.Client();

        Assert.Equal("hello", await client.GetStringAsync("https://mixed.example.com/", Cancelled));

        Assert.Equal(["93.184.215.98:443"], internet.Dialled.Select(address => address.ToString()));
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_told_apart_from_one_that_is_refused()
    {
        await using var internet = await TestInternet.StartAsync();
        await using var proxy = new ProxyUnderTest(internet, ["nowhere.example.com"]);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => proxy.ConnectAsync("nowhere.example.com"));

        Assert.Contains("502", failure.Message, StringComparison.Ordinal);
        Assert.Contains("has no address", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_on_which_nothing_moves_is_closed()
    {
        var clock = new SignallingClock();
        await using var internet = (await TestInternet.StartAsync()).On("example.com", context => context.Response.WriteAsync("hello"));
        await using var proxy = new ProxyUnderTest(internet, ["example.com"], clock: clock);
        await using var stream = await proxy.ConnectAsync("example.com");

        clock.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal("", await ProxyUnderTest.ReadToEndAsync(stream));
        Assert.Equal("Nothing moved for 120 seconds.", (await proxy.DecisionAsync()).Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_sends_and_receives_only_so_much(bool up)
    {
        await using var internet = (await TestInternet.StartAsync()).On("example.com", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await context.Response.Body.WriteAsync(new byte[up ? 10 : 500_000], context.RequestAborted);
        });
        await using var proxy = new ProxyUnderTest(internet, ["example.com"], configure: options => (options.MaxUploadBytes, options.MaxDownloadBytes) = (100_000, 100_000));
        using var client = proxy.Client();

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var content = new ByteArrayContent(new byte[up ? 500_000 : 10]);
            using var answer = await client.PostAsync("https://example.com/", content, Cancelled);
        });

        // The limit is the run's: another connection does not begin anew.
        await Assert.ThrowsAnyAsync<Exception>(() => client.GetStringAsync("https://example.com/", Cancelled));
        Assert.Contains("its limit", (await proxy.DecisionAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_beyond_the_limit_wait_for_their_turn()
    {
        await using var internet = (await TestInternet.StartAsync()).On("example.com", context => context.Response.WriteAsync("hello"));
        await using var proxy = new ProxyUnderTest(internet, ["example.com"], configure: options => options.MaxConnections = 1);
        var first = await proxy.ConnectAsync("example.com");
        await using var second = await proxy.DialAsync();
        await second.WriteAsync("CONNECT example.com:443 HTTP/1.1\r\n\r\n"u8.ToArray(), Cancelled);

        Assert.Single(internet.Dialled);
        await first.DisposeAsync();

        Assert.StartsWith("HTTP/1.1 200 ", await ProxyUnderTest.ReadHeadAsync(second), StringComparison.Ordinal);
        Assert.Equal(2, internet.Dialled.Count);
    }

    [Fact]
    public async Task The_socket_is_for_those_who_know_its_name_and_gone_with_the_run()
    {
        await using var internet = (await TestInternet.StartAsync()).On("example.com", context => context.Response.WriteAsync("hello"));
        await using var proxy = new ProxyUnderTest(internet, ["example.com"]);
        var path = proxy.Session.Egress.SocketPath;
        await using var open = await proxy.ConnectAsync("example.com");

        Assert.InRange(Encoding.UTF8.GetByteCount(path), 1, 107);
        Assert.Equal(Convert.ToInt32("711", 8), (int)new DirectoryInfo(Path.GetDirectoryName(path)!).UnixFileMode);
        Assert.Equal(Convert.ToInt32("666", 8), (int)new FileInfo(path).UnixFileMode);
        await proxy.Session.DisposeAsync();

        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
        Assert.Equal("", await ProxyUnderTest.ReadToEndAsync(open));
        await Assert.ThrowsAnyAsync<SocketException>(() => proxy.DialAsync());
    }

    [Fact]
    public async Task Only_the_first_decisions_are_kept_and_the_rest_counted()
    {
        await using var internet = await TestInternet.StartAsync();
        await using var proxy = new ProxyUnderTest(internet, ["example.com"], configure: options => options.MaxDecisions = 2);

        for (var n = 0; n < 5; n++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => proxy.ConnectAsync($"n{n}.example.org"));
        }

        Assert.Equal(["n0.example.org", "n1.example.org"], proxy.Session.Decisions.Select(decision => decision.Host));
        Assert.Equal(3, proxy.Session.DroppedDecisions);
    }
}
