namespace SchedulerService.Tests.Instants;

/// <summary>
/// What clocks of a zone show, minute by minute around a change of its offset, and the instants of a rule read off it: the oracle, which knows
/// nothing of changes, and only asks what a clock shows.
/// </summary>
internal sealed class MinuteWalk
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly DateTime[] _shown;

    public MinuteWalk(TimeZoneInfo zone, DateTime fromUtc, DateTime toUtc)
    {
        From = fromUtc;
        _shown = [.. Enumerable.Range(0, (int)(toUtc - fromUtc).TotalMinutes).Select(minute => TimeZoneInfo.ConvertTimeFromUtc(fromUtc.AddMinutes(minute), zone))];
    }

    public DateTime From { get; }

    public DateTime To => From.AddMinutes(_shown.Length);

    public IEnumerable<DateTime> Instants(Func<DateTime, bool> matches, bool skipGaps, bool bothFolds)
    {
        var latest = _shown[0] - Minute;

        for (var minute = 0; minute < _shown.Length; minute++)
        {
            var shown = _shown[minute];
            var fires = matches(shown) && (bothFolds || shown > latest);

            // Minutes that no clock has shown were skipped just now.
            for (var skipped = latest + Minute; !skipGaps && !fires && skipped < shown; skipped += Minute)
            {
                fires = matches(skipped);
            }

            if (fires)
            {
                yield return From.AddMinutes(minute);
            }

            latest = shown > latest ? shown : latest;
        }
    }
}
