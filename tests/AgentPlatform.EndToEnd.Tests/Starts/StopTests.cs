using AgentPlatform.EndToEnd.Tests.Kills;
using AgentPlatform.EndToEnd.Tests.Platform;
using AgentPlatform.Testing.StandInMessages;

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

    [Theory]
    [InlineData("standalone")]
    [InlineData("apphost")]
    public async Task What_is_under_way_at_a_stop_is_finished_or_handed_over_and_no_model_call_is_paid_twice(string topology)
    {
        await using var provider = await StandInMessagesServer.StartAsync(new StandInOptions { EventDelay = TimeSpan.FromMilliseconds(150) }, TestContext.Current.CancellationToken);
        await using var platform = await KillPlan.StartAsync(topology, provider.Url);
        using var client = await PlatformClient.SignInAsync(platform);
        var agentId = (await client.PostAsync("/api/agents", new { name = "뉴스", finalAgentPrompt = "오늘의 뉴스를 요약합니다.", tools = new[] { "clock", "write_file" } })).Text("id")!;
        var conversationId = (await client.PostAsync("/api/conversations", new { })).Text("id")!;
        await using var chat = new ChatClient(client, conversationId);
        await chat.ConnectAsync();
        await chat.SendAsync(new { type = "message", id = "m1", content = "매일 아침 8시에 뉴스를 요약해줘" });
        var runId = (await client.PostAsync("/api/executions", new { agentId })).Text("id")!;
        await chat.WaitForAsync("the beginning of the answer", frame => frame.Text("type") is "delta" or "part");
        await Patience.PollAsync("the beginning of the run", () => client.GetAsync($"/api/executions/{runId}"), run => run.Text("status") == "running");

        // No complaint in the log, exit code 0, no process left.
        await platform.StopAsync();
        await platform.BeginAsync();
        await chat.ReconnectAsync();

        var done = await chat.WaitForAsync("the end of the answer", frame => frame.Text("type") == "done");
        var run = await Patience.PollAsync("the end of the run", () => client.GetAsync($"/api/executions/{runId}"), run => run.Text("endTime") is not null);
        Assert.Equal(("complete", "success"), (done.Text("status"), run.Text("status")));
        Assert.Empty(chat.Gaps);
        Assert.All(provider.Calls.ByHash, call => Assert.InRange(call.Completed, 0, 1));
        await platform.StopAsync();
    }
}
