using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ExecutionService.Budgets;

/// <summary><c>/api/budget</c>.</summary>
internal static class BudgetEndpoints
{
    public static void MapBudget(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/budget", GetAsync).WithTags("Usage").WithName("getBudget").ProducesProblem(401);

    private static async Task<Ok<BudgetReport>> GetAsync(Caller caller, BudgetLedger budgets, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var day = await budgets.ReadDayAsync(caller.UserId, now, cancellationToken);
        return TypedResults.Ok(new BudgetReport(new BudgetView(day.Limit, day.Used, day.Held, new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero))));
    }
}
