using System.ComponentModel.DataAnnotations;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Workspaces;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Problems;
using ExecutionService.Executions;
using ExecutionService.Workspaces.Files;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ExecutionService.Workspaces;

/// <summary><c>/api/workspaces</c>.</summary>
internal static class WorkspaceEndpoints
{
    private const int DefaultLimit = 20;

    public static void MapWorkspaceRoutes(this IEndpointRouteBuilder app)
    {
        var workspaces = app.MapGroup("/api/workspaces/{agentId}").WithTags("Workspaces").ProducesProblem(401).ProducesProblem(404).ProducesProblem(503);
        workspaces.AddEndpointFilter(async (context, next) => WorkspaceSupport.Problem is { } reason ? Problem.Of(ProblemCodes.Unavailable, reason) : await next(context));
        workspaces.MapGet("", ListAsync).WithName("listWorkspaceFiles").ProducesProblem(400);
        workspaces.MapGet("files/{**path}", DownloadAsync).WithName("downloadWorkspaceFile").Produces(200, contentType: FileContentTypes.Unknown).Produces(206).ProducesProblem(416);
        workspaces.MapDelete("files/{**path}", DeleteAsync).WithName("deleteWorkspaceFile").ProducesProblem(409);
        workspaces.MapDelete("", ClearAsync).WithName("clearWorkspace").ProducesProblem(409);
    }

    /// <summary>In the order of paths, because there is no other that files coming and going leave alone.</summary>
    private static async Task<Results<Ok<WorkspaceFiles>, ProblemHttpResult>> ListAsync(
        string agentId,
        [Range(1, 100)] int? limit,
        [StringLength(PathCursor.MaxCharacters)] string? cursor,
        Caller caller,
        AgentClient agents,
        WorkspaceStore workspaces,
        CancellationToken cancellationToken)
    {
        if (await agents.FindAsync(caller, agentId, cancellationToken) is not { } agent)
        {
            return Problem.NotFound();
        }

        var after = "";
        if (cursor is not null && !PathCursor.TryRead(cursor, out after))
        {
            return Problem.Validation("cursor", "The cursor is malformed; use nextCursor of the page before.");
        }

        var files = workspaces.Of(caller.UserId, agent.Id).ListFiles();
        var size = limit ?? DefaultLimit;
        var rest = files.Where(file => string.CompareOrdinal(file.Path, after) > 0).Take(size + 1).ToList();
        var shown = rest.Take(size).Select(file => new WorkspaceFile(file.Path, file.Status.Size, file.Status.ModifiedAt, FileContentTypes.Of(file.Path))).ToList();
        return TypedResults.Ok(new WorkspaceFiles(shown, rest.Count > size ? PathCursor.Of(shown[^1].Path) : null, files.Count, files.Sum(file => file.Status.Size)));
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> DownloadAsync(
        string agentId, string? path, Caller caller, HttpContext context, AgentClient agents, WorkspaceStore workspaces, CancellationToken cancellationToken)
    {
        if (path is null || !WorkspacePath.IsValid(path) || await agents.FindAsync(caller, agentId, cancellationToken) is not { } agent)
        {
            return Problem.NotFound();
        }

        try
        {
            using var folder = workspaces.Of(caller.UserId, agent.Id).TryOpen();
            return folder is null ? Problem.NotFound() : FileDownload.Of(context, folder.OpenRead(path, out var status), status, path);
        }
        catch (FileRefusedException)
        {
            return Problem.NotFound();
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string agentId, string? path, Caller caller, AgentClient agents, WorkspaceStore workspaces, CancellationToken cancellationToken)
    {
        if (path is null || !WorkspacePath.IsValid(path) || await agents.FindAsync(caller, agentId, cancellationToken) is not { } agent)
        {
            return Problem.NotFound();
        }

        try
        {
            using var folder = workspaces.Of(caller.UserId, agent.Id).TryOpen() ?? throw new FileRefusedException(Refusal.NotFound);
            folder.Delete(path);
            return TypedResults.NoContent();
        }
        catch (FileRefusedException exception)
        {
            return exception.Refusal == Refusal.Folder ? Problem.Conflict("The path is a folder; files are deleted one by one, or all with the workspace.") : Problem.NotFound();
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ClearAsync(
        string agentId, Caller caller, AgentClient agents, ExecutionStore executions, WorkspaceStore workspaces, CancellationToken cancellationToken)
    {
        if (await agents.FindAsync(caller, agentId, cancellationToken) is not { } agent)
        {
            return Problem.NotFound();
        }

        if (await executions.ListOpenAsync(caller.UserId, agent.Id, cancellationToken).AnyAsync(cancellationToken))
        {
            return Problem.Conflict("A run of the agent is open; cancel it or wait for its end.");
        }

        workspaces.Remove(caller.UserId, agent.Id);
        return TypedResults.NoContent();
    }
}
