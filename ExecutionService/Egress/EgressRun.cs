using ExecutionService.Egress.Interception;
using ExecutionService.Egress.Rules;

namespace ExecutionService.Egress;

/// <summary>The run that a proxy works for.</summary>
/// <param name="Policy">What it may reach.</param>
/// <param name="Secrets">Its secrets.</param>
/// <param name="Record">What it has asked for.</param>
/// <param name="Decided">Hears each decision: a refusal at once, an allowed connection at its end.</param>
/// <param name="Used">Hears the names of the secrets that a request got.</param>
internal sealed record EgressRun(EgressPolicy Policy, IReadOnlyList<RunSecret> Secrets, EgressRecord Record, Action<EgressDecision> Decided, Func<IReadOnlyCollection<string>, Task> Used)
{
    /// <summary>The secrets that go to a host.</summary>
    public IReadOnlyList<RunSecret> SecretsFor(string host) => [.. Secrets.Where(secret => HostNames.Covers(secret.Hosts, host))];
}
