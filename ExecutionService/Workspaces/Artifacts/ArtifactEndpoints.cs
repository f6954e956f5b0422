using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Paging;
using AgentPlatform.ServiceDefaults.Problems;
using ExecutionService.Executions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ExecutionService.Workspaces.Artifacts;

/// <summary><c>/api/executions/{id}/artifacts</c>.</summary>
internal static class ArtifactEndpoints
{
    /// <summary>Agents speak of their results by this path; people see what is below.</summary>
    private const string AsWritten = "out/";

    public static void MapArtifactRoutes(this IEndpointRouteBuilder app)
    {
        var artifacts = app.MapGroup("/api/executions/{id}/artifacts").WithTags("Executions").ProducesProblem(401).ProducesProblem(404);
        artifacts.MapGet("", ListAsync).WithName("listArtifacts").ProducesProblem(400);
        artifacts.MapGet("{**path}", DownloadAsync).WithName("downloadArtifact").Produces(200, contentType: FileContentTypes.Unknown).Produces(206).ProducesProblem(416);
    }

    /// <summary>In the order of paths; they no longer change.</summary>
    private static async Task<Results<Ok<Page<Artifact>>, ProblemHttpResult>> ListAsync(
        string id, [AsParameters] PageQuery page, Caller caller, ExecutionStore executions, ArtifactKeeper keeper, CancellationToken cancellationToken)
    {
        if (await executions.FindAsync(caller.UserId, id, cancellationToken) is not { } execution)
        {
            return Problem.NotFound();
        }

        var kept = await keeper.ReadAsync(execution, cancellationToken);
        var (found, problem) = kept.Items.Index().ToList().ReadPage(page, id, item => item.Index);
        return found is null ? problem! : TypedResults.Ok(new Page<Artifact>([.. found.Items.Select(item => item.Item)], found.NextCursor));
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> DownloadAsync(
        string id, string? path, Caller caller, HttpContext context, ExecutionStore executions, ArtifactKeeper keeper, CancellationToken cancellationToken)
    {
        if (path is null || await executions.FindAsync(caller.UserId, id, cancellationToken) is not { } execution)
        {
            return Problem.NotFound();
        }

        var kept = await keeper.ReadAsync(execution, cancellationToken);
        var artifact = kept.Items.FirstOrDefault(item => item.Path == path)
            ?? kept.Items.FirstOrDefault(item => path.StartsWith(AsWritten, StringComparison.Ordinal) && item.Path == path[AsWritten.Length..]);
        using var folder = artifact is null ? null : keeper.TryOpen(execution);
        return folder is null ? Problem.NotFound() : FileDownload.Of(context, folder.OpenRead(artifact!.Path, out var status), status, artifact.Path);
    }
}
