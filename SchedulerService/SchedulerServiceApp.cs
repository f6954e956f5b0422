using AgentPlatform.ServiceDefaults.Hosting;
using SchedulerService.Backfills;
using SchedulerService.Executions;
using SchedulerService.Firing;
using SchedulerService.Forecasting;
using SchedulerService.Holidays;
using SchedulerService.Ledger;
using SchedulerService.Phrases;
using SchedulerService.Schedules;
using SchedulerService.Schedules.Storage;
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
        builder.AddHolidays();
        builder.Services.AddValidation();
        builder.Services.AddServiceClient<ExecutionClient>("executionservice");
        builder.Services.AddSingleton<BackfillRecords>();
        builder.Services.AddSingleton<BackfillWriter>();
        builder.Services.AddOptions<LedgerOptions>().BindConfiguration(LedgerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<LedgerSweep>();
        builder.Services.AddHostedService<LedgerSweepLoop>();
        builder.Services.AddSingleton<OccurrenceStore>();
        builder.Services.AddSingleton<ScheduleStore>();
        builder.Services.AddSingleton<ScheduleWriter>();
        builder.Services.AddOptions<ForecastOptions>().BindConfiguration(ForecastOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Forecaster>();
        builder.AddFiring();
        builder.AddTicks();

        var app = builder.Build();
        app.UseHolidays();
        app.UseServiceDefaults();
        app.MapBackfills();
        app.MapSchedules();
        app.MapScheduleQuestions();
        app.MapForecasts();
        app.MapPhraseQuestions();
        app.MapTicks();
        return app;
    }
}
