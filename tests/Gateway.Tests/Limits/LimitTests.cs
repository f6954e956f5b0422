using System.Globalization;
using System.Net;
using AgentPlatform.Testing.Http;
using Gateway.Limits;

namespace Gateway.Tests.Limits;

public sealed class LimitTests
{
    [Fact]
    public async Task One_address_begins_so_many_guest_sessions_and_is_told_when_it_may_begin_another()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(settings: new() { ["Limits:GuestBurst"] = "3", ["Limits:GuestsPerMinute"] = "1" });
        using var anonymous = gateway.Anonymous();
        var (guest, _, userId) = await gateway.BeginAsync();
        (await anonymous.AskAsync("POST", "/api/session")).Is(200);
        (await anonymous.AskAsync("POST", "/api/session")).Is(200);

        var refused = (await anonymous.AskAsync("POST", "/api/session")).Is(429);

        Assert.Equal("rate-limited", refused["code"]);
        Assert.InRange(int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 60);
        // Who has a session goes on.
        Assert.Equal(userId, (await guest.AskAsync("POST", "/api/session")).Is(200)["userId"]);
        guest.Dispose();
    }

    [Theory]
    [InlineData("0", 429)]
    [InlineData("2", 200)]
    public async Task The_address_that_proxies_tell_counts_only_where_there_are_proxies(string hops, int status)
    {
        await using var gateway = await GatewayUnderTest.StartAsync(settings: new() { ["Limits:GuestBurst"] = "1", ["Limits:GuestsPerMinute"] = "1", ["Limits:ProxyHops"] = hops });
        var statuses = new List<int>();
        foreach (var address in new[] { "198.51.100.7", "198.51.100.8" })
        {
            using var client = gateway.Anonymous();
            client.DefaultRequestHeaders.Add("X-Forwarded-For", $"203.0.113.9, {address}, 203.0.113.1");
            statuses.Add((await client.AskAsync("POST", "/api/session")).Status);
        }

        Assert.Equal([200, status], statuses);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    [InlineData("2001:db8:1:2:ffff::1", "20010DB800010002")]
    public void An_address_stands_for_what_one_person_commands(string address, string network) =>
        Assert.Equal(network, LimitExtensions.NetworkOf(IPAddress.Parse(address)));
}
