using System.Text.Json.Nodes;

namespace AgentService.Tests.Agents;

public sealed class AgentListTests
{
    [Fact]
    public async Task A_walk_sees_each_agent_once_while_others_are_added()
    {
        await using var app = await AgentApp.StartAsync();
        var expected = new List<string>();

        // All at one instant: the cursor must tell them apart by more than time.
        for (var number = 0; number < 25; number++)
        {
            expected.Add(await app.CreateAsync(new { name = $"{number}" }));
        }

        var (seen, cursor) = (new List<string>(), "");

        do
        {
            var page = (await app.AskAsync("GET", $"/api/agents?limit=7{cursor}")).Is(200).Json;
            seen.AddRange(page["items"]!.AsArray().Select(agent => agent!["id"]!.ToString()));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await app.CreateAsync(new { name = "later" });
        }
        while (cursor is not null);

        Assert.Equal(expected.Order(), seen.Order());
    }

    [Fact]
    public async Task The_newest_comes_first_and_twenty_make_a_page()
    {
        await using var app = await AgentApp.StartAsync();

        for (var number = 1; number <= 21; number++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await app.CreateAsync(new { name = $"{number}" });
        }

        var page = (await app.AskAsync("GET", "/api/agents")).Is(200).Json;

        Assert.Equal(Enumerable.Range(2, 20).Reverse().Select(number => $"{number}"), Names(page));
        var rest = (await app.AskAsync("GET", $"/api/agents?cursor={page["nextCursor"]}")).Json;
        Assert.Equal(["1"], Names(rest));
        Assert.True(rest.AsObject().ContainsKey("nextCursor"));
        Assert.Null(rest["nextCursor"]);
    }

    [Fact]
    public async Task Agents_are_found_by_status()
    {
        await using var app = await AgentApp.StartAsync();
        await app.CreateAsync(new { name = "draft" });
        var id = await app.CreateAsync(new { name = "active", finalAgentPrompt = "p" });
        await app.AskAsync("POST", $"/api/agents/{id}/activate");

        Assert.Equal(["active"], Names((await app.AskAsync("GET", "/api/agents?status=active")).Json));
        Assert.Equal(["draft"], Names((await app.AskAsync("GET", "/api/agents?status=draft")).Json));
        Assert.Empty(Names((await app.AskAsync("GET", "/api/agents?status=archived")).Json));
    }

    [Fact]
    public async Task Agents_are_found_by_words_of_name_and_description_page_by_page()
    {
        await using var app = await AgentApp.StartAsync();

        for (var number = 1; number <= 6; number++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await app.CreateAsync(new { name = number % 2 == 0 ? $"주간 보고서 {number}" : $"Other {number}", description = number == 5 ? "보고서도 씁니다" : "" });
        }

        var (seen, cursor) = (new List<string>(), "");

        do
        {
            var page = (await app.AskAsync("GET", $"/api/agents?q=%20보고서%20&limit=2{cursor}")).Is(200).Json;
            seen.AddRange(Names(page));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);

        Assert.Equal(["주간 보고서 6", "Other 5", "주간 보고서 4", "주간 보고서 2"], seen);
        Assert.Equal(3, Names((await app.AskAsync("GET", "/api/agents?q=OTHER")).Json).Count);
        Assert.Empty(Names((await app.AskAsync("GET", "/api/agents?q=nothing")).Json));
        Assert.Equal(6, Names((await app.AskAsync("GET", "/api/agents?q=%20")).Json).Count);
    }

    [Fact]
    public async Task The_last_page_of_a_search_says_that_it_is_the_last()
    {
        await using var app = await AgentApp.StartAsync();
        await app.CreateAsync(new { name = "one" });
        await app.CreateAsync(new { name = "two" });

        var page = (await app.AskAsync("GET", "/api/agents?q=o&limit=2")).Json;

        Assert.Equal(2, Names(page).Count);
        Assert.Null(page["nextCursor"]);
    }

    private static List<string> Names(JsonNode page) => [.. page["items"]!.AsArray().Select(agent => agent!["name"]!.ToString())];
}
