using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ExecutionService.Approvals;

/// <summary><c>/api/executions/{id}/approvals</c>.</summary>
internal static class ApprovalEndpoints
{
    public static void MapApprovals(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/executions/{id}/approvals/{stepIndex:int}", DecideAsync).WithTags("Executions").WithName("decideApproval")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(409);

    private static async Task<Results<Accepted<Execution>, ProblemHttpResult>> DecideAsync(
        string id, int stepIndex, ApprovalDecision decision, Caller caller, ApprovalWriter writer, CancellationToken cancellationToken)
    {
        var (execution, problem) = await writer.DecideAsync(caller.UserId, id, stepIndex, new(decision.Approve, decision.Note), cancellationToken);
        return execution is null ? problem! : TypedResults.Accepted($"/api/executions/{id}", execution.ToExecution());
    }
}
