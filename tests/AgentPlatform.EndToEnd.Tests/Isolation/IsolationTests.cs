using System.Net;
using AgentPlatform.EndToEnd.Tests.Journeys;
using AgentPlatform.EndToEnd.Tests.Platform;

namespace AgentPlatform.EndToEnd.Tests.Isolation;

public sealed class IsolationTests
{
    private const string Unknown = "AAAAAAAAAAAAAAAAAAAAAA";

    [Fact]
    public async Task What_another_user_has_answers_as_if_it_did_not_exist()
    {
        await using var platform = await StandaloneProcess.StartAsync();
        using var owner = await PlatformClient.SignInAsync(platform);
        using var other = await PlatformClient.SignInAsync(platform);
        await using var journey = new Journey(owner, JourneyWords.In("ko"));
        await journey.DescribeAsync();
        await journey.UseCardAsync();
        await journey.FireAsync();
        await journey.CountAsync(costs: false);
        var before = await journey.EverythingAsync();

        foreach (var (method, route, body) in Routes.All)
        {
            var foreign = await other.SendAsync(method, Routes.At(route, journey.AgentId, journey.ConversationId, journey.ExecutionId), body);
            var unknown = await other.SendAsync(method, Routes.At(route, Unknown, Unknown, Unknown), body);

            Assert.True(foreign.Status == HttpStatusCode.NotFound, $"{method} {route} answered {(int)foreign.Status}: {foreign.Text}");
            Assert.Equal((unknown.Status, unknown.Problem), (foreign.Status, foreign.Problem));
        }

        await using var foreignChat = new ChatClient(other, journey.ConversationId);
        await using var unknownChat = new ChatClient(other, Unknown);
        Assert.Equal(HttpStatusCode.NotFound, await unknownChat.RefusalAsync());
        Assert.Equal(HttpStatusCode.NotFound, await foreignChat.RefusalAsync());
        foreach (var list in new[] { "/api/agents", "/api/conversations", "/api/executions", "/api/schedules", $"/api/schedules?agentId={journey.AgentId}", $"/api/executions?agentId={journey.AgentId}" })
        {
            Assert.Empty(await other.ListAsync(list));
        }

        Assert.Empty((await other.GetAsync("/api/usage")).Items());
        Assert.Equal(before, await journey.EverythingAsync());
    }

    [Fact]
    public async Task Without_a_session_there_is_nothing_to_see()
    {
        await using var platform = await StandaloneProcess.StartAsync();
        using var nobody = new PlatformClient(platform);

        foreach (var (method, route, body) in Routes.All)
        {
            var answer = await nobody.SendAsync(method, Routes.At(route, Unknown, Unknown, Unknown), body);

            Assert.True(answer.Status == HttpStatusCode.Unauthorized, $"{method} {route} answered {(int)answer.Status}: {answer.Text}");
            Assert.Equal("unauthenticated", answer.Json.Text("code"));
        }

        await using var chat = new ChatClient(nobody, Unknown);
        Assert.Equal(HttpStatusCode.Unauthorized, await chat.RefusalAsync());
    }
}
