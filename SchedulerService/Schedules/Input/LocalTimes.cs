using System.Globalization;
using SchedulerService.Instants.Zones;

namespace SchedulerService.Schedules.Input;

/// <summary>Wall-clock times without an offset, and the instants they mean in a zone.</summary>
internal static class LocalTimes
{
    private static readonly string[] Formats = ["yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm"];

    /// <summary>Said of a text that is no such time.</summary>
    public const string Form = "The time must be a local date and time without an offset, such as 2026-12-24T18:00.";

    /// <summary>Said of a time that is not <see cref="IsInReach"/>.</summary>
    public const string Reach = "The time must be from 1970 to 2400.";

    /// <summary>The years that callers may name.</summary>
    public const int FirstYear = 1970;
    public const int LastYear = 2400;

    /// <summary>Times that calendars and zones can be reckoned with: Cronos ends with the year 2499.</summary>
    public static bool IsInReach(DateTime time) => time.Year is >= FirstYear and <= LastYear;

    public static bool TryParse(string text, out DateTime local) =>
        DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out local);

    public static DateTime Parse(string text) => DateTime.ParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None);

    public static string Format(DateTime local) => local.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    public static DateTime FromInstant(DateTimeOffset instant, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;

    /// <summary>A skipped time moves to the end of the gap, a repeated one is its first coming.</summary>
    public static DateTimeOffset ToInstant(DateTime local, TimeZoneInfo zone) => new(ZoneOffsets.Of(zone.Id).FirstInstant(local).Ticks, TimeSpan.Zero);
}
