namespace SchedulerService.Phrases;

/// <summary>Words for a part of the day; <see cref="SpokenTime"/> says which hours each may stand with.</summary>
internal enum DayPeriod
{
    None,

    /// <summary>오전, am.</summary>
    Am,

    /// <summary>오후, pm.</summary>
    Pm,

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
