using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentService.Templates;

/// <summary><c>/api/templates</c>.</summary>
internal static class TemplateEndpoints
{
    public static void MapTemplates(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/templates", List).WithTags("Agents").WithName("listTemplates").ProducesProblem(401);

    private static Ok<Page<AgentTemplate>> List() => TypedResults.Ok(new Page<AgentTemplate>(AgentTemplates.All, null));
}
