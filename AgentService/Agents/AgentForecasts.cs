using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Problems;
using AgentService.Scheduling;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentService.Agents;

/// <summary>Holds what an agent's schedule will spend against the month's limit, before it counts.</summary>
internal static class AgentForecasts
{
    public static Task<ScheduleForecast?> ForecastAsync(this SchedulerClient scheduler, Caller caller, AgentState agent, string? executionId, CancellationToken cancellationToken) =>
        agent.Definition.Schedule is { } schedule
            ? scheduler.ForecastAsync(caller, new ForecastRequest(agent.Id, schedule, AgentRules.ForecastDays, executionId), cancellationToken)
            : Task.FromResult<ScheduleForecast?>(null);

    /// <summary>Why a schedule may not be switched on: all its instants have passed. Null when there are some to come, or nobody can say.</summary>
    public static async Task<string?> WhyOverAsync(this SchedulerClient scheduler, Caller caller, Schedule? schedule, CancellationToken cancellationToken) =>
        schedule is not null && await scheduler.NextRunsAsync(caller, [schedule], cancellationToken) is [{ Count: 0 }]
            ? "The schedule has no instant to come: give it another one, or none (null), and the agent runs when it is started."
            : null;

    /// <summary>
    /// Why an active agent may not become another: its schedule is over, or would pass the month's limit as an activation may not. A change
    /// that neither touches what runs when nor lowers the limit is not asked about, and one that spends no more than before is never refused.
    /// </summary>
    public static async Task<ProblemHttpResult?> WhyNotAsync(this SchedulerClient scheduler, Caller caller, AgentState before, AgentState after, CancellationToken cancellationToken)
    {
        var isLowered = after.Definition.Limits.MaxTokensPerMonth < before.Definition.Limits.MaxTokensPerMonth;
        var isSame = AgentRules.Same(before.Definition.Schedule, after.Definition.Schedule);
        if (before.Status != AgentStatus.Active || after.Definition.Schedule is null || (!isLowered && isSame))
        {
            return null;
        }

        if (!isSame && await scheduler.WhyOverAsync(caller, after.Definition.Schedule, cancellationToken) is { } over
            && await scheduler.WhyOverAsync(caller, before.Definition.Schedule, cancellationToken) is null)
        {
            return Problem.Conflict(over);
        }

        var forecast = await scheduler.ForecastAsync(caller, after, null, cancellationToken);
        if (AgentRules.WhyOverBudget(after, forecast) is not { } reason)
        {
            return null;
        }

        var spent = isLowered ? null : await scheduler.ForecastAsync(caller, before, null, cancellationToken);
        return forecast!.Tokens!.P50 <= spent?.Tokens?.P50 ? null : OverBudget(reason, after, forecast);
    }

    /// <summary>With the figures, so that a page can say them in its own language.</summary>
    public static ProblemHttpResult OverBudget(string reason, AgentState agent, ScheduleForecast forecast)
    {
        var problem = Problem.Of(ProblemCodes.BudgetExceeded, reason);
        problem.ProblemDetails.Extensions["forecast"] = forecast;
        problem.ProblemDetails.Extensions["maxTokensPerMonth"] = agent.Definition.Limits.MaxTokensPerMonth;
        return problem;
    }
}
