using System.Net;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AgentService.Scheduling;

/// <summary>Asks SchedulerService about schedules.</summary>
internal sealed partial class SchedulerClient(HttpClient http, ILogger<SchedulerClient> logger)
{
    /// <summary>The schedule with everything resolved, or the problem that the scheduler has with it.</summary>
    /// <exception cref="HttpRequestException">The scheduler is not available.</exception>
    public async Task<(Schedule? Schedule, ProblemHttpResult? Problem)> ResolveAsync(Caller caller, ScheduleInput input, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/internal/schedules/resolve").For(caller);
        request.Content = JsonContent.Create(new ResolveScheduleRequest(input), options: JsonDefaults.Strict);
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.BadRequest)
        {
            var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(cancellationToken);
            problem!.Extensions.Remove("traceId");
            return (null, TypedResults.Problem(Problem.Complete(Plain(problem))));
        }

        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Schedule>(JsonDefaults.Lenient, cancellationToken), null);
    }

    /// <summary>The next instants of each schedule; null when the scheduler does not answer, so that reading an agent does not depend on it.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<DateTimeOffset>>?> NextRunsAsync(Caller caller, IReadOnlyList<Schedule> schedules, CancellationToken cancellationToken)
    {
        if (schedules.Count == 0)
        {
            return [];
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/internal/schedules/next-runs").For(caller);
            request.Content = JsonContent.Create(new NextRunsRequest(schedules, 5), options: JsonDefaults.Strict);
            using var response = await http.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<NextRunsAnswer>(JsonDefaults.Lenient, cancellationToken))!.NextRuns;
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException)
        {
            LogUnavailable(exception);
            return null;
        }
    }

    /// <summary>The members of a problem arrive as JSON elements; the code must be text for <see cref="Problem.Complete"/>.</summary>
    private static ProblemDetails Plain(ProblemDetails problem)
    {
        problem.Extensions["code"] = problem.Extensions["code"]?.ToString();
        return problem;
    }

    [LoggerMessage(LogLevel.Warning, "The scheduler did not answer; agents are shown with the runs known when they were saved")]
    private partial void LogUnavailable(Exception exception);
}
