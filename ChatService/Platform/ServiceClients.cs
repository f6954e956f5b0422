using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Identity;

namespace ChatService.Platform;

/// <summary>Asks AgentService.</summary>
internal sealed class AgentClient(HttpClient http)
{
    public async Task<Agent?> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await http.AskAsync<Agent>(caller, HttpMethod.Get, $"/api/agents/{Uri.EscapeDataString(id)}", null, null, cancellationToken);
        }
        catch (PlatformRefusal refusal) when (refusal.Code == ProblemCodes.NotFound)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<Agent>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        (await http.AskAsync<Page<Agent>>(caller, HttpMethod.Get, "/api/agents?limit=50", null, null, cancellationToken)).Items;

    public Task<Agent> CreateAsync(Caller caller, AgentDefinition definition, string idempotencyKey, CancellationToken cancellationToken) =>
        http.AskAsync<Agent>(caller, HttpMethod.Post, "/api/agents", definition, idempotencyKey, cancellationToken);

    public Task<Agent> UpdateAsync(Caller caller, string id, AgentDefinition definition, CancellationToken cancellationToken) =>
        http.AskAsync<Agent>(caller, HttpMethod.Patch, $"/api/agents/{Uri.EscapeDataString(id)}", definition, null, cancellationToken);

    /// <summary>Switches an agent on. The run that tested its draft says what its schedule will cost.</summary>
    public Task<Agent> ActivateAsync(Caller caller, string id, string? testExecutionId, CancellationToken cancellationToken) =>
        http.AskAsync<Agent>(caller, HttpMethod.Post, $"/api/agents/{Uri.EscapeDataString(id)}/activate{(testExecutionId is null ? "" : $"?executionId={Uri.EscapeDataString(testExecutionId)}")}", null, null, cancellationToken);
}

/// <summary>Asks ExecutionService.</summary>
internal sealed class ExecutionClient(HttpClient http)
{
    public Task<Execution> StartAsync(Caller caller, StartExecutionRequest request, string idempotencyKey, CancellationToken cancellationToken) =>
        http.AskAsync<Execution>(caller, HttpMethod.Post, "/api/executions", request, idempotencyKey, cancellationToken);

    public Task<Execution> GetAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        http.AskAsync<Execution>(caller, HttpMethod.Get, $"/api/executions/{Uri.EscapeDataString(id)}", null, null, cancellationToken);
}

/// <summary>Asks SchedulerService.</summary>
internal sealed class SchedulerClient(HttpClient http)
{
    /// <summary>Finds the schedule in a text; one that is <paramref name="whole"/> says nothing else.</summary>
    public Task<FindPhraseAnswer> FindPhraseAsync(Caller caller, string text, bool whole, CancellationToken cancellationToken) =>
        http.AskAsync<FindPhraseAnswer>(caller, HttpMethod.Post, "/internal/phrases/find", new FindPhraseRequest(text, caller.TimeZone, whole), null, cancellationToken);
}
