using SchedulerService.Phrases.Clauses;

namespace SchedulerService.Phrases.Words;

/// <summary>Words for a part of the day; <see cref="SpokenTime"/> says which hours each may stand with.</summary>
internal enum DayPeriod
{
    None,

    /// <summary>오전, which Korean also says of 0 o'clock.</summary>
    Am,

    /// <summary>오후, which Korean also says of 13 to 23 o'clock.</summary>
    Pm,

    /// <summary>am, of the clock of twelve hours only: neither 0 nor 13.</summary>
    EnglishAm,

    /// <summary>pm, likewise.</summary>
    EnglishPm,

    /// <summary>새벽.</summary>
    Dawn,

    /// <summary>아침.</summary>
    Morning,

    /// <summary>"in the morning", which English also says of the hours after midnight.</summary>
    EnglishMorning,

    /// <summary>점심.</summary>
    Lunch,

    /// <summary>낮, "in the afternoon".</summary>
    Daytime,

    /// <summary>저녁, "in the evening".</summary>
    Evening,

    /// <summary>밤, "at night".</summary>
    Night,
}
