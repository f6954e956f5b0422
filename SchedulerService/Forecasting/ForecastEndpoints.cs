using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Forecasting;

/// <summary><c>POST /api/schedules/preview</c>, and the same question of other services (<c>POST /internal/schedules/forecast</c>).</summary>
internal static class ForecastEndpoints
{
    private const string RetryAfterSeconds = "5";

    public static void MapForecasts(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/schedules/preview", PreviewAsync).WithName("previewSchedule").WithTags("Schedules").ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(429);
        app.MapPost("/internal/schedules/forecast", ForecastAsync);
    }

    private static async Task<Results<Ok<Preview>, ProblemHttpResult>> PreviewAsync(PreviewRequest request, Caller caller, Forecaster forecaster, TimeProvider clock, HttpResponse response, CancellationToken cancellationToken)
    {
        if (request.Count is not null && request.Days is not null)
        {
            return Problem.Validation("days", "Give either count or days.");
        }

        if (request.Days is null && (request.AgentId ?? request.ExecutionId) is not null)
        {
            return Problem.Validation("days", "A forecast by measured runs needs days.");
        }

        if (request.From is { } start && !LocalTimes.IsInReach(start.UtcDateTime))
        {
            return Problem.Validation("from", LocalTimes.Reach);
        }

        var now = clock.GetUtcNow();
        var resolution = ScheduleRules.Resolve(request.Schedule!, caller.TimeZone, now);
        if (resolution is not ScheduleResolution.Resolved { Schedule: var schedule })
        {
            return ScheduleProblems.Of(resolution);
        }

        if (request.Days is not { } days)
        {
            var next = PreviewRules.Runs(request, schedule, now);
            return TypedResults.Ok(new Preview(schedule, next, Skipped: PreviewRules.Skipped(request, schedule, next, now)));
        }

        var (measured, problem) = await forecaster.MeasureAsync(caller, request.AgentId, request.ExecutionId, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        (var forecast, problem) = await forecaster.PreviewAsync(caller.UserId, request.AgentId, schedule, request.From ?? now, days, measured, cancellationToken);
        if (forecast is null)
        {
            return Refused(problem!, response);
        }

        var runs = PreviewRules.Runs(request, schedule, now);
        var truncated = forecast.Instants > runs.Count;
        return TypedResults.Ok(new Preview(schedule, runs, truncated ? true : null, truncated ? forecast.Instants : null, forecast, PreviewRules.Skipped(request, schedule, runs, now)));
    }

    private static async Task<Results<Ok<ScheduleForecast>, ProblemHttpResult>> ForecastAsync(ForecastRequest request, Caller caller, Forecaster forecaster, TimeProvider clock, HttpResponse response, CancellationToken cancellationToken)
    {
        // The agent is the caller's, as AgentService knows; runs of others are never told here.
        var measured = await forecaster.MeasureAsync(caller, request, cancellationToken);
        var (forecast, problem) = await forecaster.ForecastAsync(caller.UserId, request, clock.GetUtcNow(), measured, cancellationToken);
        return forecast is null ? Refused(problem!, response) : TypedResults.Ok(forecast);
    }

    private static ProblemHttpResult Refused(ProblemHttpResult problem, HttpResponse response)
    {
        if (problem.StatusCode == StatusCodes.Status429TooManyRequests)
        {
            response.Headers.RetryAfter = RetryAfterSeconds;
        }

        return problem;
    }
}
