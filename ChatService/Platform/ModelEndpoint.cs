using AgentPlatform.Contracts.Sessions;
using AgentPlatform.Llm;

namespace ChatService.Platform;

/// <summary><c>/internal/model</c>: which model answers, for the Gateway to tell the page.</summary>
internal static class ModelEndpoint
{
    public static void MapModel(this IEndpointRouteBuilder app) =>
        app.MapGet("/internal/model", (ModelInfo model) => TypedResults.Ok(new SessionModel(model.Provider, model.Name, model.Simulated)));
}
