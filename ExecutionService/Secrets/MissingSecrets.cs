using ExecutionService.Tools;

namespace ExecutionService.Secrets;

/// <summary>Says of a run's tools which of the agent's secrets there are none of.</summary>
internal sealed class MissingSecrets(SecretVault vault) : IToolSource
{
    public async ValueTask<ToolSet> OpenAsync(ToolContext context, CancellationToken cancellationToken)
    {
        var named = context.Execution.Agent.Runtime.Secrets;
        if (named.Count == 0)
        {
            return ToolSet.None;
        }

        var found = await vault.ReadAsync(context.Execution.UserId, named, cancellationToken);
        return new ToolSet([], named.Except(found.Select(secret => secret.Name), StringComparer.Ordinal).ToDictionary(name => name, name => $"The agent names the secret {name}, and there is none of that name (PUT /api/secrets/{name})."));
    }
}
