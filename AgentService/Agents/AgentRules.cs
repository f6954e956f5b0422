using System.Globalization;
using System.Text.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Definitions;
using AgentPlatform.ServiceDefaults.Problems;

namespace AgentService.Agents;

/// <summary>What may be asked of an agent. Pure: takes values, gives a new state or the reason why not.</summary>
internal static class AgentRules
{
    /// <summary>The month of a forecast.</summary>
    public const int ForecastDays = 30;

    /// <summary>Errors of a definition by field; empty when it is valid.</summary>
    public static Dictionary<string, string[]> Check(AgentDefinition definition) => DefinitionCheck.Errors(definition);

    /// <summary>Whether a request made under <c>If-Match</c> (one tag, several, or <c>*</c>) is about the agent as it is.</summary>
    public static bool Matches(AgentState agent, string? ifMatch) =>
        IfMatch.Holds(ifMatch, agent.ETag);

    /// <summary>Only an agent that knows what to do may be switched on.</summary>
    public static string? WhyNotActivate(AgentState agent) =>
        string.IsNullOrWhiteSpace(agent.Definition.FinalAgentPrompt) ? "An agent needs a prompt (finalAgentPrompt) before it can be activated." : null;

    /// <summary>Nor one whose schedule would spend more in <see cref="ForecastDays"/> days, run by run like those measured, than a month's limit allows.</summary>
    public static string? WhyOverBudget(AgentState agent, ScheduleForecast? forecast) =>
        forecast is { Tokens: { } tokens, Measured: { } measured } && tokens.P50 > agent.Definition.Limits.MaxTokensPerMonth
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The schedule would use about {tokens.P50:N0} tokens in {forecast.Days} days ({forecast.Fires:N0} runs of {measured.Tokens.P50:N0}), and limits.maxTokensPerMonth allows {agent.Definition.Limits.MaxTokensPerMonth:N0}. Let it run less often, make a run smaller, or raise limits.maxTokensPerMonth.")
            : null;

    /// <summary>Nor may an active agent lose what it knows.</summary>
    public static string? WhyNotRedefine(AgentState agent, AgentVersionDefinition definition) =>
        agent.Status == AgentStatus.Active && string.IsNullOrWhiteSpace(definition.FinalAgentPrompt) ? "An active agent needs a prompt (finalAgentPrompt); deactivate it first." : null;

    /// <summary>The agent in another status; null when it is in it already.</summary>
    public static AgentState? ChangeStatus(AgentState agent, string status, DateTimeOffset now) =>
        agent.Status == status ? null : agent.Edit(now, state => state with { Status = status, StatusReason = null });

    /// <summary>
    /// The agent switched off because a month's tokens are spent; null when that is not so any more: another month has begun, the limit was
    /// raised above the one that was reached, or the agent is not active. Tokens never pass a limit, so a higher one leaves room.
    /// </summary>
    public static AgentState? SwitchOff(AgentState agent, AgentBudgetSpent spent, DateTimeOffset now) =>
        agent.Status != AgentStatus.Active || spent.Month != MonthOf(now) || agent.Definition.Limits.MaxTokensPerMonth > spent.LimitTokens
            ? null
            : agent.Edit(now, state => state with { Status = AgentStatus.Inactive, StatusReason = WhySpent(spent) });

    /// <summary>The agent with another definition, as its next version; null when nothing changes.</summary>
    public static AgentState? Redefine(AgentState agent, AgentVersionDefinition definition, DateTimeOffset now) =>
        Same(agent.Definition, definition) ? null : agent.Edit(now, state => state with { Definition = definition, Version = state.Version + 1 });

    private static string MonthOf(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string WhySpent(AgentBudgetSpent spent) => string.Create(
        CultureInfo.InvariantCulture,
        $"The agent's {spent.LimitTokens:N0} tokens of {spent.Month} are spent ({ProblemCodes.BudgetExceeded}). Activate it again when the next month has begun, or after raising limits.maxTokensPerMonth.");

    /// <summary>Whether two schedules say the same, whatever their next instants are.</summary>
    public static bool Same(Schedule? one, Schedule? other) => Alike(Essence(one), Essence(other));

    private static bool Same(AgentVersionDefinition one, AgentVersionDefinition other) => Alike(Essence(one), Essence(other));

    private static bool Alike<T>(T one, T other) => JsonSerializer.SerializeToUtf8Bytes(one).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other));

    private static Schedule? Essence(Schedule? schedule) => schedule is null ? null : schedule with { NextRuns = [], PhraseReadAt = null };

    /// <summary>What tells definitions apart: not the instants of a schedule, and not whether a default runtime is spelled out.</summary>
    private static AgentVersionDefinition Essence(AgentVersionDefinition definition) =>
        definition with { Schedule = Essence(definition.Schedule), Runtime = definition.Runtime ?? new() };
}
