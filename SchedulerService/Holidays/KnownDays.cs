using System.Text.Json;

namespace SchedulerService.Holidays;

/// <summary>Elections and temporary public holidays of the Republic of Korea that are known so far (<c>known-days.json</c>).</summary>
internal static class KnownDays
{
    public static IReadOnlyList<KnownDay> All { get; } = Read();

    private static KnownDay[] Read()
    {
        using var stream = typeof(KnownDays).Assembly.GetManifestResourceStream("SchedulerService.Holidays.known-days.json")!;
        return JsonSerializer.Deserialize<KnownDay[]>(stream, JsonSerializerOptions.Web)!;
    }
}

/// <summary>One day and why it was a holiday.</summary>
internal sealed record KnownDay(DateOnly Date, string Name);
