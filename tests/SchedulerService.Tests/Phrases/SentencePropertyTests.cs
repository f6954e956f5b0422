using CsCheck;
using SchedulerService.Phrases;
using SchedulerService.Schedules;

namespace SchedulerService.Tests.Phrases;

public sealed class SentencePropertyTests
{
    private const string Zone = "Asia/Seoul";

    [Theory]
    [InlineData((int)PhraseLanguage.English)]
    [InlineData((int)PhraseLanguage.Korean)]
    public void What_is_said_of_any_shape_is_understood_as_that_schedule(int language) => RandomShapes.Any.Sample(shape =>
    {
        var said = PhraseWriter.Write(shape, (PhraseLanguage)language);
        var reading = PhraseGrammar.Read(said, PhraseCorpus.Now);
        return reading is PhraseReading.Understood { Shape: var again } && Outcome.Of(again) == Outcome.Of(shape);
    }, iter: 5000, print: shape => $"{PhraseWriter.Write(shape, (PhraseLanguage)language)} -> {Outcome.Of(shape)}; {PhraseGrammar.Read(PhraseWriter.Write(shape, (PhraseLanguage)language), PhraseCorpus.Now)}");

    [Fact]
    public void A_schedule_is_said_alike_whether_it_came_as_a_phrase_or_as_specs() => RandomShapes.Any.Sample(shape =>
    {
        shape = shape with { Until = null, From = shape.Step is null && shape.Kind != ScheduleKind.Elapsed ? null : shape.From };
        var schedule = SpecWriter.Write(shape, Zone);
        var again = schedule.Cron is { } cron ? ScheduleSentences.SayCron(cron, null, Zone) : ScheduleSentences.SaySpecs(schedule.Specs!, schedule.Except, Zone);

        // Of a range of hours only its times are left, and bounds stand beside the specs.
        return shape.Window is not null || schedule.StartAt is not null || again == ScheduleSentences.Say(shape, Zone);
    }, iter: 5000, print: shape => $"{ScheduleSentences.Say(shape, Zone)} {Outcome.Of(shape)}");

    [Fact]
    public void A_phrase_gives_the_same_answer_each_time() => RandomShapes.Any.Sample(shape =>
    {
        var said = PhraseWriter.Write(shape, PhraseLanguage.English);
        return PhraseGrammar.Read(said, PhraseCorpus.Now).ToString() == PhraseGrammar.Read(said, PhraseCorpus.Now).ToString();
    }, iter: 500);
}
