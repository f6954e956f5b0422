using System.Text.RegularExpressions;

namespace SchedulerService.Schedules.Input;

/// <summary>IANA zones and their aliases, and nothing else that the system would take for a zone.</summary>
internal static partial class TimeZones
{
    public const string Default = "Asia/Seoul";

    private static readonly string Directory = Environment.GetEnvironmentVariable("TZDIR") is { Length: > 0 } given ? given : "/usr/share/zoneinfo";

    /// <summary>The version of the zone data on this machine, such as <c>2025b</c>; <c>unknown</c> where it does not say.</summary>
    public static string DataVersion { get; } = ReadVersion(Directory);

    /// <summary>Finds a zone by its exact name. An alias (<c>Asia/Calcutta</c>) is kept as it was given.</summary>
    public static bool TryFind(string id, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        return IanaName().IsMatch(id)
            && (id == "UTC" || !TimeZoneInfo.TryConvertWindowsIdToIanaId(id, out _))
            && TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone!)
            // The runtime remembers zones by any spelling; the file system of another machine may not.
            && zone.Id == id;
    }

    /// <summary>Of the compact source that distributions ship, or of the file that others keep beside the zones.</summary>
    internal static string ReadVersion(string directory)
    {
        try
        {
            return FirstLine(directory, "tzdata.zi") is { } source && Version().Match(source) is { Success: true, Value: var version } ? version
                : FirstLine(directory, "+VERSION") is { } own && Version().Match(own) is { Success: true, Value: var plain } ? plain
                : "unknown";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }

    private static string? FirstLine(string directory, string file) =>
        Path.Combine(directory, file) is var path && File.Exists(path) ? File.ReadLines(path).FirstOrDefault() : null;

    // The system also keeps copies that count leap seconds (right/), doubles (posix/) and places of its own beside the zones.
    [GeneratedRegex("^(?!(posix|right)/|Factory$|localtime$|posixrules$)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\\z")]
    private static partial Regex IanaName();

    [GeneratedRegex("[0-9]{4}[a-z]+")]
    private static partial Regex Version();
}
