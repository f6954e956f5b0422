using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Holidays;
using SchedulerService.Instants;
using SchedulerService.Instants.Zones;
using SchedulerService.Phrases;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Input;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Schedules;

/// <summary>Says a schedule in one plain sentence: every part of it that decides when it fires, what may surprise, and its zone.</summary>
internal static class ScheduleSentences
{
    /// <summary>A zone whose rules for summer time reach this year goes on with it; others, as Seoul's, had it once.</summary>
    private const int StillUsed = 2050;

    private const int DaysOfYear = 365;

    /// <summary>A shape whose bounds and exclusions are its own. The grammar reads the sentence as the same schedule.</summary>
    public static LocalizedText Say(ScheduleShape shape, string zone) => In(zone, Plain(shape));

    /// <summary>
    /// A resolved schedule. <paramref name="shape"/> is what was understood, where something was; else the rule is read as one where it can be,
    /// several rules are said one after the other, and a cron expression beyond the common shapes is named.
    /// </summary>
    public static LocalizedText Of(Schedule schedule, ScheduleShape? shape = null)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone);
        var except = SpecReader.Read(schedule.Except);

        if ((shape ?? One(schedule, zone)) is { } one)
        {
            return Say(Noted(ShapeBounds.Apply(one with { Except = except }, schedule, zone), schedule), schedule.TimeZone);
        }

        LocalizedText[] rules = schedule.Specs is { } specs ? [.. specs.Select(spec => Rule(spec, zone))] : [NamedCron(schedule.Cron!)];
        var bounds = ShapeBounds.Apply(new(ScheduleKind.Days), schedule, zone);
        return In(schedule.TimeZone, new(
            string.Join("; ", rules.Select(rule => rule.Ko)) + PhraseWriter.Tail(bounds, except, PhraseLanguage.Korean) + SentenceNotes.Of(Noted(new(ScheduleKind.Days), schedule), PhraseLanguage.Korean),
            string.Join("; ", rules.Select(rule => rule.En)) + PhraseWriter.Tail(bounds, except, PhraseLanguage.English) + SentenceNotes.Of(Noted(new(ScheduleKind.Days), schedule), PhraseLanguage.English)));
    }

    private static ScheduleShape Noted(ScheduleShape shape, Schedule schedule) => shape with
    {
        Gap = schedule.Gap,
        Fold = schedule is { At: { } at, StartAt: { } start } && start > LocalTimes.ToInstant(LocalTimes.Parse(at), TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone)) ? "first" : schedule.Fold,
        JitterSeconds = schedule.JitterSeconds,
        HolidayCalendar = schedule.HolidayCalendar is { } calendar && calendar != HolidayCalendars.OfZone(schedule.TimeZone) && SpecRules.NeedsCalendar(schedule) ? calendar : null,
    };

    private static ScheduleShape? One(Schedule schedule, TimeZoneInfo zone) => schedule switch
    {
        { At: { } at } => new(ScheduleKind.Once) { At = LocalTimes.Parse(at) },
        { Cron: { } cron } => Read(new() { Cron = cron }, zone),
        { Specs: [var only] } => Read(only, zone),
        _ => null,
    };

    private static ScheduleShape? Read(ScheduleSpec spec, TimeZoneInfo zone) =>
        SpecReader.Read(spec, zone) is { } shape && !(spec.Cron is { } cron && RunsTwice(cron, shape, zone)) ? shape : null;

    /// <summary>
    /// Whether an expression with steps or ranges, which goes on through both comings of an autumn hour, would be said as times of day, which do
    /// not: every 2 hours from 00:00 to 04:00 are three of them.
    /// </summary>
    private static bool RunsTwice(string cron, ScheduleShape shape, TimeZoneInfo zone)
    {
        var times = shape.Window is { } window ? window.Times(shape.Every) : shape.Times;
        return new CronRule(cron).IsInterval && !(CronWriter.Write(shape) is { } said && new CronRule(said).IsInterval) && RepeatedTimes(zone).Any(fold => times.Any(fold.Contains));
    }

    /// <summary>The minutes of the day that the zone's clocks show twice at some change of a year.</summary>
    private static IEnumerable<HashSet<int>> RepeatedTimes(TimeZoneInfo zone) => Enumerable.Range(0, DaysOfYear)
        .Select(day => ZoneOffsets.Of(zone.Id).Near(new DateTime(StillUsed, 1, 1).AddDays(day)))
        .Where(change => change.IsFold)
        .Distinct()
        .Select(change => Enumerable.Range(0, (int)(change.EndBefore - change.StartAfter).TotalMinutes).Select(minute => (int)change.StartAfter.AddMinutes(minute).TimeOfDay.TotalMinutes).ToHashSet());

    private static LocalizedText Rule(ScheduleSpec spec, TimeZoneInfo zone) =>
        Read(spec, zone) is { } shape ? Plain(shape)
        : spec.Cron is { } cron ? NamedCron(cron)
        : spec.Days is { } days ? Stepped(spec, days, zone)
        : LongInterval(spec, zone);

    /// <summary>A rule with several steps: the first as ever, and what else is counted, which no phrase says.</summary>
    private static LocalizedText Stepped(ScheduleSpec spec, DayRule days, TimeZoneInfo zone)
    {
        var (first, others) = (SpecReader.Steps(days)[0], SpecReader.Steps(days).Skip(1).ToList());
        var only = days with
        {
            EveryDays = first.Unit == TimeUnit.Day ? days.EveryDays : null,
            EveryWeeks = first.Unit == TimeUnit.Week ? days.EveryWeeks : null,
            EveryMonths = null,
        };
        var said = Plain(SpecReader.Read(spec with { Days = only }, zone)!);
        return new(
            $"{said.Ko}, {days.AnchorDate}부터 센 {string.Join("이자 ", others.Select(step => step.Unit == TimeUnit.Week ? $"{step.Count}주마다의 주" : $"{step.Count}개월마다의 달"))}에만",
            $"{said.En}, only in {string.Join(" and in ", others.Select(step => step.Unit == TimeUnit.Week ? $"each {step.Count}. week" : $"each {step.Count}. month"))} counted from {days.AnchorDate}");
    }

    private static LocalizedText In(string zone, LocalizedText text) =>
        new($"{text.Ko} ({zone})", $"{char.ToUpperInvariant(text.En[0])}{text.En[1..]} ({zone})");

    private static LocalizedText Plain(ScheduleShape shape) => new(
        PhraseWriter.Write(shape, PhraseLanguage.Korean) + SentenceNotes.Of(shape, PhraseLanguage.Korean),
        PhraseWriter.Write(shape, PhraseLanguage.English) + SentenceNotes.Of(shape, PhraseLanguage.English));

    // Cronos lets both day fields bind at once, unlike classic cron.
    private static LocalizedText NamedCron(string cron)
    {
        var both = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., not ("*" or "?"), _, not ("*" or "?")];
        return new(
            $"cron 식 '{cron}'에 따라{(both ? ", 날짜와 요일이 모두 맞는 날에만" : "")}",
            $"by the cron expression '{cron}'{(both ? ", only on days that match both the day of the month and the day of the week" : "")}");
    }

    // Weeks of elapsed time to the second, which no phrase says.
    private static LocalizedText LongInterval(ScheduleSpec spec, TimeZoneInfo zone)
    {
        var from = LocalTimes.FromInstant(spec.Anchor!.Value, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return new($"{from}부터 {spec.Every} 간격으로", $"every {spec.Every} from {from}");
    }
}
