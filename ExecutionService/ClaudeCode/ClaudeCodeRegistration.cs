using ExecutionService.ClaudeCode.Commands;
using ExecutionService.ClaudeCode.Relay;

namespace ExecutionService.ClaudeCode;

/// <summary>Registers the engine.</summary>
internal static class ClaudeCodeRegistration
{
    public static WebApplicationBuilder AddClaudeCode(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ClaudeCodeOptions>().BindConfiguration(ClaudeCodeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHttpClient(ModelRelay.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            // An answer is passed on as it comes: nothing is followed, kept or unpacked on the way.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(15),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            });
        builder.Services.AddSingleton<ModelRelay>();
        builder.Services.AddSingleton<ClaudeCodeProgram>();
        builder.Services.AddSingleton<ClaudeCodeEngine>();
        return builder;
    }
}
