namespace SchedulerService.Phrases.Finding;

/// <summary>What words of time are that no clause takes.</summary>
internal enum UnreadKind
{
    None,

    /// <summary>부터, until and what they are said of: a beginning, an end, or what is left out.</summary>
    Bound,
    Other,

    /// <summary>every 1.5, every now and then: a schedule, whatever it is.</summary>
    Recurring,
}
