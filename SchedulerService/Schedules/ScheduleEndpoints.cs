using System.ComponentModel.DataAnnotations;
using System.Globalization;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Idempotency;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Outbox;
using AgentPlatform.ServiceDefaults.Paging;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using SchedulerService.Ledger;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Schedules;

/// <summary><c>/api/schedules</c>.</summary>
internal static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder app)
    {
        var schedules = app.MapGroup("/api/schedules").AnswerBusy(Busy).WithTags("Schedules").ProducesProblem(401);
        schedules.MapGet("", ListAsync).WithName("listSchedules").ProducesProblem(400);
        schedules.MapPost("{agentId}/pause", PauseAsync).WithName("pauseSchedule").ProducesProblem(400).ProducesProblem(404);
        schedules.MapPost("{agentId}/resume", ResumeAsync).WithName("resumeSchedule").ProducesProblem(400).ProducesProblem(404);
        schedules.MapPost("{agentId}/trigger", TriggerAsync).WithName("triggerSchedule").WithIdempotency().ProducesProblem(400).ProducesProblem(404).ProducesProblem(422);
        schedules.MapGet("{agentId}/occurrences", OccurrencesAsync).WithName("listOccurrences").ProducesProblem(400).ProducesProblem(404);
    }

    /// <summary>For those who change a schedule.</summary>
    public static IResult Busy() => Problem.Of(ProblemCodes.Unavailable, "The schedule is changed by others all the time right now; try again in some seconds.");

    private static async Task<Results<Ok<Page<ScheduleView>>, ProblemHttpResult>> ListAsync(
        [StringLength(64)] string? agentId, [AsParameters] PageQuery page, Caller caller, ScheduleStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();

        if (agentId is not null)
        {
            if (page.Cursor is not null)
            {
                return Problem.Validation("cursor", "The schedules of one agent are one page; there is no cursor.");
            }

            var schedule = await store.FindAsync(caller.UserId, agentId, cancellationToken);
            return TypedResults.Ok(new Page<ScheduleView>(schedule is null ? [] : [schedule.ToView(now)], null));
        }

        var (found, problem) = await store.ListAsync(caller.UserId, page, cancellationToken);
        return found is null ? problem! : TypedResults.Ok(new Page<ScheduleView>([.. found.Items.Select(schedule => schedule.ToView(now))], found.NextCursor));
    }

    private static async Task<Results<Ok<ScheduleView>, ProblemHttpResult>> PauseAsync(
        string agentId, PauseRequest? request, Caller caller, ScheduleWriter writer, TimeProvider clock, CancellationToken cancellationToken) =>
        await writer.PauseAsync(caller.UserId, agentId, paused: true, Said(request?.Reason), cancellationToken) is { } schedule
            ? TypedResults.Ok(schedule.ToView(clock.GetUtcNow()))
            : Problem.NotFound();

    // The empty body is bound so that what it must not have is refused, as everywhere.
    private static async Task<Results<Ok<ScheduleView>, ProblemHttpResult>> ResumeAsync(
        string agentId, EmptyRequest? request, Caller caller, ScheduleWriter writer, TimeProvider clock, CancellationToken cancellationToken) =>
        await writer.PauseAsync(caller.UserId, agentId, paused: false, reason: null, cancellationToken) is { } schedule
            ? TypedResults.Ok(schedule.ToView(clock.GetUtcNow()))
            : Problem.NotFound();

    private static async Task<Results<Accepted<TriggerAnswer>, ProblemHttpResult>> TriggerAsync(
        string agentId, EmptyRequest? request, Caller caller, HttpContext context, ScheduleStore store, FirestoreDb db, Outbox outbox, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.UserId, agentId, cancellationToken) is null)
        {
            return Problem.NotFound();
        }

        var commit = db.StartBatch();
        var executionId = context.NewResourceId();
        var order = outbox.Add(commit, new StartExecution(executionId, caller.UserId, agentId, new ExecutionTrigger(TriggerKind.Manual), null));
        await commit.CommitAsync(cancellationToken);
        outbox.Release(order);
        return TypedResults.Accepted($"/api/executions/{executionId}", new TriggerAnswer(executionId));
    }

    private static async Task<Results<Ok<Page<OccurrenceView>>, ProblemHttpResult>> OccurrencesAsync(
        string agentId, [AsParameters] PageQuery page, Caller caller, ScheduleStore store, OccurrenceStore ledger, CancellationToken cancellationToken)
    {
        // The history of a deleted agent stays readable.
        if (await store.LoadAsync(agentId, cancellationToken) is not { } schedule || schedule.UserId != caller.UserId)
        {
            return Problem.NotFound();
        }

        var (found, problem) = await ledger.ListAsync(agentId, page, cancellationToken);
        return found is null ? problem! : TypedResults.Ok(found);
    }

    // A reason of spaces, or of signs that nobody sees, is none.
    private static string? Said(string? reason) =>
        reason?.Any(sign => !char.IsWhiteSpace(sign) && char.GetUnicodeCategory(sign) is not (UnicodeCategory.Control or UnicodeCategory.Format)) == true ? reason : null;
}
