namespace SchedulerService.Phrases;

/// <summary>Things that the grammar knows by name in order to refuse them, instead of reading half of a sentence.</summary>
internal enum NotYetKind
{
    BusinessDay,
    EveryOther,
    Except,
    NthWeekday,
    Often,
    SeveralTimes,
    TimeRange,
    Yearly,
}
