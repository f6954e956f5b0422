using AgentPlatform.Contracts.Secrets;

namespace ExecutionService.Secrets;

/// <summary>A secret as stored: its value is encrypted.</summary>
internal sealed record SecretState(string UserId, string Name, IReadOnlyList<string> Hosts, byte[] Ciphertext, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? LastUsedAt = null)
{
    public Secret ToSecret() => new(Name, Hosts, CreatedAt, UpdatedAt, LastUsedAt);
}

/// <summary>A secret's value, for those who send it.</summary>
internal sealed record SecretValue(string Name, string Value, IReadOnlyList<string> Hosts)
{
    public override string ToString() => Name;
}
