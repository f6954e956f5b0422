using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Idempotency;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Paging;
using AgentPlatform.ServiceDefaults.Problems;
using AgentService.Scheduling;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentService.Agents;

/// <summary><c>/api/agents</c>.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder app)
    {
        var agents = app.MapGroup("/api/agents").WithTags("Agents").ProducesProblem(401);
        agents.MapPost("", CreateAsync).WithName("createAgent").WithIdempotency().ProducesProblem(400).ProducesProblem(409).ProducesProblem(422);
        agents.MapGet("", ListAsync).WithName("listAgents").ProducesProblem(400);
        agents.MapGet("{id}", GetAsync).WithName("getAgent").ProducesProblem(404);
        agents.MapPatch("{id}", PatchAsync).WithName("patchAgent").Accepts<AgentDefinition>("application/merge-patch+json", "application/json").ProducesProblem(400).ProducesProblem(402).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
        agents.MapDelete("{id}", DeleteAsync).WithName("deleteAgent").ProducesProblem(404).ProducesProblem(412);
        agents.MapPost("{id}/activate", ActivateAsync).WithName("activateAgent").ProducesProblem(400).ProducesProblem(402).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
        agents.MapPost("{id}/deactivate", DeactivateAsync).WithName("deactivateAgent").ProducesProblem(404).ProducesProblem(412);
        agents.MapPost("{id}/archive", ArchiveAsync).WithName("archiveAgent").ProducesProblem(404).ProducesProblem(412);
    }

    private static async Task<Results<Created<Agent>, ProblemHttpResult>> CreateAsync(
        AgentDefinition definition, Caller caller, HttpContext context, AgentWriter writer, SchedulerClient scheduler, CancellationToken cancellationToken)
    {
        var (agent, problem) = await writer.CreateAsync(caller, context.NewResourceId(), definition, isKept: false, cancellationToken);
        if (agent is null)
        {
            return problem!;
        }

        context.Response.Headers.ETag = agent.ETag;
        return TypedResults.Created($"/api/agents/{agent.Id}", await scheduler.AnswerAsync(caller, agent, cancellationToken));
    }

    private static async Task<Results<Ok<Page<Agent>>, ProblemHttpResult>> ListAsync(
        [AllowedValues(null, AgentStatus.Active, AgentStatus.Archived, AgentStatus.Draft, AgentStatus.Inactive, ErrorMessage = "One of active, archived, draft or inactive.")] string? status,
        [StringLength(200)] string? q,
        [AsParameters] PageQuery page,
        Caller caller,
        AgentStore store,
        SchedulerClient scheduler,
        CancellationToken cancellationToken)
    {
        var (found, problem) = await store.ListAsync(caller.UserId, status, q, page, cancellationToken);
        return found is null ? problem! : TypedResults.Ok(new Page<Agent>(await scheduler.AnswerAsync(caller, found.Items, cancellationToken), found.NextCursor));
    }

    private static async Task<Results<Ok<Agent>, ProblemHttpResult>> GetAsync(
        string id, Caller caller, HttpContext context, AgentStore store, SchedulerClient scheduler, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.UserId, id, cancellationToken) is not { } agent)
        {
            return Problem.NotFound();
        }

        context.Response.Headers.ETag = agent.ETag;
        return TypedResults.Ok(await scheduler.AnswerAsync(caller, agent, cancellationToken));
    }

    private static Task<Results<Ok<Agent>, ProblemHttpResult>> PatchAsync([AsParameters] AgentEdit edit, JsonElement patch, CancellationToken cancellationToken) =>
        edit.ApplyAsync(
            async agent =>
            {
                var (definition, reading) = AgentPatch.Apply(agent.Definition, patch);
                var (resolved, problem) = await edit.Writer.ResolveAsync(edit.Caller, definition, reading, cancellationToken);
                return resolved is null ? (null, problem) : await edit.RedefineAsync(agent, resolved, cancellationToken);
            },
            cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync([AsParameters] AgentEdit edit, CancellationToken cancellationToken) =>
        await edit.Writer.DeleteAsync(edit.Caller, edit.Id, edit.IfMatch, cancellationToken) is { } problem ? problem : TypedResults.NoContent();

    private static async Task<Results<Ok<Agent>, ProblemHttpResult>> ActivateAsync(
        [AsParameters] AgentEdit edit,
        [RegularExpression("^[A-Za-z0-9_-]{1,64}$", ErrorMessage = "An id has 1 to 64 letters, digits, - and _.")] string? executionId,
        CancellationToken cancellationToken)
    {
        ScheduleForecast? forecast = null;
        var answer = await edit.ApplyAsync(
            async agent =>
            {
                var isActive = agent.Status == AgentStatus.Active;
                if ((AgentRules.WhyNotActivate(agent) ?? (isActive ? null : await edit.Scheduler.WhyOverAsync(edit.Caller, agent.Definition.Schedule, cancellationToken))) is { } reason)
                {
                    return (null, Problem.Conflict(reason));
                }

                forecast = await edit.Scheduler.ForecastAsync(edit.Caller, agent, executionId, cancellationToken);
                return !isActive && AgentRules.WhyOverBudget(agent, forecast) is { } spent
                    ? (null, AgentForecasts.OverBudget(spent, agent, forecast!))
                    : (AgentRules.ChangeStatus(agent, AgentStatus.Active, edit.Clock.GetUtcNow()), (ProblemHttpResult?)null);
            },
            cancellationToken);
        return answer.Result is Ok<Agent> { Value: { } activated } && forecast is { Measured: not null } ? TypedResults.Ok(activated with { Forecast = forecast }) : answer;
    }

    private static Task<Results<Ok<Agent>, ProblemHttpResult>> DeactivateAsync([AsParameters] AgentEdit edit, CancellationToken cancellationToken) =>
        edit.ChangeStatusAsync(AgentStatus.Inactive, cancellationToken);

    private static Task<Results<Ok<Agent>, ProblemHttpResult>> ArchiveAsync([AsParameters] AgentEdit edit, CancellationToken cancellationToken) =>
        edit.ChangeStatusAsync(AgentStatus.Archived, cancellationToken);
}
