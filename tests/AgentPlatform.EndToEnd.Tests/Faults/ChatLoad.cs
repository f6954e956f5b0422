using AgentPlatform.EndToEnd.Tests.Platform;

namespace AgentPlatform.EndToEnd.Tests.Faults;

/// <summary>A person who asks one thing after another, as a page does it: the same message again until it is acknowledged, a new connection when the old one says nothing.</summary>
internal sealed class ChatLoad(PlatformClient client, string name) : IAsyncDisposable
{
    /// <summary>How long a page waits before it takes the connection for dead.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, string> _sent = [];
    private ChatClient _chat = null!;
    private string _conversationId = "";

    public int Sent => _sent.Count;

    /// <summary>Asks until told to end, then sees to the last answer.</summary>
    public async Task RunAsync(TimeSpan pace, Task ending)
    {
        _conversationId = (await client.PostAsync("/api/conversations", new { })).Text("id")!;
        _chat = new ChatClient(client, _conversationId);
        await _chat.ConnectAsync();
        while (!ending.IsCompleted)
        {
            var id = $"{name}-{_sent.Count}";
            _sent[id] = $"매일 아침 8시에 {name}-{_sent.Count}번 지역의 뉴스를 요약해줘";
            await InsistAsync($"the acknowledgement of {id}", () => _chat.TrySendAsync(new { type = "message", id, content = _sent[id] }), () => Acknowledged.ContainsKey(id));
            await InsistAsync($"the answer to {id}", () => _chat.TrySendAsync(new { type = "ping" }), () => Ended == _sent.Count);
            await Task.WhenAny(ending, Task.Delay(pace, TestContext.Current.CancellationToken));
        }
    }

    /// <summary>Messages that are not there once as sent, answers that are not complete, answers that differ from what was seen, and frames that did not follow the one before.</summary>
    public async Task<(int Lost, int Unfinished, int Different, int Gaps)> CheckAsync()
    {
        var messages = await client.ListAsync($"/api/conversations/{_conversationId}/messages");
        var asked = messages.Where(message => message.Text("role") == "user").ToDictionary(message => message.Text("id")!, message => message.Text("content"));
        var answers = messages.Where(message => message.Text("role") == "assistant").ToList();
        foreach (var gap in _chat.Gaps)
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"conversation {_conversationId}: frame {gap}");
        }

        return (
            _sent.Values.Count(content => asked.Values.Count(found => found == content) != 1) + Acknowledged.Count(ack => asked.GetValueOrDefault(ack.Value) != _sent[ack.Key]),
            answers.Count(answer => answer.Text("status") != "complete") + Math.Abs(_sent.Count - answers.Count),
            answers.Count(answer => answer.Text("content") != _chat.TextOf(answer.Text("id")!)),
            _chat.Gaps.Count);
    }

    public ValueTask DisposeAsync() => _chat?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Dictionary<string, string> Acknowledged =>
        _chat.Frames.Where(frame => frame.Text("type") == "ack").DistinctBy(frame => frame.Text("id")).ToDictionary(frame => frame.Text("id")!, frame => frame.Text("messageId")!);

    private int Ended => _chat.Frames.Count(frame => frame.Text("type") == "done");

    private async Task InsistAsync(string what, Func<Task<bool>> send, Func<bool> isThere)
    {
        try
        {
            await Insistence.UntilAsync(what, async () =>
            {
                if (!await send() || await _chat.TryWaitForAsync(_ => isThere(), Silence) is null)
                {
                    await _chat.TryConnectAsync();
                }

                return isThere();
            });
        }
        catch (TimeoutException missing)
        {
            // What the store says of it, and what was heard last.
            var messages = await client.ListAsync($"/api/conversations/{_conversationId}/messages");
            throw new TimeoutException($"{missing.Message} Conversation {_conversationId}: {messages.Count} messages, the last {messages[^1].Text("id")} {messages[^1].Text("status")}; {_sent.Count} sent, {Ended} ended; last frames: {string.Join(" ", _chat.Frames.TakeLast(5))}");
        }
    }
}
