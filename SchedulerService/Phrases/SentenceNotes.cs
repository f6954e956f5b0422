using System.Globalization;
using System.Text.RegularExpressions;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases;

/// <summary>
/// What a sentence says behind the phrase: that some months lack a day it names, what becomes of times that clocks skip or repeat, whose holidays
/// count, and how late a run may be. Only what is not the usual is said.
/// </summary>
internal static partial class SentenceNotes
{
    /// <summary>Days of the month that some months lack, joined by commas. The note changes nothing, and is read back only where it is true.</summary>
    public const string Lacks = "lacks";

    public const string Gap = "gap";
    public const string Fold = "fold";
    public const string Calendar = "calendar";

    /// <summary>The jitter in seconds.</summary>
    public const string Late = "late";

    /// <summary>The longest jitter that the contract allows, in seconds.</summary>
    private const int LongestJitter = 3600;

    public static string Of(ScheduleShape shape, PhraseLanguage language)
    {
        var (korean, lacked) = (language == PhraseLanguage.Korean, shape.LackedDays.ToArray());
        string[] notes =
        [
            lacked.Length == 0 ? "" : korean ? $", {string.Join(", ", lacked.Select(day => $"{day}일"))}이 없는 달은 건너뜀" : $", skipping months without a day {string.Join(" or ", lacked)}",
            shape.Gap == "skip" ? korean ? ", 시계가 건너뛰는 시각은 빼고" : ", not at times that clocks skip" : "",
            shape.Fold == "both" ? korean ? ", 두 번 오는 시각은 두 번 다" : ", twice at times that clocks repeat" : "",
            shape.HolidayCalendar is null ? "" : korean ? ", 한국 공휴일 기준" : ", by the public holidays of Korea",
            shape.JitterSeconds == 0 ? "" : korean ? $", 최대 {shape.JitterSeconds}초 늦게" : $", up to {shape.JitterSeconds} second{(shape.JitterSeconds == 1 ? "" : "s")} late",
        ];
        return string.Concat(notes);
    }

    /// <summary>The days of the note on short months, as a clause has them.</summary>
    public static string LackedDays(ScheduleShape shape) => string.Join(',', shape.LackedDays);

    /// <summary>A note as its name and value, <c>late:30</c>, and where it ends; false when none begins at that place.</summary>
    public static bool TryRead(string text, int start, out string note, out int end)
    {
        var match = Pattern().Match(text, start);
        end = start + match.Length;
        note = match.Groups.Values.FirstOrDefault(group => group.Success && group.Name is Lacks or Gap or Fold or Calendar or Late) switch
        {
            { Name: Gap } => $"{Gap}:skip",
            { Name: Fold } => $"{Fold}:both",
            { Name: Calendar } => $"{Calendar}:KR",
            { Name: var name, Value: var value } => $"{name}:{string.Join(',', Numbers().Matches(value).Select(number => number.Value))}",
            null => "",
        };
        return match.Success && (!note.StartsWith(Late, StringComparison.Ordinal) || int.Parse(note[(Late.Length + 1)..], CultureInfo.InvariantCulture) is > 0 and <= LongestJitter);
    }

    [GeneratedRegex(
        @"\G,\s*(?:(?<lacks>(?:(?:29|30|31)일,\s*){0,2}(?:29|30|31)일)이 없는 달은 건너뜀|skipping months without a day (?<lacks>(?:29|30|31)(?: or (?:29|30|31)){0,2})(?![0-9])"
        + @"|(?<gap>시계가 건너뛰는 시각은 빼고|not at times that clocks skip)|(?<fold>두 번 오는 시각은 두 번 다|twice at times that clocks repeat)"
        + @"|(?<calendar>한국 공휴일 기준|by the public holidays of Korea)|최대 (?<late>[0-9]{1,4})초 늦게|up to (?<late>[0-9]{1,4}) seconds? late)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
