namespace AgentPlatform.Firestore.Embedded;

/// <summary>What an acknowledged commit survives.</summary>
public enum EmbeddedDurability
{
    /// <summary>A loss of power: each group of commits is flushed to the disk.</summary>
    Full,

    /// <summary>The death of the process, kill -9 included, but not a loss of power.</summary>
    Normal,
}
