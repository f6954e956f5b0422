namespace AgentPlatform.EndToEnd.Tests.Isolation;

/// <summary>Every route that names something of a user's.</summary>
internal static class Routes
{
    public static readonly (HttpMethod Method, string Route, object? Body)[] All =
    [
        (HttpMethod.Delete, "/api/agents/{agent}", null),
        (HttpMethod.Delete, "/api/conversations/{conversation}", null),
        (HttpMethod.Delete, "/api/workspaces/{agent}", null),
        (HttpMethod.Delete, "/api/workspaces/{agent}/files/out/report.md", null),
        (HttpMethod.Get, "/api/agents/{agent}", null),
        (HttpMethod.Get, "/api/agents/{agent}/export", null),
        (HttpMethod.Get, "/api/agents/{agent}/versions", null),
        (HttpMethod.Get, "/api/agents/{agent}/versions/1", null),
        (HttpMethod.Get, "/api/conversations/{conversation}", null),
        (HttpMethod.Get, "/api/conversations/{conversation}/messages", null),
        (HttpMethod.Get, "/api/executions/{execution}", null),
        (HttpMethod.Get, "/api/executions/{execution}/artifacts", null),
        (HttpMethod.Get, "/api/executions/{execution}/artifacts/report.md", null),
        (HttpMethod.Get, "/api/executions/{execution}/events", null),
        (HttpMethod.Get, "/api/executions/{execution}/replay", null),
        (HttpMethod.Get, "/api/executions/{execution}/steps", null),
        (HttpMethod.Get, "/api/schedules/{agent}/occurrences", null),
        (HttpMethod.Get, "/api/workspaces/{agent}", null),
        (HttpMethod.Get, "/api/workspaces/{agent}/files/out/report.md", null),
        (HttpMethod.Patch, "/api/agents/{agent}", new { name = "x" }),
        (HttpMethod.Patch, "/api/conversations/{conversation}", new { title = "x" }),
        (HttpMethod.Post, "/api/agents/{agent}/activate", null),
        (HttpMethod.Post, "/api/agents/{agent}/archive", null),
        (HttpMethod.Post, "/api/agents/{agent}/deactivate", null),
        (HttpMethod.Post, "/api/agents/{agent}/versions/1/restore", null),
        (HttpMethod.Post, "/api/conversations/{conversation}/messages", new { content = "x" }),
        (HttpMethod.Post, "/api/executions/{execution}/approvals/0", new { approve = true }),
        (HttpMethod.Post, "/api/executions/{execution}/cancel", null),
        (HttpMethod.Post, "/api/executions/{execution}/retry", null),
        (HttpMethod.Post, "/api/schedules/{agent}/pause", new { }),
        (HttpMethod.Post, "/api/schedules/{agent}/resume", null),
        (HttpMethod.Post, "/api/schedules/{agent}/trigger", null),
    ];

    /// <summary>The path with these ids.</summary>
    public static string At(string route, string agent, string conversation, string execution) =>
        route.Replace("{agent}", agent, StringComparison.Ordinal).Replace("{conversation}", conversation, StringComparison.Ordinal).Replace("{execution}", execution, StringComparison.Ordinal);
}
