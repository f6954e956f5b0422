using AgentPlatform.ServiceDefaults.Hosting;
using SchedulerService.Executions;
using SchedulerService.Firing;
using SchedulerService.Forecasting;
using SchedulerService.Phrases;
using SchedulerService.Schedules;
using SchedulerService.Ticks;

namespace SchedulerService;

/// <summary>Schedules, the phrases that describe them, and the ledger of their occurrences.</summary>
public static class SchedulerServiceApp
{
    /// <summary>Builds the service; <paramref name="configure"/> lets a host put in its database and bus.</summary>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.AddServiceDefaults("schedulerservice", bus =>
        {
            bus.AddConsumer<AgentDeletedConsumer>();
            bus.AddConsumer<AgentScheduleChangedConsumer>();
            bus.AddConsumer<ExecutionEndedConsumer>();
        });
        builder.Services.AddOptions<FiringOptions>().BindConfiguration(FiringOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddValidation();
        builder.Services.AddServiceClient<ExecutionClient>("executionservice");
        builder.Services.AddSingleton<ScheduleStore>();
        builder.Services.AddSingleton<ScheduleWriter>();
        builder.Services.AddSingleton<FiringStep>();
        builder.Services.AddSingleton<SchedulerPeers>();
        builder.Services.AddHostedService<FiringLoop>();
        builder.Services.AddSingleton<Forecaster>();
        builder.AddTicks();

        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapSchedules();
        app.MapScheduleQuestions();
        app.MapForecasts();
        app.MapPhraseQuestions();
        app.MapTicks();
        return app;
    }
}
