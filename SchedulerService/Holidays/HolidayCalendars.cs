namespace SchedulerService.Holidays;

/// <summary>
/// The calendars of public holidays by their name in the contract. Like zone data they are facts of the world, one set for the process:
/// two readers of a schedule must see the same days.
/// </summary>
internal static class HolidayCalendars
{
    private static volatile KoreanHolidays _korea = new([]);

    /// <summary>The calendar that belongs to a zone; null when none does.</summary>
    public static string? OfZone(string zone) => zone is "Asia/Seoul" or "ROK" ? "KR" : null;

    /// <exception cref="ArgumentException">There is no such calendar.</exception>
    public static KoreanHolidays Find(string calendar) => calendar == "KR" ? _korea : throw new ArgumentException($"'{calendar}' is no calendar of public holidays.", nameof(calendar));

    /// <summary>Adds days that were announced after this build.</summary>
    public static void Announce(IReadOnlyCollection<DateOnly> korea)
    {
        if (korea.Count > 0)
        {
            _korea = new(korea);
        }
    }
}
