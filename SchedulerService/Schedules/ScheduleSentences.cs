using AgentPlatform.Contracts.Schedules;
using SchedulerService.Phrases;

namespace SchedulerService.Schedules;

/// <summary>Says a schedule in one plain sentence, with its zone and with what may surprise.</summary>
internal static class ScheduleSentences
{
    public static LocalizedText Say(ScheduleShape shape, string zone) => In(zone, Plain(shape));

    /// <summary>A cron expression beyond the common shapes is named.</summary>
    public static LocalizedText SayCron(string cron, ScheduleExclusion? except, string zone)
    {
        var exclusion = SpecReader.Read(except);
        if (CronReader.Read(cron) is { } shape)
        {
            return Say(shape with { Except = exclusion }, zone);
        }

        var plain = PlainCron(cron);
        return In(zone, new(plain.Ko + PhraseWriter.Except(exclusion, PhraseLanguage.Korean), plain.En + PhraseWriter.Except(exclusion, PhraseLanguage.English)));
    }

    /// <summary>Specs as a caller gave them, valid, and the days that they leave out.</summary>
    public static LocalizedText SaySpecs(IReadOnlyList<ScheduleSpec> specs, ScheduleExclusion? except, string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var exclusion = SpecReader.Read(except);

        if (specs is [var only] && SpecReader.Read(only, zone) is { } shape)
        {
            return Say(shape with { Except = exclusion }, zoneId);
        }

        var said = specs.Select(spec => SpecReader.Read(spec, zone) is { } one ? Plain(one) : spec.Cron is { } cron ? PlainCron(cron) : new($"{spec.Every} 간격으로", $"every {spec.Every}")).ToArray();
        return In(zoneId, new(
            string.Join("; ", said.Select(text => text.Ko)) + PhraseWriter.Except(exclusion, PhraseLanguage.Korean),
            string.Join("; ", said.Select(text => text.En)) + PhraseWriter.Except(exclusion, PhraseLanguage.English)));
    }

    private static LocalizedText In(string zone, LocalizedText text) =>
        new($"{text.Ko} ({zone})", $"{char.ToUpperInvariant(text.En[0])}{text.En[1..]} ({zone})");

    private static LocalizedText Plain(ScheduleShape shape)
    {
        var (noteKo, noteEn) = ShortMonths(shape);
        return new(PhraseWriter.Write(shape, PhraseLanguage.Korean) + noteKo, PhraseWriter.Write(shape, PhraseLanguage.English) + noteEn);
    }

    // Cronos lets both day fields bind at once, unlike classic cron.
    private static LocalizedText PlainCron(string cron)
    {
        if (CronReader.Read(cron) is { } shape)
        {
            return Plain(shape);
        }

        var both = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., not ("*" or "?"), _, not ("*" or "?")];
        return new(
            $"cron 식 '{cron}'에 따라{(both ? ", 날짜와 요일이 모두 맞는 날에만" : "")}",
            $"by the cron expression '{cron}'{(both ? ", only on days that match both the day of the month and the day of the week" : "")}");
    }

    private static (string Ko, string En) ShortMonths(ScheduleShape shape) =>
        shape.MonthDays.Where(day => day > ShortestMonth(shape)).ToArray() is { Length: > 0 } days
            ? ($", {days[0]}일이 없는 달은 건너뜀", $", skipping months without a day {days[0]}")
            : ("", "");

    private static int ShortestMonth(ScheduleShape shape) =>
        shape.Months.Count == 0 ? 28 : shape.Months.Min(month => DateTime.DaysInMonth(2027, month));
}
