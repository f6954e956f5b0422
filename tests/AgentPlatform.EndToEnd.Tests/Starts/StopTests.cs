using AgentPlatform.EndToEnd.Tests.Platform;

namespace AgentPlatform.EndToEnd.Tests.Starts;

public sealed class StopTests
{
    [Fact]
    public async Task Stopping_does_not_wait_for_pages_that_are_open()
    {
        await using var platform = await StandaloneProcess.StartAsync();
        using var client = await PlatformClient.SignInAsync(platform);
        await using var chat = new ChatClient(client, (await client.PostAsync("/api/conversations", new { })).Text("id")!);
        await chat.ConnectAsync();

        // A stop that waited would run into the host's time limit, cut the socket off and say so.
        await platform.StopAsync();

        Assert.True(await chat.WasClosedAsync());
    }
}
