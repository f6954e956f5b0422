using System.Text.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.ServiceDefaults.Definitions;
using AgentPlatform.ServiceDefaults.Json;

namespace AgentService.Agents;

/// <summary>Applies a JSON merge patch (RFC 7396) to an agent's definition.</summary>
internal static class AgentPatch
{
    private static readonly string[] ScheduleRules = ["phrase", "frequency", "cron", "specs"];
    private static readonly string[] PolicyMembers = ["overlap", "catchUp", "catchUpWindow", "jitterSeconds", "pauseAfterFailures"];
    private static readonly string[] RuleMembers = [.. ScheduleRules, "phraseReadAt", "time", "daysOfWeek", "dayOfMonth", "at", "except", "startAt", "endAt"];

    /// <summary>
    /// The definition after the patch, and how its schedule is to be read: if the patch does not speak of it, it stays as it was resolved, and if it
    /// speaks only of policies, it may be over. A patch that gives a new rule (phrase, frequency, cron or specs) replaces the old rule whole, with its exclusions and its
    /// bounds, which a phrase may have said; and so does one that gives a schema of the output. One that gives an exclusion or a bound, or takes
    /// it away, leaves no phrase that says another one: its rule stays.
    /// </summary>
    /// <exception cref="BadHttpRequestException">The result is not a definition.</exception>
    public static (AgentDefinition Definition, ScheduleReading Schedule) Apply(AgentVersionDefinition current, JsonElement patch)
    {
        try
        {
            return Merge(current, patch.ValueKind == JsonValueKind.Object ? JsonObject.Create(patch)! : throw new JsonException("A patch is an object."));
        }
        catch (Exception exception) when (exception is InvalidOperationException or JsonException)
        {
            // Text is read only when it is used: half a surrogate pair comes to light here, as an invalid operation.
            throw new BadHttpRequestException("The patch does not give a definition.", exception);
        }
    }

    private static (AgentDefinition Definition, ScheduleReading Schedule) Merge(AgentVersionDefinition current, JsonObject patch)
    {
        var before = new AgentDefinition
        {
            Name = current.Name,
            Description = current.Description,
            FinalAgentPrompt = current.FinalAgentPrompt,
            Model = current.Model,
            Tools = current.Tools,
            Limits = current.Limits,
            Runtime = current.Runtime ?? new(),
            Schedule = current.Schedule is { } schedule ? ScheduleInputs.From(schedule, Members(patch)) : null,
        };
        var target = WithoutNulls(JsonSerializer.SerializeToNode(before with { Runtime = before.Runtime with { OutputSchema = null } }, JsonDefaults.Strict)!.AsObject());
        string? zone = null;
        if (patch["schedule"] is JsonObject given && ScheduleRules.Any(rule => given[rule] is not null) && target["schedule"] is JsonObject old)
        {
            foreach (var member in RuleMembers)
            {
                old.Remove(member);
            }

            // A phrase may name its zone itself.
            if (given["phrase"] is not null && !given.ContainsKey("timeZone") && old.Remove("timeZone"))
            {
                zone = current.Schedule?.TimeZone;
            }
        }

        Merge(target, patch);
        if (target["runtime"] is JsonObject runtime && SchemaAfter(before.Runtime, patch) is { } schema)
        {
            runtime["outputSchema"] = schema;
        }

        var reading = new ScheduleReading(patch.ContainsKey("schedule") ? null : current.Schedule, zone, Members(patch).All(PolicyMembers.Contains));
        return (target.Deserialize<AgentDefinition>(JsonDefaults.Strict)!, reading);
    }

    private static IEnumerable<string> Members(JsonObject patch) => (patch["schedule"] as JsonObject ?? []).Select(member => member.Key);

    /// <summary>A schema is one value, in which null means something: what the patch gives stands in place of the old one, unmerged.</summary>
    private static JsonNode? SchemaAfter(AgentRuntime before, JsonObject patch) =>
        patch["runtime"] is JsonObject given && given.TryGetPropertyValue("outputSchema", out var schema) ? schema?.DeepClone()
        : before.OutputSchema is { } kept ? JsonSerializer.SerializeToNode(kept, JsonDefaults.Strict)
        : null;

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                // A member that is not there may be none at all: it is left for the reader to name.
                if (!target.Remove(name))
                {
                    target[name] = null;
                }
            }
            else if (value is JsonObject nested)
            {
                if (target[name] is not JsonObject inner)
                {
                    target[name] = inner = [];
                }

                Merge(inner, nested);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }

    private static JsonObject WithoutNulls(JsonObject node)
    {
        foreach (var (name, value) in node.ToList())
        {
            if (value is null)
            {
                node.Remove(name);
            }
            else if (value is JsonObject nested)
            {
                WithoutNulls(nested);
            }
        }

        return node;
    }
}
