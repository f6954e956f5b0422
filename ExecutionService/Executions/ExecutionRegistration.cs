using ExecutionService.Approvals;

namespace ExecutionService.Executions;

/// <summary>Adds executions as people and other services see them.</summary>
internal static class ExecutionRegistration
{
    public static void AddExecutions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ApprovalWriter>();
        builder.Services.AddSingleton<ExecutionStore>();
        builder.Services.AddSingleton<DeletedAgents>();
        builder.Services.AddSingleton<ExecutionStarter>();
        builder.Services.AddSingleton<ExecutionCanceller>();
    }
}
