using AgentPlatform.Contracts.Messages;
using AgentPlatform.ServiceDefaults.Identity;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentService.Agents;

/// <summary>Switches an agent off whose tokens of the month are spent, and says why. A message that comes twice changes nothing more.</summary>
internal sealed class AgentBudgetSpentConsumer(AgentWriter writer, TimeProvider clock) : IConsumer<AgentBudgetSpent>
{
    public Task Consume(ConsumeContext<AgentBudgetSpent> context)
    {
        var spent = context.Message;
        // Nobody asks: the change is made in the name of the agent's user. An agent that was deleted meanwhile is simply not found.
        return writer.ChangeAsync(
            new Caller(spent.UserId, "en", "UTC"),
            spent.AgentId,
            null,
            agent => Task.FromResult((AgentRules.SwitchOff(agent, spent, clock.GetUtcNow()), (ProblemHttpResult?)null)),
            context.CancellationToken);
    }
}
