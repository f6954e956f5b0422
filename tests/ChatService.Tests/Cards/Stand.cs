using System.Net;
using System.Net.Http.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;

namespace ChatService.Tests.Cards;

/// <summary>What the other services answer, and what a model says to draw the cards.</summary>
internal static class Stand
{
    public static readonly Schedule EveryDay = new()
    {
        Phrase = "every day at 8",
        Cron = "0 8 * * *",
        TimeZone = "Asia/Seoul",
        Text = new LocalizedText("매일 오전 8시", "Every day at 08:00"),
        NextRuns = [new DateTimeOffset(2026, 11, 22, 23, 0, 0, TimeSpan.Zero)],
    };

    public static Agent Agent(string id, string status = AgentStatus.Draft) => new()
    {
        Id = id,
        Name = "News",
        Description = "Sends the news.",
        FinalAgentPrompt = "Collect the news.",
        Tools = [ToolNames.Clock],
        Schedule = EveryDay,
        Limits = new AgentLimits(),
        Status = status,
        Version = 1,
        TotalTokenUsage = new TokenTotals(0, 0),
        TotalCost = Cost.Zero,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    public static Execution Execution(string id, string status = ExecutionStatus.Queued, string? result = null) => new()
    {
        Id = id,
        AgentId = null,
        AgentVersion = 0,
        AgentName = "News",
        Trigger = new ExecutionTrigger(TriggerKind.Test),
        Status = status,
        StartTime = null,
        EndTime = null,
        Result = result,
        TokenUsage = new TokenUsage(),
        Cost = Cost.Zero,
        StepCount = 0,
        Attempt = 0,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>The platform around the chat, all well.</summary>
    public static OtherServices Platform() => new OtherServices()
        .On(HttpMethod.Post, "/internal/phrases/find", async request =>
        {
            var (asked, _, whole) = (await request.Content!.ReadFromJsonAsync<FindPhraseRequest>(JsonDefaults.Strict))!;
            var answer = whole && asked is not ("every day at 8" or "every day") ? new FindPhraseAnswer(asked, "", null, "Not understood.", ["every day at 8"])
                : asked.Contains("every day at 8", StringComparison.Ordinal) ? new FindPhraseAnswer("every day at 8", "", EveryDay, null, [])
                : asked.Contains("every day", StringComparison.Ordinal) ? new FindPhraseAnswer(null, null, null, "At what time?", ["every day at 9"])
                : new FindPhraseAnswer(null, null, null, null, []);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(answer, options: JsonDefaults.Strict) };
        })
        .On(HttpMethod.Get, "/api/agents", new Page<Agent>([Agent("agent-1")], null))
        .On(HttpMethod.Get, "/api/agents/agent-1", Agent("agent-1"))
        .On(HttpMethod.Post, "/api/agents", Agent("agent-1"), HttpStatusCode.Created)
        .On(HttpMethod.Post, "/api/agents/agent-1/activate", Agent("agent-1", AgentStatus.Active))
        .On(HttpMethod.Post, "/api/executions", Execution("run-1"), HttpStatusCode.Accepted)
        .On(HttpMethod.Get, "/api/executions/run-1", Execution("run-1"));

    public static ScriptedAnswer Draft(string? schedule = "every day at 8") => ScriptedAnswer.ToolCall("draft-call", "draft_agent", new Dictionary<string, object?>
    {
        ["name"] = "News",
        ["description"] = "Sends the news.",
        ["prompt"] = "Collect the news.",
        ["schedule"] = schedule,
        ["tools"] = new[] { "clock", "rocket" },
    });

    public static ScriptedAnswer Question() => ScriptedAnswer.ToolCall("ask-call", "ask_user", new Dictionary<string, object?> { ["question"] = "Which news?", ["options"] = new[] { "World", "Sport" } });
}
