using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases;

/// <summary>What a phrase turned out to be.</summary>
internal abstract record PhraseReading
{
    /// <summary>What it means, or what is offered in its place, as the grammar reads that at the same time.</summary>
    public IEnumerable<ScheduleShape> Shapes(DateTime now) => this switch
    {
        Understood { Shape: var shape } => [shape],
        Refused { Refusal.Suggestions: var suggestions } => suggestions.Select(suggestion => PhraseGrammar.Read(suggestion, now)).OfType<Understood>().Select(reading => reading.Shape),
        _ => [],
    };

    public sealed record Understood(ScheduleShape Shape) : PhraseReading;

    public sealed record Refused(PhraseRefusal Refusal) : PhraseReading;
}
