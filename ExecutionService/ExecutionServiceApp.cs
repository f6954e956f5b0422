using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Hosting;
using ExecutionService.AgentLoop;
using ExecutionService.Approvals;
using ExecutionService.Budgets;
using ExecutionService.ClaudeCode;
using ExecutionService.Egress;
using ExecutionService.Executions;
using ExecutionService.Mcp;
using ExecutionService.Notifications;
using ExecutionService.Replays;
using ExecutionService.Sandboxes;
using ExecutionService.Secrets;
using ExecutionService.Tools;
using ExecutionService.Workspaces;
using ExecutionService.Workspaces.Leaving;

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
            bus.AddConsumer<CancelExecutionConsumer>();
            bus.AddConsumer<DeletedAgentWorkspaceConsumer>();
            bus.AddConsumer<ExecutionQueuedConsumer>();
            bus.AddConsumer<StartExecutionConsumer>();
        });
        builder.Services.AddOptions<ExecutionOptions>().BindConfiguration(ExecutionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddValidation();
        builder.Services.AddServiceClient<AgentClient>("agentservice");
        builder.Services.AddServiceClient<SchedulerClient>("schedulerservice");
        builder.AddLlm();
        builder.AddLogs();
        builder.AddAgentLoop();
        builder.AddClaudeCode();
        builder.AddEgress();
        builder.AddExecutions();
        builder.AddMcp();
        builder.AddNotifications();
        builder.AddSandbox();
        builder.AddSecrets();
        builder.AddTools();
        builder.AddWorkspaces();

        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapApprovals();
        app.MapBudget();
        app.MapExecutions();
        app.MapReplay();
        app.MapSecrets();
        app.MapTools();
        app.MapWorkspaces();
        return app;
    }
}
