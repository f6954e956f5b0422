using AgentPlatform.Contracts.Agents;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Problems;
using AgentService.Scheduling;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AgentService.Agents;

/// <summary>What every endpoint that changes one agent is given; bind with <c>[AsParameters]</c>.</summary>
internal sealed record AgentEdit(
    string Id,
    [FromHeader(Name = "If-Match")] string? IfMatch,
    Caller Caller,
    HttpContext Context,
    AgentWriter Writer,
    SchedulerClient Scheduler,
    TimeProvider Clock)
{
    /// <summary>Changes the agent by <paramref name="decide"/> and answers it with its new ETag.</summary>
    public async Task<Results<Ok<Agent>, ProblemHttpResult>> ApplyAsync(
        Func<AgentState, Task<(AgentState? Next, ProblemHttpResult? Problem)>> decide, CancellationToken cancellationToken, int? restoredFrom = null)
    {
        var (agent, problem) = await Writer.ChangeAsync(Caller, Id, IfMatch, decide, cancellationToken, restoredFrom);
        if (problem is not null)
        {
            return problem;
        }

        Context.Response.Headers.ETag = agent!.ETag;
        return TypedResults.Ok(await Scheduler.AnswerAsync(Caller, agent, cancellationToken));
    }

    /// <summary>The agent with another definition, or the reason why not.</summary>
    public async Task<(AgentState? Next, ProblemHttpResult? Problem)> RedefineAsync(AgentState agent, AgentVersionDefinition definition, CancellationToken cancellationToken)
    {
        if (AgentRules.WhyNotRedefine(agent, definition) is { } reason)
        {
            return (null, Problem.Conflict(reason));
        }

        if (AgentRules.Redefine(agent, definition, Clock.GetUtcNow()) is not { } next)
        {
            return (null, null);
        }

        return await Scheduler.WhyNotAsync(Caller, agent, next, cancellationToken) is { } problem ? (null, problem) : (next, null);
    }

    /// <summary>Puts the agent into another status.</summary>
    public Task<Results<Ok<Agent>, ProblemHttpResult>> ChangeStatusAsync(string status, CancellationToken cancellationToken) =>
        ApplyAsync(agent => Task.FromResult((AgentRules.ChangeStatus(agent, status, Clock.GetUtcNow()), (ProblemHttpResult?)null)), cancellationToken);
}
