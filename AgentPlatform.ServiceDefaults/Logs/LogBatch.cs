namespace AgentPlatform.ServiceDefaults.Logs;

/// <summary>
/// Entries that were appended together. <paramref name="Entries"/> are numbered from <paramref name="First"/>, one by one;
/// <paramref name="Notes"/> are unnumbered records that only the writer's successor reads.
/// </summary>
public sealed record LogBatch(long First, IReadOnlyList<string> Entries, IReadOnlyList<string> Notes)
{
    /// <summary>The number of the last entry.</summary>
    public long Last => First + Entries.Count - 1;
}
