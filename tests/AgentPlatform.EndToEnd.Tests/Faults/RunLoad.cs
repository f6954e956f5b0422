using System.Net;
using System.Text.Json.Nodes;
using AgentPlatform.EndToEnd.Tests.Platform;

namespace AgentPlatform.EndToEnd.Tests.Faults;

/// <summary>Another system that orders one run after another, each again under its key until it is accepted, and waits for its end.</summary>
internal sealed class RunLoad(PlatformClient client, string agentId, string name)
{
    private readonly List<string> _accepted = [];

    public IReadOnlyList<string> Accepted => _accepted;

    public async Task RunAsync(TimeSpan pace, Task ending)
    {
        for (var number = 0; !ending.IsCompleted; number++)
        {
            var key = $"{name}-{number}";
            var accepted = await Insistence.UntilAsync($"the acceptance of run {key}", () => SendAsync(HttpMethod.Post, "/api/executions", new { agentId, input = $"{key}번 지역" }, key));
            _accepted.Add(accepted.Text("id")!);
            await Insistence.UntilAsync($"the end of run {key} ({_accepted[^1]})", async () => await SendAsync(HttpMethod.Get, $"/api/executions/{_accepted[^1]}") is { } run && run.Text("endTime") is not null ? run : null);
            await Task.WhenAny(ending, Task.Delay(pace, TestContext.Current.CancellationToken));
        }
    }

    /// <summary>The answer, null when there is none now.</summary>
    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, object? body = null, string? key = null)
    {
        var answer = await client.SendAsync(method, path, body, key);
        return answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted ? answer.Json
            : (int)answer.Status >= 500 || answer.Status == HttpStatusCode.Conflict ? null
            : throw new InvalidOperationException($"{method} {path} answered {(int)answer.Status}: {answer.Text}");
    }
}
