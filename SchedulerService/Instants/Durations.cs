using System.Globalization;
using System.Text.RegularExpressions;

namespace SchedulerService.Instants;

/// <summary>ISO 8601 durations of fixed length: weeks, days, hours, minutes and whole seconds. Months and years have no length and are no durations here.</summary>
internal static partial class Durations
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;

        if (Iso().Match(text) is not { Success: true } match)
        {
            return false;
        }

        duration = TimeSpan.FromDays((7 * Part(match, "weeks")) + Part(match, "days")) + TimeSpan.FromHours(Part(match, "hours"))
            + TimeSpan.FromMinutes(Part(match, "minutes"), 0) + TimeSpan.FromSeconds(Part(match, "seconds"));
        return true;
    }

    public static TimeSpan Parse(string text) => TryParse(text, out var duration) ? duration : throw new FormatException($"'{text}' is not a duration.");

    /// <summary>As it was given, but weeks as days, for many readers know no weeks.</summary>
    public static string Plain(string text) => Parse(text) is var duration && text.EndsWith('W') ? string.Create(CultureInfo.InvariantCulture, $"P{duration.Days}D") : text;

    private static int Part(Match match, string name) => match.Groups[name] is { Success: true, ValueSpan: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;

    // Seven digits of seconds are 115 days: every part fits, and so does the sum.
    [GeneratedRegex(@"^P(?=.)((?<weeks>[0-9]{1,3})W|((?<days>[0-9]{1,5})D)?(T(?=.)((?<hours>[0-9]{1,5})H)?((?<minutes>[0-9]{1,6})M)?((?<seconds>[0-9]{1,7})S)?)?)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Iso();
}
