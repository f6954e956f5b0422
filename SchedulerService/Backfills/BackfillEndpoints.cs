using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Idempotency;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using SchedulerService.Schedules;

namespace SchedulerService.Backfills;

/// <summary><c>/api/schedules/{agentId}/backfill</c>.</summary>
internal static class BackfillEndpoints
{
    public static void MapBackfills(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/schedules/{agentId}/backfill", BackfillAsync).AnswerBusy(ScheduleEndpoints.Busy).WithTags("Schedules").WithName("backfillSchedule").WithIdempotency()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    private static async Task<Results<Accepted<BackfillAnswer>, ProblemHttpResult>> BackfillAsync(
        string agentId, BackfillRequest request, Caller caller, HttpContext context, BackfillWriter writer, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (from, to) = (request.From!.Value, request.To!.Value);
        if (BackfillRules.WhyNot(from, to, clock.GetUtcNow()) is var (field, message))
        {
            return Problem.Validation(field, message);
        }

        var (answer, problem) = await writer.AcceptAsync(caller.UserId, agentId, context.NewResourceId(), from, to, request.Overlap, cancellationToken);
        return problem is null ? TypedResults.Accepted($"/api/schedules/{agentId}/occurrences", answer) : problem;
    }
}
