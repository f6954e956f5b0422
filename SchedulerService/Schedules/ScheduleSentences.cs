using AgentPlatform.Contracts.Schedules;
using SchedulerService.Phrases;

namespace SchedulerService.Schedules;

/// <summary>Says a schedule in one plain sentence, with its zone and with what may surprise.</summary>
internal static class ScheduleSentences
{
    public static LocalizedText Say(ScheduleShape shape, string zone)
    {
        var english = PhraseWriter.Write(shape, PhraseLanguage.English);
        var (noteKo, noteEn) = ShortMonths(shape);
        return new(
            $"{PhraseWriter.Write(shape, PhraseLanguage.Korean)}{noteKo} ({zone})",
            $"{char.ToUpperInvariant(english[0])}{english[1..]}{noteEn} ({zone})");
    }

    /// <summary>A cron expression beyond the common shapes is named. Cronos lets both day fields bind at once, unlike classic cron.</summary>
    public static LocalizedText SayCron(string cron, string zone)
    {
        var both = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., not ("*" or "?"), _, not ("*" or "?")];
        return new(
            $"cron 식 '{cron}'에 따라{(both ? ", 날짜와 요일이 모두 맞는 날에만" : "")} ({zone})",
            $"By the cron expression '{cron}'{(both ? ", only on days that match both the day of the month and the day of the week" : "")} ({zone})");
    }

    /// <summary>Specs as a caller gave them, valid, and the days that they leave out.</summary>
    public static LocalizedText SaySpecs(IReadOnlyList<ScheduleSpec> specs, ScheduleExclusion? except, string zone)
    {
        var rules = string.Join("; ", specs.Select(spec => spec.Cron ?? spec.Every ?? string.Join(", ", spec.Times ?? [])));
        return new(
            $"규칙 {rules}에 따라{(except is null ? "" : ", 제외한 날은 건너뜀")} ({zone})",
            $"By the rules {rules}{(except is null ? "" : ", without the days left out")} ({zone})");
    }

    private static (string Ko, string En) ShortMonths(ScheduleShape shape) =>
        shape.Kind == ScheduleKind.Monthly && shape.MonthDays.Where(day => day > 28).ToArray() is { Length: > 0 } days
            ? ($", {days[0]}일이 없는 달은 건너뜀", $", skipping months without a day {days[0]}")
            : ("", "");
}
