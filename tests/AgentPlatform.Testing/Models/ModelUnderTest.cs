using AgentPlatform.Llm;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentPlatform.Testing.Models;

/// <summary>Puts a test's model in the place of the provider, behind the product's own guard.</summary>
public static class ModelUnderTest
{
    /// <summary>The service asks <paramref name="model"/>, whatever its configuration says.</summary>
    public static void UseModel(this WebApplicationBuilder builder, IChatClient model) =>
        builder.Host.ConfigureContainer<IServiceCollection>((_, services) => services.AddSingleton<IChatClient>(provider => new GuardedChatClient(
            model,
            TimeSpan.FromMinutes(2),
            TimeSpan.FromMinutes(1),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GuardedChatClient>>())));
}
