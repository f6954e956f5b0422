using System.Net;
using System.Net.Http.Json;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Json;

namespace AgentService.Tests.Agents;

public sealed class AgentStatusTests
{
    [Fact]
    public async Task Every_change_is_announced_with_a_rising_revision()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", finalAgentPrompt = "p", schedule = new { cron = "0 8 * * *" } });

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("active", (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200)["status"]);
        Assert.Equal("inactive", (await app.AskAsync("POST", $"/api/agents/{id}/deactivate")).Is(200)["status"]);
        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "name": "b", "schedule": null }""")).Is(200);
        Assert.Equal("archived", (await app.AskAsync("POST", $"/api/agents/{id}/archive")).Is(200)["status"]);
        (await app.AskAsync("DELETE", $"/api/agents/{id}")).Is(204);

        var deleted = await app.Published.WaitForAsync<AgentDeleted>(_ => true, TestContext.Current.CancellationToken);
        var changes = app.Published.All.OfType<AgentScheduleChanged>().DistinctBy(change => change.Revision).OrderBy(change => change.Revision).ToList();
        Assert.Equal([1, 2, 3, 4, 5], changes.Select(change => change.Revision));
        Assert.Equal([false, true, false, false, false], changes.Select(change => change.Active));
        Assert.Equal(["a", "a", "a", "b", "b"], changes.Select(change => change.AgentName));
        Assert.Equal([1, 1, 1, 2, 2], changes.Select(change => change.Version));
        Assert.Equal([true, true, true, false, false], changes.Select(change => change.Schedule is not null));
        Assert.Equal([AgentApp.Start, AgentApp.Start.AddMinutes(1)], changes.Select(change => change.ChangedAt!.Value).Distinct());
        Assert.All(changes, change => Assert.Equal((id, "user"), (change.AgentId, change.UserId)));
        Assert.Equal(new AgentDeleted(id, "user", 6), deleted);
    }

    [Fact]
    public async Task An_agent_without_a_prompt_cannot_be_activated()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", finalAgentPrompt = "  \n" });

        var refused = (await app.AskAsync("POST", $"/api/agents/{id}/activate")).IsProblem(409, "conflict");

        Assert.Contains("finalAgentPrompt", refused["detail"], StringComparison.Ordinal);
        Assert.Equal("draft", (await app.AskAsync("GET", $"/api/agents/{id}"))["status"]);
    }

    [Fact]
    public async Task The_prompt_of_an_active_agent_cannot_be_taken_away()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", finalAgentPrompt = "p" });
        await app.AskAsync("POST", $"/api/agents/{id}/activate");

        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "finalAgentPrompt": "" }""")).IsProblem(409, "conflict");

        Assert.Equal("p", (await app.AskAsync("GET", $"/api/agents/{id}"))["finalAgentPrompt"]);
    }

    [Fact]
    public async Task A_schedule_that_is_over_cannot_be_switched_on()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", finalAgentPrompt = "p", schedule = new { frequency = "once", at = "2026-11-22T15:00" } });
        app.Others.On(HttpMethod.Post, "/internal/schedules/next-runs", async request =>
        {
            var asked = (await request.Content!.ReadFromJsonAsync<NextRunsRequest>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!;
            var runs = asked.Schedules.Select(schedule => (IReadOnlyList<DateTimeOffset>)(schedule.At is null ? [AgentApp.Start.AddDays(1)] : []));
            return new(HttpStatusCode.OK) { Content = JsonContent.Create(new NextRunsAnswer([.. runs]), options: JsonDefaults.Strict) };
        });

        var refused = (await app.AskAsync("POST", $"/api/agents/{id}/activate")).IsProblem(409, "conflict");
        Assert.Contains("no instant to come", refused["detail"], StringComparison.Ordinal);

        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "schedule": { "cron": "0 8 * * *" } }""")).Is(200);
        (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200);
        (await app.AskAsync("POST", $"/api/agents/{id}/versions/1/restore")).IsProblem(409, "conflict");
        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "schedule": null }""")).Is(200);
        Assert.Equal("active", (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200)["status"]);
    }

    [Fact]
    public async Task A_schedule_that_has_become_over_does_not_keep_an_active_agent_from_changing()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", finalAgentPrompt = "p", schedule = new { frequency = "once", at = "2026-11-22T15:00" } });
        (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200);
        app.Others.On(HttpMethod.Post, "/internal/schedules/next-runs", new { nextRuns = new[] { Array.Empty<string>() } });

        Assert.Equal("active", (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200)["status"]);
        (await app.AskAsync("PATCH", $"/api/agents/{id}", """{ "schedule": { "overlap": "allowAll" } }""")).Is(200);
    }

    [Fact]
    public async Task A_status_that_is_there_already_is_no_change()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", finalAgentPrompt = "p" });

        var first = (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200);
        var again = (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200);

        Assert.Equal(first.ETag, again.ETag);
        Assert.Equal("1", again["version"]);
    }

    [Fact]
    public async Task An_archived_agent_can_be_activated_again()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await app.CreateAsync(new { name = "a", finalAgentPrompt = "p" });

        foreach (var (step, status) in new[] { ("archive", "archived"), ("activate", "active"), ("archive", "archived"), ("deactivate", "inactive") })
        {
            Assert.Equal(status, (await app.AskAsync("POST", $"/api/agents/{id}/{step}")).Is(200)["status"]);
        }
    }
}
