using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.ServiceDefaults.Problems;

namespace AgentService.Agents;

/// <summary>What may be asked of an agent. Pure: takes values, gives a new state or the reason why not.</summary>
internal static class AgentRules
{
    private static readonly string[] RequiredMessage = ["The member is required."];

    /// <summary>Errors of a definition by field; empty when it is valid.</summary>
    public static Dictionary<string, string[]> Check(AgentDefinition definition)
    {
        var errors = new Dictionary<string, string[]>();
        Collect(definition, "", errors);
        Collect(definition.Limits, "limits.", errors);
        Collect(definition.Runtime, "runtime.", errors);
        var unknown = definition.Tools.Except(ToolNames.All, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            errors["tools"] = [$"Unknown: {string.Join(", ", unknown)}. Known: {string.Join(", ", ToolNames.All)}."];
        }
        else if (definition.Tools.Distinct(StringComparer.Ordinal).Count() != definition.Tools.Count)
        {
            errors["tools"] = ["A tool is named twice."];
        }

        if (string.IsNullOrWhiteSpace(definition.Name) && !errors.ContainsKey("name"))
        {
            errors["name"] = RequiredMessage;
        }

        return errors;
    }

    /// <summary>Whether a request made under <c>If-Match</c> (one tag, several, or <c>*</c>) is about the agent as it is.</summary>
    public static bool Matches(AgentState agent, string? ifMatch) =>
        IfMatch.Holds(ifMatch, agent.ETag);

    /// <summary>Only an agent that knows what to do may be switched on.</summary>
    public static string? WhyNotActivate(AgentState agent) =>
        string.IsNullOrWhiteSpace(agent.Definition.FinalAgentPrompt) ? "An agent needs a prompt (finalAgentPrompt) before it can be activated." : null;

    /// <summary>Nor may an active agent lose what it knows.</summary>
    public static string? WhyNotRedefine(AgentState agent, AgentVersionDefinition definition) =>
        agent.Status == AgentStatus.Active && string.IsNullOrWhiteSpace(definition.FinalAgentPrompt) ? "An active agent needs a prompt (finalAgentPrompt); deactivate it first." : null;

    /// <summary>The agent in another status; null when it is in it already.</summary>
    public static AgentState? ChangeStatus(AgentState agent, string status, DateTimeOffset now) =>
        agent.Status == status ? null : agent.Edit(now, state => state with { Status = status, StatusReason = null });

    /// <summary>The agent with another definition, as its next version; null when nothing changes.</summary>
    public static AgentState? Redefine(AgentState agent, AgentVersionDefinition definition, DateTimeOffset now) =>
        Same(agent.Definition, definition) ? null : agent.Edit(now, state => state with { Definition = definition, Version = state.Version + 1 });

    private static bool Same(AgentVersionDefinition one, AgentVersionDefinition other) =>
        JsonSerializer.SerializeToUtf8Bytes(WithoutRuns(one)).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(WithoutRuns(other)));

    private static AgentVersionDefinition WithoutRuns(AgentVersionDefinition definition) =>
        definition with { Schedule = definition.Schedule is { } schedule ? schedule with { NextRuns = [] } : null };

    private static void Collect(object value, string prefix, Dictionary<string, string[]> errors)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(value, new ValidationContext(value), results, validateAllProperties: true);
        foreach (var member in results.SelectMany(result => result.MemberNames, (result, name) => (name, result.ErrorMessage)).GroupBy(pair => pair.name))
        {
            errors[prefix + JsonNamingPolicy.CamelCase.ConvertName(member.Key)] = [.. member.Select(pair => pair.ErrorMessage ?? "The value is not valid.")];
        }
    }
}
