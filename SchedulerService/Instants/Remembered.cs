using SchedulerService.Instants.Zones;

namespace SchedulerService.Instants;

/// <summary>
/// Keeps the last answer of a rule. Of several rules only the one that fired last has to be asked again, and one that has no more
/// instants is searched once. Safe to ask from several threads: an answer is replaced whole.
/// </summary>
internal sealed class Remembered(IInstants rule) : IInstants
{
    private Answer? _last;

    public DateTime? AtOrAfter(DateTime utc)
    {
        if (_last is { } last && utc >= last.From && (last.Found is not { } found || utc <= found))
        {
            return last.Found;
        }

        var next = rule.AtOrAfter(utc);
        _last = new(utc, next);
        return next;
    }

    public IEnumerable<DateTime> SkippedAt(IEnumerable<OffsetChange> gaps) => rule.SkippedAt(gaps);

    private sealed record Answer(DateTime From, DateTime? Found);
}
