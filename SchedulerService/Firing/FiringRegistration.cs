using SchedulerService.Executions;
using SchedulerService.Firing.Budgets;

namespace SchedulerService.Firing;

/// <summary>Adds the loop that fires due schedules.</summary>
internal static class FiringRegistration
{
    public static void AddFiring(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<FiringOptions>().BindConfiguration(FiringOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<FireBudget>();
        builder.Services.AddSingleton<FiringCommit>();
        builder.Services.AddSingleton<FiringStep>();
        builder.Services.AddSingleton<RunQuestions>();
        builder.Services.AddSingleton<SchedulerPeers>();
        builder.Services.AddHostedService<FiringLoop>();
    }
}
