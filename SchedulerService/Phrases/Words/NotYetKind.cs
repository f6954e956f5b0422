namespace SchedulerService.Phrases.Words;

/// <summary>Things that the grammar knows by name in order to refuse them, instead of reading half of a sentence.</summary>
internal enum NotYetKind
{
    /// <summary>and a half: of what was said before it.</summary>
    AndAHalf,

    /// <summary>every other weekday: each second of them, or those of each second week.</summary>
    Ambiguous,

    /// <summary>9시 전에, 3일 전, 10 minutes before 9: how long before, or some time before it.</summary>
    Before,

    /// <summary>1일부터 5일까지: days of each month, or of one.</summary>
    DayRange,

    /// <summary>매월 십일: the tenth, or the eleventh.</summary>
    EitherDay,

    /// <summary>Only on public holidays.</summary>
    HolidaysOnly,

    /// <summary>Easter, 추석, 월말: a day that has a name and moves.</summary>
    NamedDay,

    /// <summary>The last but one Friday, the first weekday of a month.</summary>
    NthFromEnd,
    Often,

    /// <summary>9시나 10시, three times every two weeks.</summary>
    SeveralTimes,

    /// <summary>A range of hours without an end.</summary>
    TimeRange,
}
