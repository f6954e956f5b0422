using ExecutionService.Tools;

namespace ExecutionService.Notifications;

/// <summary>Registers the <c>notify</c> tool and its deliveries.</summary>
internal static class NotificationExtensions
{
    public static void AddNotifications(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<NotificationOptions>().BindConfiguration(NotificationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<NotificationStore>();
        builder.Services.AddSingleton<NotificationSender>();
        builder.Services.AddSingleton<IToolSource, NotifyTool>();
        builder.Services.AddHostedService<NotificationRelay>();
    }
}
