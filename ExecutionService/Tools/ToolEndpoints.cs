using AgentPlatform.Contracts.Agents;
using ExecutionService.Sandboxes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ExecutionService.Tools;

/// <summary><c>/api/tools</c>: what agents can be given here, and why not when they cannot.</summary>
internal static class ToolEndpoints
{
    public static void MapTools(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/tools", List).WithTags("Tools").WithName("listTools").ProducesProblem(401);

    private static Ok<ToolsAnswer> List([FromServices] ISandbox sandbox, [FromServices] Engines engines)
    {
        var status = sandbox.Status;
        return TypedResults.Ok(new ToolsAnswer(
            [.. ToolDescriptions.All.Select(tool => View(tool, status))],
            new SandboxView(status.Available, status.Kind, status.MemoryLimit, status.Reason),
            [.. engines.Statuses.Select(engine => new EngineView(engine.Name, engine.Available, engine.Reason))]));
    }

    private static ToolView View(ToolDescription tool, SandboxStatus sandbox)
    {
        var available = sandbox.Available || !ToolNames.Code.Contains(tool.Name);
        return new ToolView(tool.Name, tool.Text, EffectOf(tool.Effect), available, available ? null : sandbox.Reason ?? "There is no sandbox to run code in.");
    }

    private static string EffectOf(ToolEffect effect) => effect switch
    {
        ToolEffect.ReadOnly => "readOnly",
        ToolEffect.Idempotent => "idempotent",
        _ => "sideEffecting",
    };
}
