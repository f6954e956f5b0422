using AgentPlatform.ServiceDefaults.Hosting;
using AgentService.Agents;
using AgentService.Portable;
using AgentService.Scheduling;
using AgentService.Templates;
using AgentService.Usage;
using AgentService.Versions;
using MassTransit;

namespace AgentService;

/// <summary>Agents, their versions, templates and the usage ledger.</summary>
public static class AgentServiceApp
{
    /// <summary>Builds the service; <paramref name="configure"/> lets a host put in its database and bus.</summary>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.AddServiceDefaults("agentservice", bus =>
        {
            bus.AddConsumer<AgentBudgetSpentConsumer>();
            bus.AddConsumer<ExecutionEndedConsumer>();
            bus.AddConsumer<ChatTurnEndedConsumer>((_, consumer) => consumer.Options<BatchOptions>(batch => batch.SetMessageLimit(ChatTurnEndedConsumer.MaxMessages).SetTimeLimit(ChatTurnEndedConsumer.MaxWait)));
        });
        builder.Services.AddValidation();
        builder.Services.AddServiceClient<SchedulerClient>("schedulerservice");
        builder.Services.AddOptions<AgentLimitOptions>().BindConfiguration(AgentLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<AgentStore>();
        builder.Services.AddSingleton<AgentWriter>();
        builder.Services.AddSingleton<UsageLedger>();

        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapAgents();
        app.MapVersions();
        app.MapPortableAgents();
        app.MapTemplates();
        app.MapUsage();
        return app;
    }
}
