namespace SchedulerService.Tests.Instants;

/// <summary>All IANA zones of the system, with the moments at which their clocks jump.</summary>
internal static class SystemZones
{
    private static readonly TimeSpan Step = TimeSpan.FromHours(6);

    /// <summary>Zones and aliases, from the source that the system's zones were made of; from the runtime's list, which has no aliases, where that is not kept.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Read().Where(name => name != "Factory").Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Each change between two years, found without what is tested.</summary>
    public static IEnumerable<(DateTime At, TimeSpan Before, TimeSpan After)> Changes(TimeZoneInfo zone, int fromYear, int toYear)
    {
        var before = zone.GetUtcOffset(new DateTimeOffset(fromYear, 1, 1, 0, 0, 0, TimeSpan.Zero));

        for (var at = new DateTime(fromYear, 1, 1, 0, 0, 0, DateTimeKind.Utc); at.Year <= toYear; at += Step)
        {
            if (zone.GetUtcOffset(at + Step) is var after && after != before)
            {
                var minute = Enumerable.Range(1, (int)Step.TotalMinutes).Select(minutes => at.AddMinutes(minutes)).First(minute => zone.GetUtcOffset(minute) == after);
                yield return (minute, before, after);
                before = after;
            }
        }
    }

    private static IEnumerable<string> Read() => File.Exists("/usr/share/zoneinfo/tzdata.zi")
        ? File.ReadLines("/usr/share/zoneinfo/tzdata.zi").Select(line => line.Split(' ')).Where(words => words[0] is "Z" or "L").Select(words => words[0] == "Z" ? words[1] : words[2])
        : TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => id.Contains('/', StringComparison.Ordinal) || id == "UTC");
}
