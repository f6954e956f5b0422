using System.Globalization;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Outbox;
using AgentPlatform.ServiceDefaults.Problems;
using AgentService.Scheduling;
using Grpc.Core;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AgentService.Agents;

/// <summary>Creates and changes agents: load, decide, commit with the message that announces it.</summary>
internal sealed class AgentWriter(FirestoreDb db, AgentStore store, Outbox outbox, SchedulerClient scheduler, IOptions<AgentLimitOptions> limits, TimeProvider clock)
{
    /// <summary>Tries against other writers of the same agent (runs that end update its totals).</summary>
    private const int MaxTries = 50;

    /// <summary>Creates an agent as a draft. Creating the same id again answers the agent that is there. One that <paramref name="isKept"/>, in a file, may have a schedule that is over.</summary>
    public async Task<(AgentState? Agent, ProblemHttpResult? Problem)> CreateAsync(Caller caller, string id, AgentDefinition definition, bool isKept, CancellationToken cancellationToken)
    {
        var (resolved, problem) = await ResolveAsync(caller, definition, new ScheduleReading(MayBeOver: isKept), cancellationToken);
        if (resolved is null)
        {
            return (null, problem);
        }

        var now = clock.GetUtcNow();
        var agent = new AgentState
        {
            Id = id,
            UserId = caller.UserId,
            Definition = resolved,
            Status = AgentStatus.Draft,
            Version = 1,
            Revision = 1,
            CreatedAt = now,
            UpdatedAt = now,
        };
        for (var attempt = 1; ; attempt++)
        {
            var (count, last) = await store.CountAsync(caller.UserId, cancellationToken);
            if (count >= limits.Value.MaxAgentsPerUser)
            {
                return await store.FindAsync(caller.UserId, id, cancellationToken) is { } there
                    ? (there, null)
                    : (null, Problem.Conflict(string.Create(CultureInfo.InvariantCulture, $"There are {count:N0} agents, as many as there may be; delete one first.")));
            }

            try
            {
                await CommitAsync(
                    commit =>
                    {
                        store.Create(commit, agent);
                        AgentStore.MarkCreation(commit, agent, last);
                    },
                    Announce(agent),
                    cancellationToken);
                await TellAsync(caller, agent, agent, cancellationToken);
                return (agent, null);
            }
            catch (RpcException exception) when (attempt < MaxTries && Lost(exception))
            {
                // It was made by an earlier try, or another agent of the user was created meanwhile: then they are counted again.
                if (await store.FindAsync(caller.UserId, id, cancellationToken) is { } made)
                {
                    return (made, null);
                }

                if (exception.StatusCode == StatusCode.AlreadyExists && last.Exists)
                {
                    return (null, Problem.NotFound());
                }
            }
        }
    }

    /// <summary>The definition with its schedule resolved.</summary>
    public async Task<(AgentVersionDefinition? Definition, ProblemHttpResult? Problem)> ResolveAsync(Caller caller, AgentDefinition definition, ScheduleReading reading, CancellationToken cancellationToken)
    {
        var errors = AgentRules.Check(definition);
        if (errors.Count > 0)
        {
            return (null, Problem.Validation(errors));
        }

        var schedule = reading.Kept;
        if (schedule is null && definition.Schedule is { } input)
        {
            (schedule, var problem) = await scheduler.ResolveAsync(caller, input, reading.Zone, reading.MayBeOver, cancellationToken);
            if (problem is not null)
            {
                return (null, problem);
            }
        }

        return (new AgentVersionDefinition(definition.Name, definition.Description, definition.FinalAgentPrompt, definition.Model, definition.Tools, schedule, definition.Limits, definition.Runtime), null);
    }

    /// <summary>
    /// Changes an agent by <paramref name="decide"/>, which gives the next state, or null to leave it, or a problem.
    /// Decides again when another writer was faster; with <paramref name="ifMatch"/> that answers 412 instead.
    /// </summary>
    public async Task<(AgentState? Agent, ProblemHttpResult? Problem)> ChangeAsync(
        Caller caller, string id, string? ifMatch, Func<AgentState, Task<(AgentState? Next, ProblemHttpResult? Problem)>> decide, CancellationToken cancellationToken, int? restoredFrom = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await store.FindAsync(caller.UserId, id, cancellationToken) is not { } agent)
            {
                return (null, Problem.NotFound());
            }

            if (!AgentRules.Matches(agent, ifMatch))
            {
                return (null, Problem.PreconditionFailed());
            }

            var (next, problem) = await decide(agent);
            if (problem is not null || next is null)
            {
                return (agent, problem);
            }

            try
            {
                await CommitAsync(
                    commit =>
                    {
                        store.Update(commit, next);
                        if (next.Version != agent.Version)
                        {
                            store.AddVersion(commit, next, restoredFrom);
                        }
                    },
                    Announce(next),
                    cancellationToken);
                await TellAsync(caller, agent, next, cancellationToken);
                return (next, null);
            }
            catch (RpcException exception) when (attempt < MaxTries && Lost(exception))
            {
                // Another writer committed first: decide on what is there now.
            }
        }
    }

    /// <summary>Deletes an agent; null, or the reason why not.</summary>
    public async Task<ProblemHttpResult?> DeleteAsync(Caller caller, string id, string? ifMatch, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await store.FindAsync(caller.UserId, id, cancellationToken) is not { } agent)
            {
                return Problem.NotFound();
            }

            if (!AgentRules.Matches(agent, ifMatch))
            {
                return Problem.PreconditionFailed();
            }

            try
            {
                var deleted = new AgentDeleted(agent.Id, agent.UserId, agent.Revision + 1);
                await CommitAsync(commit => store.Delete(commit, agent), deleted, cancellationToken);
                if (agent.Definition.Schedule is not null)
                {
                    await scheduler.TellAsync(caller, deleted, cancellationToken);
                }

                return null;
            }
            catch (RpcException exception) when (attempt < MaxTries && Lost(exception))
            {
                // As above.
            }
        }
    }

    private static bool Lost(RpcException exception) => exception.StatusCode is StatusCode.FailedPrecondition or StatusCode.Aborted or StatusCode.AlreadyExists;

    private Task TellAsync(Caller caller, AgentState before, AgentState after, CancellationToken cancellationToken) =>
        before.Definition.Schedule is null && after.Definition.Schedule is null ? Task.CompletedTask : scheduler.TellAsync(caller, Announce(after), cancellationToken);

    private static AgentScheduleChanged Announce(AgentState agent) => new(
        agent.Id, agent.UserId, agent.Definition.Name, agent.Version, agent.Revision, agent.Status == AgentStatus.Active, agent.Definition.Schedule, agent.UpdatedAt);

    private async Task CommitAsync(Action<WriteBatch> write, object message, CancellationToken cancellationToken)
    {
        var commit = db.StartBatch();
        write(commit);
        var entry = outbox.Add(commit, message);
        await commit.CommitAsync(cancellationToken);
        outbox.Release(entry);
    }
}
