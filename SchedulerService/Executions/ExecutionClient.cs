using System.Net;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;

namespace SchedulerService.Executions;

/// <summary>Asks ExecutionService about runs.</summary>
internal sealed class ExecutionClient(HttpClient http)
{
    /// <summary>A run; null when it is not known there.</summary>
    /// <exception cref="HttpRequestException">ExecutionService is not available.</exception>
    public async Task<Execution?> FindAsync(string userId, string executionId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/executions/{Uri.EscapeDataString(executionId)}").For(new Caller(userId, "en", "UTC"));
        using var response = await http.SendAsync(request, cancellationToken);

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Execution>(JsonDefaults.Lenient, cancellationToken))!;
    }

    /// <summary>The newest runs of the user's agent that ended with success; none of an agent that is unknown or another user's.</summary>
    /// <exception cref="HttpRequestException">ExecutionService is not available.</exception>
    public async Task<IReadOnlyList<Execution>> ListSuccessesAsync(string userId, string agentId, int limit, CancellationToken cancellationToken)
    {
        var path = $"/api/executions?agentId={Uri.EscapeDataString(agentId)}&status={ExecutionStatus.Success}&limit={limit}";
        using var request = new HttpRequestMessage(HttpMethod.Get, path).For(new Caller(userId, "en", "UTC"));
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Page<Execution>>(JsonDefaults.Lenient, cancellationToken))!.Items;
    }
}
