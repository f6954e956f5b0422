using ExecutionService.Tools;

namespace ExecutionService.Mcp;

/// <summary>Adds the tools of MCP servers.</summary>
internal static class McpRegistration
{
    public static void AddMcp(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<McpOptions>().BindConfiguration(McpOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(McpNetwork.Public);
        builder.Services.AddSingleton(McpSecretReader.None);
        builder.Services.AddSingleton<McpHttp>();
        builder.Services.AddSingleton<IToolSource, McpTools>();
    }
}
