using AgentPlatform.Contracts.Agents;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Hosting;
using ExecutionService.AgentLoop;
using ExecutionService.Approvals;
using ExecutionService.Budgets;
using ExecutionService.ClaudeCode;
using ExecutionService.Executions;
using ExecutionService.Replays;
using ExecutionService.Sandboxes;
using ExecutionService.Sandboxes.Kubernetes;
using ExecutionService.Mcp;
using ExecutionService.Sandboxes;
using ExecutionService.Tools;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ExecutionService.Workspaces;
using ExecutionService.Egress;
using ExecutionService.Executions;
using ExecutionService.Notifications;
using ExecutionService.Secrets;
using ExecutionService.Tools;
using ExecutionService.Tools.Web;

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
            bus.AddConsumer<DeletedAgentWorkspaceConsumer>();
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
        builder.Services.AddOptions<BudgetOptions>().BindConfiguration(BudgetOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<BudgetLedger>();
        builder.Services.AddSingleton<ApprovalWriter>();
        builder.AddSandbox();
        builder.AddWorkspaces();
        builder.Services.AddSingleton<ExecutionStore>();
        builder.Services.AddSingleton<ExecutionStarter>();
        builder.Services.AddSingleton<ExecutionCanceller>();
        builder.Services.AddSingleton<IToolSource, ClockTool>();
        builder.Services.AddSingleton<IToolSource, FileTools>();
        builder.AddKubernetesSandbox();
        builder.AddMcp();
        builder.Services.TryAddSingleton<ISandbox>(_ => new MissingSandbox("No sandbox is set up on this machine."));
        builder.Services.TryAddSingleton(new Engines(() =>
        [
            new EngineStatus(AgentEngine.ClaudeCode, false, "The Claude Code CLI is not installed on this platform."),
            new EngineStatus(AgentEngine.Loop, true),
        ]));
        builder.AddEgress();
        builder.AddSecrets();
        builder.AddFetchTool();
        builder.AddNotifications();
        builder.Services.AddSingleton<ToolCatalog>();
        builder.Services.AddSingleton<RunningExecutions>();
        builder.Services.AddSingleton<AgentRunner>();
        builder.Services.AddSingleton<ExecutionWorker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ExecutionWorker>());
        builder.Services.AddHostedService<ExecutionSweeper>();

        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapApprovals();
        app.MapBudget();
        app.MapExecutions();
        app.MapReplay();
        app.MapTools();
        app.MapWorkspaces();
        app.MapSecrets();
        return app;
    }
}
