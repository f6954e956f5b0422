using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SchedulerService.Schedules;

/// <summary><c>/internal/schedules</c>: questions of other services.</summary>
internal static class ScheduleQuestionEndpoints
{
    public static void MapScheduleQuestions(this IEndpointRouteBuilder app)
    {
        var questions = app.MapGroup("/internal/schedules");
        questions.MapPost("resolve", Resolve);
        questions.MapPost("next-runs", NextRuns);
    }

    private static Results<Ok<Schedule>, ProblemHttpResult> Resolve(ResolveScheduleRequest request, Caller caller, TimeProvider clock) =>
        ScheduleRules.Resolve(request.Schedule, caller.TimeZone, clock.GetUtcNow()) is var resolution && resolution is ScheduleResolution.Resolved { Schedule: var schedule }
            ? TypedResults.Ok(schedule)
            : ScheduleProblems.Of(resolution);

    private static Ok<NextRunsAnswer> NextRuns(NextRunsRequest request, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new NextRunsAnswer([.. request.Schedules.Select(schedule => ScheduleRules.NextRuns(schedule, now, request.Count))]));
    }
}
