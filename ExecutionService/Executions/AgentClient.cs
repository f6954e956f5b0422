using System.Net;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;

namespace ExecutionService.Executions;

/// <summary>Asks AgentService for agents.</summary>
internal sealed class AgentClient(HttpClient http)
{
    /// <summary>The caller's agent, null when there is none.</summary>
    /// <exception cref="HttpRequestException">AgentService is not available.</exception>
    public async Task<Agent?> FindAsync(Caller caller, string agentId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/agents/{Uri.EscapeDataString(agentId)}").For(caller);
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<Agent>(JsonDefaults.Lenient, cancellationToken);
    }
}
