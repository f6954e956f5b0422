using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Hosting;
using ExecutionService.AgentLoop;
using ExecutionService.ClaudeCode;
using ExecutionService.Executions;
using ExecutionService.Tools;

namespace ExecutionService;

/// <summary>Durable runs of agents.</summary>
public static class ExecutionServiceApp
{
    /// <summary>Builds the service; <paramref name="configure"/> lets a host put in its database and bus.</summary>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.AddServiceDefaults("executionservice", bus =>
        {
            bus.AddConsumer<AgentDeletedConsumer>();
            bus.AddConsumer<ExecutionQueuedConsumer>();
            bus.AddConsumer<StartExecutionConsumer>();
        });
        builder.Services.AddOptions<ExecutionOptions>().BindConfiguration(ExecutionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.AddLlm();
        builder.AddClaudeCode();
        builder.Services.AddValidation();
        builder.Services.AddServiceClient<AgentClient>("agentservice");
        builder.Services.AddServiceClient<SchedulerClient>("schedulerservice");
        builder.AddLogs();
        builder.Services.AddSingleton<ExecutionStore>();
        builder.Services.AddSingleton<ExecutionStarter>();
        builder.Services.AddSingleton<ExecutionCanceller>();
        builder.Services.AddSingleton<IToolSource, ClockTool>();
        builder.Services.AddSingleton<IToolSource, FileTools>();
        builder.Services.AddSingleton<ToolCatalog>();
        builder.Services.AddSingleton<RunningExecutions>();
        builder.Services.AddSingleton<AgentRunner>();
        builder.Services.AddSingleton<ExecutionWorker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ExecutionWorker>());
        builder.Services.AddHostedService<ExecutionSweeper>();

        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapExecutions();
        return app;
    }
}
