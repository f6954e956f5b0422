using System.Globalization;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Documents;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Paging;
using AgentPlatform.ServiceDefaults.Problems;
using AgentService.Agents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentService.Versions;

/// <summary><c>/api/agents/{id}/versions</c>.</summary>
internal static class VersionEndpoints
{
    public static void MapVersions(this IEndpointRouteBuilder app)
    {
        var versions = app.MapGroup("/api/agents/{id}/versions").WithTags("Agents").ProducesProblem(401).ProducesProblem(404);
        versions.MapGet("", ListAsync).WithName("listVersions").ProducesProblem(400);
        versions.MapGet("{version:int}", GetAsync).WithName("getVersion");
        versions.MapPost("{version:int}/restore", RestoreAsync).WithName("restoreVersion").ProducesProblem(402).ProducesProblem(409).ProducesProblem(412);
    }

    private static async Task<Results<Ok<Page<AgentVersion>>, ProblemHttpResult>> ListAsync(
        string id, [AsParameters] PageQuery page, Caller caller, AgentStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.UserId, id, cancellationToken) is null)
        {
            return Problem.NotFound();
        }

        var (found, problem) = await store.Versions(id).WhereEqualTo("userId", caller.UserId).ReadPageAsync(page, "createdAt", ascending: false, Read, cancellationToken);
        return found is null ? problem! : TypedResults.Ok(found);
    }

    private static async Task<Results<Ok<AgentVersion>, ProblemHttpResult>> GetAsync(string id, int version, Caller caller, AgentStore store, CancellationToken cancellationToken) =>
        await FindAsync(id, version, caller, store, cancellationToken) is { } found ? TypedResults.Ok(found) : Problem.NotFound();

    private static async Task<Results<Ok<Agent>, ProblemHttpResult>> RestoreAsync(
        [AsParameters] AgentEdit edit, int version, AgentStore store, CancellationToken cancellationToken) =>
        await FindAsync(edit.Id, version, edit.Caller, store, cancellationToken) is not { } found
            ? Problem.NotFound()
            : await edit.ApplyAsync(
                agent => edit.RedefineAsync(agent, DefinitionOf(found), cancellationToken),
                cancellationToken,
                restoredFrom: version);

    private static async Task<AgentVersion?> FindAsync(string id, int version, Caller caller, AgentStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.UserId, id, cancellationToken) is null)
        {
            return null;
        }

        var snapshot = await store.Versions(id).Document(version.ToString(CultureInfo.InvariantCulture)).GetSnapshotAsync(cancellationToken);
        return snapshot.Exists ? Read(snapshot) : null;
    }

    private static AgentVersion Read(DocumentSnapshot snapshot)
    {
        var definition = snapshot.GetRecord<AgentVersionDefinition>("definition")!;
        return new AgentVersion(
            snapshot.GetValue<int>("version"),
            definition.Name,
            definition.Description,
            definition.FinalAgentPrompt,
            definition.Model,
            definition.Tools,
            definition.Schedule,
            definition.Limits,
            definition.Runtime ?? new(),
            snapshot.GetValue<DateTimeOffset>("createdAt"),
            snapshot.TryGetValue<int?>("restoredFrom", out var restoredFrom) ? restoredFrom : null);
    }

    private static AgentVersionDefinition DefinitionOf(AgentVersion version) =>
        new(version.Name, version.Description, version.FinalAgentPrompt, version.Model, version.Tools, version.Schedule, version.Limits, version.Runtime);
}
