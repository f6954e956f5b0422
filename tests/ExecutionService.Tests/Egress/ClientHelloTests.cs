using System.Net.Security;
using ExecutionService.Egress;
using ExecutionService.Egress.Proxying;
using Microsoft.AspNetCore.Http;

namespace ExecutionService.Tests.Egress;

public sealed class ClientHelloTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tunnel_is_for_the_TLS_of_its_own_host_only()
    {
        await using var internet = (await TestInternet.StartAsync()).On("www.example.com", context => context.Response.WriteAsync("hello")).On("other.example.org", context => context.Response.WriteAsync("secrets of others"));
        await using var proxy = new ProxyUnderTest(internet, ["www.example.com"]);

        // Another name of the same address.
        await using (var tls = new SslStream(await proxy.ConnectAsync("www.example.com")))
        {
            await Assert.ThrowsAnyAsync<IOException>(() => tls.AuthenticateAsClientAsync(TestInternet.Trusting("other.example.org", internet.CertificatesPath), Cancelled));
        }

        await using (var plain = await proxy.ConnectAsync("www.example.com"))
        {
            Assert.Equal("", await ProxyUnderTest.AskAsync(plain, "GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n"));
        }

        await proxy.Session.DisposeAsync();
        Assert.Equal(["The TLS within asks for another host.", "Only TLS goes through."], proxy.Session.Decisions.Select(decision => decision.Reason));
        Assert.Empty(internet.Requests);
    }

    [Fact]
    public void A_malformed_hello_is_refused_wherever_it_ends()
    {
        byte[] name = [0, 0, 0, 16, 0, 14, 0, 0, 11, .. "example.com"u8];
        byte[] body = [3, 3, .. new byte[32], 1, 7, 0, 2, 0x13, 1, 1, 0, 0, (byte)(name.Length + 4), 0, 23, 0, 0, .. name];
        byte[] hello = [1, 0, 0, (byte)body.Length, .. body];

        Assert.Equal("example.com", ClientHello.NameIn(hello));
        for (var length = 0; length < hello.Length; length++)
        {
            Assert.Throws<EgressException>(() => ClientHello.NameIn(hello.AsSpan(0, length)));
        }

        // Two names, and a name whose lengths contradict each other.
        byte[] twice = [3, 3, .. new byte[32], 0, 0, 2, 0x13, 1, 1, 0, 0, (byte)(2 * name.Length), .. name, .. name];
        Assert.Throws<EgressException>(() => ClientHello.NameIn([1, 0, 0, (byte)twice.Length, .. twice]));
        hello[^12] = 10;
        Assert.Throws<EgressException>(() => ClientHello.NameIn(hello));
    }
}
