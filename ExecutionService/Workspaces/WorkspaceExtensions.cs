using ExecutionService.Workspaces.Artifacts;
using ExecutionService.Workspaces.Leaving;

namespace ExecutionService.Workspaces;

/// <summary>Registers workspaces and artifacts.</summary>
internal static class WorkspaceExtensions
{
    public static void AddWorkspaces(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<WorkspaceOptions>().BindConfiguration(WorkspaceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ArtifactKeeper>();
        builder.Services.AddSingleton<LeavingWorkspaces>();
        builder.Services.AddSingleton<WorkspaceStore>();
        builder.Services.AddSingleton<WorkspaceSweeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WorkspaceSweeper>());
    }

    public static void MapWorkspaces(this IEndpointRouteBuilder app)
    {
        app.MapWorkspaceRoutes();
        app.MapArtifactRoutes();
    }
}
