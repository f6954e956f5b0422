using AgentPlatform.ServiceDefaults;

namespace ExecutionService.Egress.Interception;

/// <summary>A secret of one run: what its programs see in place of the value, and where the value goes.</summary>
internal sealed class RunSecret(string name, string value, IReadOnlyList<string> hosts)
{
    public string Name => name;

    public string Value => value;

    /// <summary>Names of hosts, as domains are written.</summary>
    public IReadOnlyList<string> Hosts => hosts;

    /// <summary>New for every run, and worth nothing outside it.</summary>
    public string Placeholder { get; } = $"ap_placeholder_{RandomId.New()}";

    public override string ToString() => name;
}
