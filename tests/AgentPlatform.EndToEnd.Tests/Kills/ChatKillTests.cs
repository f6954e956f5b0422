using AgentPlatform.EndToEnd.Tests.Platform;
using AgentPlatform.Testing.StandInMessages;

namespace AgentPlatform.EndToEnd.Tests.Kills;

public sealed class ChatKillTests
{
    /// <summary>Each job is drafted by one model call and explained by another.</summary>
    private const int CallsPerAnswer = 2;
    private const int OpenAtMost = 4;

    [Theory]
    [InlineData("standalone")]
    [InlineData("apphost")]
    public async Task No_acknowledged_message_is_lost_and_every_one_is_answered_once(string topology)
    {
        var plan = new KillPlan();
        await using var provider = await StandInMessagesServer.StartAsync(new StandInOptions { EventDelay = TimeSpan.FromMilliseconds(15) }, TestContext.Current.CancellationToken);
        await using var platform = await KillPlan.StartAsync(topology, provider.Url);
        using var client = await PlatformClient.SignInAsync(platform);
        var conversationId = (await client.PostAsync("/api/conversations", new { })).Text("id")!;
        await using var chat = new ChatClient(client, conversationId);
        await chat.ConnectAsync();
        var sent = new Dictionary<string, string>();

        for (var kill = 0; kill < plan.Kills; kill++)
        {
            for (var more = plan.Random.Next(1, 3); more > 0; more--)
            {
                var id = $"m{sent.Count}";
                sent[id] = $"매일 아침 8시에 {sent.Count}번 지역의 뉴스를 요약해줘";
                await chat.TrySendAsync(new { type = "message", id, content = sent[id] });
            }

            await plan.StrikeAsync(platform, TimeSpan.FromSeconds(2.5));
            await chat.ReconnectAsync();
            await SendUnacknowledgedAsync(chat, sent);
            await chat.WaitForAsync("answers to most messages", _ => Ended(chat) > sent.Count - OpenAtMost);
        }

        await chat.WaitForAsync("the end of every answer", _ => Ended(chat) == sent.Count);

        var messages = await client.ListAsync($"/api/conversations/{conversationId}/messages");
        var asked = messages.Where(message => message.Text("role") == "user").ToDictionary(message => message.Text("id")!, message => message.Text("content"));
        var answers = messages.Where(message => message.Text("role") == "assistant").ToList();
        var lost = Acknowledged(chat).Count(ack => asked.GetValueOrDefault(ack.Value) != sent[ack.Key]);
        var unfinished = sent.Count - answers.Count(answer => answer.Text("status") == "complete");
        var (repeated, cutOff) = plan.Repeats(provider.Calls);
        plan.Report($"{sent.Count} messages acknowledged, {lost} lost, {unfinished} answers unfinished, {provider.Calls.Started} model calls started, {provider.Calls.Completed} completed, {repeated} repeated ({cutOff} cut off before they were durable)");
        Assert.Equal((0, 0, 0), (lost, unfinished, repeated));
        Assert.Equal((sent.Count, sent.Count), (asked.Count, answers.Count));
        Assert.All(answers, answer => Assert.Equal(answer.Text("content"), chat.TextOf(answer.Text("id")!)));
        var different = provider.Calls.ByHash.Count(call => call.Completed > 0);
        if (topology == "standalone")
        {
            Assert.Equal(sent.Count * CallsPerAnswer, different);
        }
        else
        {
            // A tool whose service has just died says so, and the model may ask once more: another call, not a repeated one.
            Assert.True(different >= sent.Count * CallsPerAnswer, $"{different} calls for {sent.Count} answers.");
        }

        Assert.Empty(chat.Gaps);
        await CompareWithReplayAsync(client, conversationId, chat);
    }

    /// <summary>What a page does after a lost connection: the same message under the same id.</summary>
    private static async Task SendUnacknowledgedAsync(ChatClient chat, Dictionary<string, string> sent)
    {
        await chat.SendAsync(new { type = "ping" });
        await chat.WaitForAsync("the connection", frame => frame.Text("type") == "pong");
        foreach (var (id, content) in sent.ExceptBy(Acknowledged(chat).Keys, message => message.Key))
        {
            await chat.SendAsync(new { type = "message", id, content });
            await chat.WaitForAsync($"the acknowledgement of {id}", frame => frame.Text("type") == "ack" && frame.Text("id") == id);
        }
    }

    /// <summary>Somebody who reads the whole log later is told the same.</summary>
    private static async Task CompareWithReplayAsync(PlatformClient client, string conversationId, ChatClient chat)
    {
        var live = Numbered(chat);
        await using var later = new ChatClient(client, conversationId);
        await later.ConnectAsync(after: 0);
        await later.WaitForAsync("the last frame", frame => frame.ToJsonString() == live[^1]);
        Assert.Equal(live, Numbered(later));
    }

    private static List<string> Numbered(ChatClient chat) => [.. chat.Frames.Where(frame => frame["seq"] is not null).Select(frame => frame.ToJsonString())];

    private static Dictionary<string, string> Acknowledged(ChatClient chat) =>
        chat.Frames.Where(frame => frame.Text("type") == "ack").DistinctBy(frame => frame.Text("id")).ToDictionary(frame => frame.Text("id")!, frame => frame.Text("messageId")!);

    private static int Ended(ChatClient chat) => chat.Frames.Count(frame => frame.Text("type") == "done");
}
