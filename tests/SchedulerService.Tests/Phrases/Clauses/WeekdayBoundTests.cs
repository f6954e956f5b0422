using SchedulerService.Phrases;

namespace SchedulerService.Tests.Phrases.Clauses;

public sealed class WeekdayBoundTests
{
    [Theory]
    [InlineData("every Friday at 9am starting Monday")]
    [InlineData("Fridays at 9 starting Monday")]
    [InlineData("starting Monday Monday and Friday at 18:30")]
    [InlineData("월요일부터 주말 9시")]
    [InlineData("월요일부터 매주 금요일 9시")]
    public void A_weekday_that_begins_something_is_no_day_of_the_rule(string phrase) =>
        Assert.IsType<PhraseReading.Refused>(PhraseGrammar.Read(phrase, PhraseCorpus.Now));
}
