namespace SchedulerService.Phrases.Clauses.Days;

/// <summary>Days or months that stand in lists.</summary>
internal enum ListedDays
{
    None,
    Dates,
    MonthDays,
    Months,
}
