using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using SchedulerService.Schedules.Input;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Schedules;

/// <summary><c>/internal/schedules</c>: questions and news of other services.</summary>
internal static class ScheduleQuestionEndpoints
{
    public static void MapScheduleQuestions(this IEndpointRouteBuilder app)
    {
        var questions = app.MapGroup("/internal/schedules");
        questions.MapPost("resolve", Resolve);
        questions.MapPost("next-runs", NextRuns);
        questions.MapPost("changed", ChangedAsync).AnswerBusy(ByBus);
        questions.MapPost("deleted", DeletedAsync).AnswerBusy(ByBus);
    }

    private static Results<Ok<Schedule>, ProblemHttpResult> Resolve(ResolveScheduleRequest request, Caller caller, TimeProvider clock) =>
        ScheduleRules.Resolve(request.Schedule, request.DefaultTimeZone ?? caller.TimeZone, clock.GetUtcNow(), request.MayBeOver) is var resolution && resolution is ScheduleResolution.Resolved { Schedule: var schedule }
            ? TypedResults.Ok(schedule)
            : ScheduleProblems.Of(resolution);

    private static Ok<NextRunsAnswer> NextRuns(NextRunsRequest request, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new NextRunsAnswer([.. request.Schedules.Select(schedule => ScheduleRules.NextRuns(schedule, now, request.Count))]));
    }

    /// <summary>Nothing is lost: the outbox says it, too.</summary>
    private static IResult ByBus() => TypedResults.Accepted((string?)null);

    /// <summary>What the bus says, too, sooner: who has just changed an agent finds its schedule.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> ChangedAsync(AgentScheduleChanged change, Caller caller, ScheduleWriter writer, CancellationToken cancellationToken)
    {
        if (change.UserId != caller.UserId)
        {
            return Problem.NotFound();
        }

        await writer.ChangeAsync(change, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <inheritdoc cref="ChangedAsync"/>
    private static async Task<Results<NoContent, ProblemHttpResult>> DeletedAsync(AgentDeleted deletion, Caller caller, ScheduleWriter writer, CancellationToken cancellationToken)
    {
        if (deletion.UserId != caller.UserId)
        {
            return Problem.NotFound();
        }

        await writer.DeleteAsync(deletion, cancellationToken);
        return TypedResults.NoContent();
    }
}
