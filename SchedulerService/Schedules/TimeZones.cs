using System.Text.RegularExpressions;

namespace SchedulerService.Schedules;

/// <summary>IANA zones, and nothing else that the system would take for a zone.</summary>
internal static partial class TimeZones
{
    public const string Default = "Asia/Seoul";

    /// <summary>The edition of the zones' rules, kept with each record of the ledger.</summary>
    public static string DataVersion => "unknown";

    public static bool TryFind(string id, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        return IanaName().IsMatch(id)
            && (id == "UTC" || !TimeZoneInfo.TryConvertWindowsIdToIanaId(id, out _))
            && TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone!);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$")]
    private static partial Regex IanaName();
}
