using System.Text.Json.Nodes;

namespace AgentService.Tests.Versions;

public sealed class VersionEndpointsTests
{
    [Fact]
    public async Task Every_definition_that_an_agent_had_stays_as_it_was()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "one", finalAgentPrompt = "p1", schedule = new { cron = "0 8 * * *" } });
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "name": "two", "schedule": null }""");

        var listed = (await app.AskAsync("GET", $"/api/agents/{id}/versions")).Is(200).Json["items"]!.AsArray();
        var first = (await app.AskAsync("GET", $"/api/agents/{id}/versions/1")).Is(200).Json;

        Assert.Equal([2, 1], listed.Select(version => version!["version"]!.GetValue<int>()));
        Assert.Equal(["two", "one"], listed.Select(version => version!["name"]!.ToString()));
        Assert.True(JsonNode.DeepEquals(listed[1], first), first.ToJsonString());
        Assert.Equal(("p1", "0 8 * * *", "2026-11-22T05:00:00Z"), (first["finalAgentPrompt"]!.ToString(), first["schedule"]!["cron"]!.ToString(), first["createdAt"]!.ToString()));
        Assert.False(first.AsObject().ContainsKey("restoredFrom"));
    }

    [Fact]
    public async Task A_version_is_restored_as_a_new_one()
    {
        await using var app = await AgentApp.StartAsync();
        var created = await app.AskAsync("POST", "/api/agents", new { name = "one", schedule = new { cron = "0 8 * * *" } });
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = await app.AskAsync("PATCH", created.Location!, """{ "name": "two", "schedule": null }""");
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        var restored = (await app.AskAsync("POST", $"{created.Location}/versions/1/restore")).Is(200);

        Assert.Equal(("one", "3", "0 8 * * *"), (restored["name"], restored["version"], restored.Json["schedule"]!["cron"]!.ToString()));
        Assert.NotEqual(changed.ETag, restored.ETag);
        var third = (await app.AskAsync("GET", $"{created.Location}/versions/3")).Json;
        Assert.Equal((3, 1, "one"), (third["version"]!.GetValue<int>(), third["restoredFrom"]!.GetValue<int>(), third["name"]!.ToString()));
    }

    [Fact]
    public async Task Restoring_what_is_there_already_makes_no_version()
    {
        await using var app = await AgentApp.StartAsync();
        var created = await app.AskAsync("POST", "/api/agents", new { name = "one" });

        var restored = (await app.AskAsync("POST", $"{created.Location}/versions/1/restore")).Is(200);

        Assert.Equal((created.ETag, "1"), (restored.ETag, restored["version"]));
    }

    [Fact]
    public async Task An_active_agent_does_not_go_back_to_a_version_without_a_prompt()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "one" });
        await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "finalAgentPrompt": "p" }""");
        await app.AskAsync("POST", $"/api/agents/{id}/activate");

        (await app.AskAsync("POST", $"/api/agents/{id}/versions/1/restore")).IsProblem(409, "conflict");
    }

    [Theory]
    [InlineData("GET", "2")]
    [InlineData("GET", "0")]
    [InlineData("GET", "-1")]
    [InlineData("GET", "abc")]
    [InlineData("GET", "99999999999")]
    [InlineData("POST", "2/restore")]
    [InlineData("POST", "abc/restore")]
    public async Task A_version_that_never_was_is_not_found(string method, string version)
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync();

        (await app.AskAsync(method, $"/api/agents/{id}/versions/{version}")).IsProblem(404, "not-found");
    }

    [Fact]
    public async Task Versions_are_paged_newest_first()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "1" });

        for (var version = 2; version <= 12; version++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await app.AskAsync("PATCH", $"/api/agents/{id}", $$"""{ "name": "{{version}}" }""");
        }

        var (seen, cursor) = (new List<int>(), "");

        do
        {
            var page = (await app.AskAsync("GET", $"/api/agents/{id}/versions?limit=5{cursor}")).Is(200).Json;
            seen.AddRange(page["items"]!.AsArray().Select(version => version!["version"]!.GetValue<int>()));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(1, 12).Reverse(), seen);
    }
}
