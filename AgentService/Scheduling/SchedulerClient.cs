using System.Net;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentService.Scheduling;

/// <summary>Asks SchedulerService about schedules.</summary>
internal sealed partial class SchedulerClient(HttpClient http, ILogger<SchedulerClient> logger)
{
    /// <summary>How long the answer to a change waits for the scheduler to take it in.</summary>
    private static readonly TimeSpan NewsPatience = TimeSpan.FromSeconds(2);

    /// <summary>How long an activation, or a change of an active agent, waits for a forecast.</summary>
    private static readonly TimeSpan ForecastPatience = TimeSpan.FromSeconds(10);

    /// <summary>The schedule with everything resolved, or the problem that the scheduler has with it. It is in <paramref name="defaultZone"/>, or the caller's zone, when it names none. Its instants may have passed where <paramref name="mayBeOver"/> says so.</summary>
    /// <exception cref="HttpRequestException">The scheduler is not available.</exception>
    public async Task<(Schedule? Schedule, ProblemHttpResult? Problem)> ResolveAsync(Caller caller, ScheduleInput input, string? defaultZone, bool mayBeOver, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/internal/schedules/resolve").For(caller).Repeatable();
        request.Content = JsonContent.Create(new ResolveScheduleRequest(input, defaultZone, mayBeOver), options: JsonDefaults.Strict);
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.BadRequest)
        {
            return (null, await Problem.PassOnAsync(response, cancellationToken));
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
            using var request = new HttpRequestMessage(HttpMethod.Post, "/internal/schedules/next-runs").For(caller).Repeatable();
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

    /// <summary>
    /// What a schedule will do, by the agent's last runs and one more run; null when the scheduler does not say it within
    /// <see cref="ForecastPatience"/>, so that nothing depends on it.
    /// </summary>
    public async Task<ScheduleForecast?> ForecastAsync(Caller caller, ForecastRequest question, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ForecastPatience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/internal/schedules/forecast").For(caller).Repeatable();
            request.Content = JsonContent.Create(question, options: JsonDefaults.Strict);
            using var response = await http.SendAsync(request, patience.Token);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<ScheduleForecast>(JsonDefaults.Lenient, patience.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogNoForecast(question.AgentId, exception.Message);
            return null;
        }
    }

    /// <summary>
    /// Tells the scheduler what the outbox tells it, too, so that whoever has changed an agent finds its schedule at once.
    /// Nothing depends on it: after <see cref="NewsPatience"/>, or when the scheduler is away, the bus brings it.
    /// </summary>
    public Task TellAsync(Caller caller, AgentScheduleChanged change, CancellationToken cancellationToken) => TellAsync(caller, "/internal/schedules/changed", change, cancellationToken);

    /// <inheritdoc cref="TellAsync(Caller, AgentScheduleChanged, CancellationToken)"/>
    public Task TellAsync(Caller caller, AgentDeleted deletion, CancellationToken cancellationToken) => TellAsync(caller, "/internal/schedules/deleted", deletion, cancellationToken);

    private async Task TellAsync<T>(Caller caller, string path, T news, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(NewsPatience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path).For(caller);
            request.Content = JsonContent.Create(news, options: JsonDefaults.Strict);
            using var response = await http.SendAsync(request, patience.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException or OperationCanceledException)
        {
            LogLater(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The scheduler did not answer; agents are shown with the runs known when they were saved")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(LogLevel.Warning, "There is no forecast for agent {AgentId} ({Reason}); its change is taken without one")]
    private partial void LogNoForecast(string agentId, string reason);

    [LoggerMessage(LogLevel.Information, "The scheduler hears of a change over the bus only ({Reason})")]
    private partial void LogLater(string reason);
}
