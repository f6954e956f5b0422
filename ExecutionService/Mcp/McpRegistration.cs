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
        builder.Services.TryAddSingleton(McpSecretReader.None);
        builder.Services.AddSingleton<McpHttp>();
        builder.Services.AddSingleton<IToolSource, McpTools>();
    }
}
