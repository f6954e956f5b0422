using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Logs;
using AgentPlatform.ServiceDefaults.Problems;
using ExecutionService.Executions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ExecutionService.Replays;

/// <summary><c>/api/executions/{id}/replay</c>.</summary>
internal static class ReplayEndpoints
{
    public static void MapReplay(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/executions/{id}/replay", ReplayAsync).WithTags("Executions").WithName("replayExecution").ProducesProblem(401).ProducesProblem(404);

    private static async Task<Results<Ok<ReplayReport>, ProblemHttpResult>> ReplayAsync(string id, Caller caller, ExecutionStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.UserId, id, cancellationToken) is not { } execution)
        {
            return Problem.NotFound();
        }

        var replay = await JournalReplay.OfAsync(execution, new AppendLog(store.Journal(id)), cancellationToken);
        return TypedResults.Ok(new ReplayReport(replay.Differences.Count == 0, replay.EventHash));
    }
}
