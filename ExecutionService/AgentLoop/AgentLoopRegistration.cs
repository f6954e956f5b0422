using ExecutionService.AgentLoop.Holding;
using ExecutionService.Budgets;

namespace ExecutionService.AgentLoop;

/// <summary>Adds the workers of runs and the budgets that they keep.</summary>
internal static class AgentLoopRegistration
{
    public static void AddAgentLoop(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<BudgetOptions>().BindConfiguration(BudgetOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<BudgetLedger>();
        builder.Services.AddSingleton<RunningExecutions>();
        builder.Services.AddSingleton<AgentRunner>();
        builder.Services.AddSingleton<RunParts>();
        builder.Services.AddSingleton<ExecutionWorker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ExecutionWorker>());
        builder.Services.AddHostedService<ExecutionSweeper>();
    }
}
