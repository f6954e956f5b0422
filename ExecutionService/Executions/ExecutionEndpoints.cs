using System.ComponentModel.DataAnnotations;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Definitions;
using AgentPlatform.ServiceDefaults.Idempotency;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Logs;
using AgentPlatform.ServiceDefaults.Paging;
using AgentPlatform.ServiceDefaults.Problems;
using ExecutionService.AgentLoop.Steps;
using ExecutionService.Journal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ExecutionService.Executions;

/// <summary><c>/api/executions</c>.</summary>
internal static class ExecutionEndpoints
{
    public static void MapExecutions(this IEndpointRouteBuilder app)
    {
        var executions = app.MapGroup("/api/executions").WithTags("Executions").ProducesProblem(401);
        executions.MapPost("", StartAsync).WithName("startExecution").WithIdempotency().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        executions.MapGet("", ListAsync).WithName("listExecutions").ProducesProblem(400);
        executions.MapGet("{id}", GetAsync).WithName("getExecution").ProducesProblem(404);
        executions.MapGet("{id}/steps", StepsAsync).WithName("listSteps").ProducesProblem(400).ProducesProblem(404);
        executions.MapGet("{id}/events", ExecutionEvents.StreamAsync).WithName("followExecution").Produces(200, contentType: "text/event-stream").ProducesProblem(404);
        executions.MapPost("{id}/cancel", CancelAsync).WithName("cancelExecution").ProducesProblem(404).ProducesProblem(409);
        executions.MapPost("{id}/retry", RetryAsync).WithName("retryExecution").WithIdempotency().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<Results<Accepted<Execution>, ProblemHttpResult>> StartAsync(
        StartExecutionRequest request, Caller caller, HttpContext context, ExecutionStarter starter, AgentClient agents, SchedulerClient scheduler, CancellationToken cancellationToken)
    {
        ExecutionState started;
        if (request is { AgentId: { } agentId, Draft: null })
        {
            if (await agents.FindAsync(caller, agentId, cancellationToken) is not { } agent)
            {
                return Problem.NotFound();
            }

            if (string.IsNullOrWhiteSpace(agent.FinalAgentPrompt))
            {
                return Problem.Conflict("The agent has no prompt (finalAgentPrompt) to follow.");
            }

            started = await starter.StartAsync(context.NewResourceId(), caller.UserId, agent, new ExecutionTrigger(TriggerKind.Manual), request.Input, cancellationToken);
        }
        else if (request is { AgentId: null, Draft: { } draft })
        {
            var problem = WhyNotRun(draft) ?? (draft.Schedule is { } schedule ? await scheduler.WhyNotAsync(caller, schedule, cancellationToken) : null);
            if (problem is not null)
            {
                return problem;
            }

            started = await starter.StartAsync(context.NewResourceId(), caller.UserId, draft, request.Input, cancellationToken);
        }
        else
        {
            return Problem.Validation("agentId", "Give either an agentId or a draft.");
        }

        return TypedResults.Accepted($"/api/executions/{started.Id}", started.ToExecution());
    }

    /// <summary>The errors are those of AgentService, and of what only this service can tell: whether the schema of the output is one.</summary>
    private static ProblemHttpResult? WhyNotRun(AgentDefinition draft)
    {
        var errors = DefinitionCheck.Errors(draft, "draft.");
        if (draft.Runtime.OutputSchema is { } schema && !errors.ContainsKey("draft.runtime.outputSchema") && OutputCheck.WhyNotSchema(schema) is { } reason)
        {
            errors["draft.runtime.outputSchema"] = [reason];
        }

        if (string.IsNullOrWhiteSpace(draft.FinalAgentPrompt))
        {
            errors.TryAdd("draft.finalAgentPrompt", ["A test run needs a prompt."]);
        }

        return errors.Count > 0 ? Problem.Validation(errors) : null;
    }

    private static async Task<Results<Ok<Page<Execution>>, ProblemHttpResult>> ListAsync(
        [StringLength(64)] string? agentId,
        [AllowedValues(null, ExecutionStatus.Cancelled, ExecutionStatus.Failed, ExecutionStatus.Queued, ExecutionStatus.Running, ExecutionStatus.Success, ExecutionStatus.Waiting, ErrorMessage = "One of cancelled, failed, queued, running, success or waiting.")] string? status,
        [StringLength(40)] string? from,
        [StringLength(40)] string? to,
        [AsParameters] PageQuery page,
        Caller caller,
        ExecutionStore store,
        CancellationToken cancellationToken)
    {
        if (!TryReadInstant(from, out var first))
        {
            return Problem.Validation("from", "Give an instant with an offset, such as 2026-11-22T05:00:00Z.");
        }

        if (!TryReadInstant(to, out var last))
        {
            return Problem.Validation("to", "Give an instant with an offset, such as 2026-11-22T05:00:00Z.");
        }

        var (found, problem) = await store.ListAsync(caller.UserId, agentId, status, first, last, page, cancellationToken);
        return found is null ? problem! : TypedResults.Ok(new Page<Execution>([.. found.Items.Select(item => item.ToExecution())], found.NextCursor));
    }

    private static bool TryReadInstant(string? text, out DateTimeOffset? instant)
    {
        var valid = UtcInstantConverter.TryParse(text ?? "", out var read);
        instant = valid ? read : null;
        return text is null || valid;
    }

    private static async Task<Results<Ok<Execution>, ProblemHttpResult>> GetAsync(string id, Caller caller, ExecutionStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(caller.UserId, id, cancellationToken) is { } execution ? TypedResults.Ok(execution.ToExecution()) : Problem.NotFound();

    private static async Task<Results<Ok<Page<ExecutionStep>>, ProblemHttpResult>> StepsAsync(string id, [AsParameters] PageQuery page, Caller caller, ExecutionStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.UserId, id, cancellationToken) is null)
        {
            return Problem.NotFound();
        }

        var steps = await JournalSteps.ReadAsync(new AppendLog(store.Journal(id)), cancellationToken);
        var (found, problem) = steps.ReadPage(page, id, step => step.Index);
        return found is null ? problem! : TypedResults.Ok(found);
    }

    private static async Task<Results<Accepted<Execution>, ProblemHttpResult>> CancelAsync(
        string id, Caller caller, ExecutionStore store, ExecutionCanceller canceller, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.UserId, id, cancellationToken) is not { } execution)
        {
            return Problem.NotFound();
        }

        if (!execution.Open && execution.Status != ExecutionStatus.Cancelled)
        {
            return Problem.Conflict($"The execution has ended ({execution.Status}).");
        }

        if (execution.Open)
        {
            await canceller.CancelAsync(execution, cancellationToken);
        }

        return TypedResults.Accepted($"/api/executions/{id}", execution.ToExecution());
    }

    private static async Task<Results<Accepted<Execution>, ProblemHttpResult>> RetryAsync(
        string id, Caller caller, HttpContext context, ExecutionStore store, ExecutionStarter starter, AgentClient agents, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.UserId, id, cancellationToken) is not { } execution)
        {
            return Problem.NotFound();
        }

        if (execution.Open)
        {
            return Problem.Conflict("The execution has not ended yet.");
        }

        var agent = execution.AgentId is { } agentId ? await agents.FindAsync(caller, agentId, cancellationToken) : null;
        if (execution.AgentId is not null && agent is null)
        {
            return Problem.Conflict("The agent was deleted.");
        }

        var started = await starter.RetryAsync(context.NewResourceId(), execution, agent?.Limits ?? execution.Agent.Limits, cancellationToken);
        return TypedResults.Accepted($"/api/executions/{started.Id}", started.ToExecution());
    }
}
