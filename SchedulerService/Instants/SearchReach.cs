namespace SchedulerService.Instants;

/// <summary>
/// How far a search for the next time goes before the rule counts as one that never fires. What a rule without an anchor does
/// in a year depends only on which of 14 calendars the year has (its first weekday, leap or not), and each of them comes again
/// within 40 years (a leap year's within 28, or within 40 over 2100, 2200 or 2300): a rule that fires at all fires within 41.
/// One that counts days, weeks or months from an anchor can wait longer (each 366th day that is a 29 February); beyond this it has none.
/// </summary>
internal static class SearchReach
{
    public const int Years = 50;

    /// <summary>The last year that is reckoned with: starts lie up to 2400 (<see cref="Schedules.Input.LocalTimes.IsInReach"/>).</summary>
    public const int LastYear = 2450;

    /// <summary>The end of a search that begins at <paramref name="from"/>.</summary>
    public static DateTime After(DateTime from) => from.Year + Years > LastYear ? new DateTime(LastYear, 12, 31) : from.AddYears(Years);
}
