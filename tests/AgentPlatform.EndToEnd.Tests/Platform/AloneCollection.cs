namespace AgentPlatform.EndToEnd.Tests.Platform;

/// <summary>Tests that need the machine for themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
