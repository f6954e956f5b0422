using AgentPlatform.Contracts.Agents;
using ExecutionService.ClaudeCode;
using ExecutionService.Tools.Files;
using ExecutionService.Tools.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ExecutionService.Tools;

/// <summary>Adds the tools that need nothing but the service itself, and what tells of all.</summary>
internal static class ToolRegistration
{
    public static void AddTools(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IToolSource, ClockTool>();
        builder.Services.AddSingleton<IToolSource, FileTools>();
        builder.AddFetchTool();
        builder.Services.AddSingleton<ToolCatalog>();
        builder.Services.TryAddSingleton(services => new Engines(() =>
        {
            var claudeCode = services.GetRequiredService<ClaudeCodeEngine>().Status;
            return [new EngineStatus(claudeCode.Name, claudeCode.Available, claudeCode.Reason), new EngineStatus(AgentEngine.Loop, true)];
        }));
    }
}
