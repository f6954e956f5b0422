namespace SchedulerService.Phrases.Finding;

/// <summary>At which tokens the segments begin and end that speak of the schedule.</summary>
internal sealed class StrongEnds(IEnumerable<PhraseSegment> segments)
{
    public HashSet<int> Begins { get; } = [.. segments.Where(segment => segment.IsStrong).Select(segment => segment.From)];

    public HashSet<int> Ends { get; } = [.. segments.Where(segment => segment.IsStrong).Select(segment => segment.To)];
}
