using AgentPlatform.Contracts.Agents;

namespace AgentPlatform.ServiceDefaults.Definitions;

/// <summary>What may be asked of an agent's definition, wherever it arrives: as an agent, in a file, or as the draft of a test run. Pure.</summary>
public static class DefinitionCheck
{
    /// <summary>Errors by field, each under <paramref name="prefix"/> (such as <c>draft.</c>); empty when the definition is valid.</summary>
    public static Dictionary<string, string[]> Errors(AgentDefinition definition, string prefix = "")
    {
        var errors = new FieldErrors(prefix);
        errors.Collect(definition, "");
        errors.Collect(definition.Limits, "limits.");
        CheckTools(definition.Tools, errors);
        RuntimeCheck.Check(definition, errors);
        if (string.IsNullOrWhiteSpace(definition.Name) && !errors.Has("name"))
        {
            errors.Add("name", "The member is required.");
        }

        return errors.ToDictionary();
    }

    private static void CheckTools(IReadOnlyList<string> tools, FieldErrors errors)
    {
        var unknown = tools.Except(ToolNames.All, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            errors.Add("tools", $"Unknown: {string.Join(", ", unknown)}. Known: {string.Join(", ", ToolNames.All)}.");
        }
        else if (tools.Distinct(StringComparer.Ordinal).Count() != tools.Count)
        {
            errors.Add("tools", "A tool is named twice.");
        }
    }
}
