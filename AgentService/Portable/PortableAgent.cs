using System.ComponentModel.DataAnnotations;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.ServiceDefaults.Definitions;

namespace AgentService.Portable;

/// <summary>An agent's definition as a file, without ids, status or history.</summary>
internal sealed record PortableAgent
{
    public const string CurrentFormat = "agentplatform/agent@1";

    [AllowedValues(CurrentFormat)]
    public string Format { get; init; } = CurrentFormat;

    [Required]
    public AgentDefinition? Agent { get; init; }

    public static PortableAgent From(AgentVersionDefinition definition) => new()
    {
        Agent = new AgentDefinition
        {
            Name = definition.Name,
            Description = definition.Description,
            FinalAgentPrompt = definition.FinalAgentPrompt,
            Model = definition.Model,
            Tools = definition.Tools,
            Schedule = definition.Schedule is { } schedule ? ScheduleInputs.From(schedule) : null,
            Limits = definition.Limits,
            Runtime = definition.Runtime ?? new(),
        },
    };
}
