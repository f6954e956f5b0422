using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Hosting;
using ChatService.Cards;
using ChatService.Conversations;
using ChatService.Designing;
using ChatService.Platform;
using ChatService.Sockets;
using ChatService.Turns;

namespace ChatService;

/// <summary>Conversations with the designer.</summary>
public static class ChatServiceApp
{
    /// <summary>Builds the service; <paramref name="configure"/> lets a host put in its database and bus.</summary>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.AddServiceDefaults("chatservice", bus => bus.AddConsumer<RunEndedConsumer>());
        builder.Services.AddOptions<ConversationOptions>().BindConfiguration(ConversationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.AddLlm();
        builder.Services.AddValidation();
        builder.Services.AddServiceClient<AgentClient>("agentservice");
        builder.Services.AddServiceClient<ExecutionClient>("executionservice");
        builder.Services.AddServiceClient<SchedulerClient>("schedulerservice");
        builder.AddLogs();
        builder.Services.AddSingleton<ConversationStore>();
        builder.Services.AddSingleton<LiveConversations>();
        builder.Services.AddSingleton<AgentDesigner>();
        builder.Services.AddSingleton<CardActions>();
        builder.Services.AddSingleton<TurnRunner>();
        builder.Services.AddHostedService<TurnSweeper>();

        var app = builder.Build();
        app.UseServiceDefaults();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
        app.MapConversations();
        app.MapMessages();
        app.MapChatSocket();
        app.MapModel();
        return app;
    }
}
