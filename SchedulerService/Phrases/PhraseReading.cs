using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases;

/// <summary>What a phrase turned out to be.</summary>
internal abstract record PhraseReading
{
    public sealed record Understood(ScheduleShape Shape) : PhraseReading;

    public sealed record Refused(PhraseRefusal Refusal) : PhraseReading;
}
