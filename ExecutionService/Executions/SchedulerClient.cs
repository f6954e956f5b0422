using System.Net;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ExecutionService.Executions;

/// <summary>Asks SchedulerService.</summary>
internal sealed class SchedulerClient(HttpClient http)
{
    /// <summary>What the scheduler has against a schedule, null when nothing. A test run does not follow it, but a draft with a bad one is a bad draft.</summary>
    /// <exception cref="HttpRequestException">SchedulerService is not available.</exception>
    public async Task<ProblemHttpResult?> WhyNotAsync(Caller caller, ScheduleInput schedule, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/internal/schedules/resolve").For(caller).Repeatable();
        request.Content = JsonContent.Create(new ResolveScheduleRequest(schedule), options: JsonDefaults.Strict);
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.BadRequest)
        {
            return await Problem.PassOnAsync(response, cancellationToken);
        }

        response.EnsureSuccessStatusCode();
        return null;
    }
}
