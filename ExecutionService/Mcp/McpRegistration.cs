using ExecutionService.Egress.Rules;
using ExecutionService.Mcp.Transports;
using ExecutionService.Secrets;
using ExecutionService.Tools;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ExecutionService.Mcp;

/// <summary>Adds the tools of MCP servers.</summary>
internal static class McpRegistration
{
    public static void AddMcp(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<McpOptions>().BindConfiguration(McpOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(McpNetwork.Public);
        builder.Services.TryAddSingleton(services => new McpSecretReader(async (userId, name, host, cancellationToken) =>
            await services.GetRequiredService<SecretVault>().FindAsync(userId, name, cancellationToken) is { } secret && HostNames.Covers(secret.Hosts, host) ? secret.Value : null));
        builder.Services.AddSingleton<McpHttp>();
        builder.Services.AddSingleton<IToolSource, McpTools>();
    }
}
