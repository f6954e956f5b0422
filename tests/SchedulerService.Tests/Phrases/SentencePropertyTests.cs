using AgentPlatform.Contracts.Schedules;
using CsCheck;
using SchedulerService.Phrases;
using SchedulerService.Schedules;
using SchedulerService.Schedules.Input;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Tests.Phrases;

public sealed class SentencePropertyTests
{
    private const string Zone = "Asia/Seoul";

    private static readonly DateTimeOffset Now = new(PhraseCorpus.Now, TimeSpan.FromHours(9));

    public static TheoryData<int, string> LanguagesAndZones => new()
    {
        { (int)PhraseLanguage.English, Zone }, { (int)PhraseLanguage.Korean, Zone }, { (int)PhraseLanguage.English, "Europe/Berlin" }, { (int)PhraseLanguage.Korean, "America/Santiago" },
    };

    public static TheoryData<int> Languages => [(int)PhraseLanguage.English, (int)PhraseLanguage.Korean];

    /// <summary>The sentence as <c>text</c> shows it, with notes and zone, read by a caller whose own zone is another.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public void What_is_said_of_any_shape_is_understood_as_that_schedule(int language) => RandomShapes.Any.Sample(
        shape => Again(shape, language) == $"{Zone} {Outcome.Of(shape)}",
        iter: PropertyRuns.Of(5000),
        print: shape => $"{Said(ScheduleSentences.Say(shape, Zone), language)} -> {Outcome.Of(shape)}; {Again(shape, language)}");

    [Theory]
    [MemberData(nameof(LanguagesAndZones))]
    public void What_is_said_of_any_input_with_one_rule_is_understood_as_a_schedule_of_the_same_instants(int language, string zone) => RandomInputs.Any.Sample(
        input => Difference(input, language, zone) is null,
        iter: PropertyRuns.Of(2000),
        print: input => $"{Difference(input, language, zone)}");

    [Fact]
    public void A_schedule_is_said_alike_whether_it_came_as_a_phrase_or_as_specs() => RandomShapes.Any.Sample(shape =>
    {
        var schedule = SpecWriter.Write(shape, Zone);

        // Of a range of hours only its times are left.
        return shape.Window is not null || ScheduleSentences.Of(schedule) == ScheduleSentences.Say(shape, Zone);
    }, iter: PropertyRuns.Of(5000), print: shape => $"{ScheduleSentences.Say(shape, Zone)} {ScheduleSentences.Of(SpecWriter.Write(shape, Zone))} {Outcome.Of(shape)}");

    [Fact]
    public void A_phrase_gives_the_same_answer_each_time() => RandomShapes.Any.Sample(shape =>
    {
        var said = PhraseWriter.Write(shape, PhraseLanguage.English);
        return PhraseGrammar.Read(said, PhraseCorpus.Now).ToString() == PhraseGrammar.Read(said, PhraseCorpus.Now).ToString();
    }, iter: PropertyRuns.Of(500));

    private static string Again(ScheduleShape shape, int language)
    {
        var said = Said(ScheduleSentences.Say(shape, Zone), language);
        return PhraseGrammar.Read(said, PhraseCorpus.Now) switch
        {
            PhraseReading.Understood { Shape: var again } => $"{PhraseGrammar.ZoneOf(said)} {Outcome.Of(again)}",
            var refused => refused.ToString(),
        };
    }

    // Null when both have the same zone and instants, or when the input is none: its bounds leave nothing. What comes after more than the fifty
    // years of a search is found from a late beginning only. Steps and ranges of cron that fire twice in autumn are named, and no phrase names them;
    // nor does one say which coming of a repeated hour it means: it is the first.
    private static string? Difference(ScheduleInput input, int language, string zone)
    {
        if (ScheduleRules.Resolve(input, zone, Now) is not ScheduleResolution.Resolved { Schedule: var schedule } || schedule.NextRuns[0] > Now.AddYears(49) || schedule.Text.En.StartsWith("By the cron", StringComparison.Ordinal) || BoundsOf(schedule).Any(bound => IsSecond(bound, zone)) || (schedule.Specs is [{ Every: not null }] && IsSecond(schedule.NextRuns[0], zone)))
        {
            return null;
        }

        var said = Said(schedule.Text, language);

        if (ScheduleRules.Resolve(new() { Phrase = said }, "America/New_York", Now) is not ScheduleResolution.Resolved { Schedule: var again } resolution)
        {
            return $"{said}: {ScheduleRules.Resolve(new() { Phrase = said }, "America/New_York", Now)}";
        }

        var (first, second) = (ScheduleRules.NextRuns(schedule, Now, 30), ScheduleRules.NextRuns(again, Now, 30));
        return (again.TimeZone, again.Gap, again.Fold, again.JitterSeconds) == (schedule.TimeZone, schedule.Gap, schedule.Fold, schedule.JitterSeconds) && first.SequenceEqual(second) && again.Text == schedule.Text
            ? null
            : $"{said}: {string.Join(", ", first)} | {again.TimeZone} {again.Text}: {string.Join(", ", second)}; {resolution}";
    }

    private static IEnumerable<DateTimeOffset> BoundsOf(Schedule schedule) =>
        new[] { schedule.StartAt, schedule.EndAt }.Concat((schedule.Specs ?? []).Select(spec => spec.Anchor)).OfType<DateTimeOffset>();

    private static bool IsSecond(DateTimeOffset instant, string zone) =>
        TimeZoneInfo.FindSystemTimeZoneById(zone) is var found && TimeZoneInfo.ConvertTime(instant, found) is var local && found.IsAmbiguousTime(local.DateTime) && local.Offset == found.GetAmbiguousTimeOffsets(local.DateTime).Min();

    private static string Said(LocalizedText text, int language) => PhraseGrammarTests.Said(text, (PhraseLanguage)language);
}
