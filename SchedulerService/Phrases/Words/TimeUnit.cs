namespace SchedulerService.Phrases.Words;

/// <summary>Units of repetition, from short to long.</summary>
internal enum TimeUnit
{
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    HalfYear,
    Year,
}
