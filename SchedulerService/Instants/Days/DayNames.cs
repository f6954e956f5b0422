using SchedulerService.Phrases.Meanings;

namespace SchedulerService.Instants.Days;

/// <summary>Days of the week by the names of the contract: mon, tue, wed, thu, fri, sat, sun.</summary>
internal static class DayNames
{
    public static bool IsName(string? name) => Array.IndexOf(DaySet.Names, name) >= 0;

    /// <summary>As <see cref="DayOfWeek"/>; Sunday is 0.</summary>
    public static int Number(string name) => Array.IndexOf(DaySet.Names, name);

    /// <summary>As bits; bit 0 is Sunday.</summary>
    public static int Set(IEnumerable<string> names) => names.Aggregate(0, (set, name) => set | DaySet.Of(Number(name)));
}
