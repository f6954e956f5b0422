namespace SchedulerService.Phrases.Words;

/// <summary>Things that the grammar knows by name in order to refuse them, instead of reading half of a sentence.</summary>
internal enum NotYetKind
{
    /// <summary>every other weekday: each second of them, or those of each second week.</summary>
    Ambiguous,

    /// <summary>Only on public holidays.</summary>
    HolidaysOnly,

    /// <summary>The last but one Friday, the first weekday of a month.</summary>
    NthFromEnd,
    Often,

    /// <summary>9시나 10시, three times every two weeks.</summary>
    SeveralTimes,

    /// <summary>A range of hours without an end.</summary>
    TimeRange,
}
