using AgentPlatform.Contracts.Agents;
using AgentPlatform.ServiceDefaults.Identity;
using AgentService.Scheduling;

namespace AgentService.Agents;

/// <summary>Agents as answered: with the next instants of their schedules as they are now.</summary>
internal static class AgentAnswers
{
    public static async Task<Agent> AnswerAsync(this SchedulerClient scheduler, Caller caller, AgentState agent, CancellationToken cancellationToken) =>
        (await scheduler.AnswerAsync(caller, [agent], cancellationToken))[0];

    public static async Task<IReadOnlyList<Agent>> AnswerAsync(this SchedulerClient scheduler, Caller caller, IReadOnlyList<AgentState> agents, CancellationToken cancellationToken)
    {
        var scheduled = agents.Where(agent => agent.Definition.Schedule is not null).ToList();
        var runs = await scheduler.NextRunsAsync(caller, scheduled.ConvertAll(agent => agent.Definition.Schedule!), cancellationToken);
        return [.. agents.Select(agent => agent.ToAgent(runs is null || agent.Definition.Schedule is null ? null : runs[scheduled.IndexOf(agent)]))];
    }
}
