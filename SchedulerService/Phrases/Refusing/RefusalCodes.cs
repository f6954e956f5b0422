namespace SchedulerService.Phrases.Refusing;

/// <summary>The reasons for which a phrase is refused.</summary>
internal static class RefusalCodes
{
    public const string AmbiguousDay = "ambiguous-day";
    public const string AmbiguousHour = "ambiguous-hour";
    public const string AmbiguousRule = "ambiguous-rule";
    public const string Conflict = "conflict";
    public const string CountMismatch = "count-mismatch";
    public const string EndBeforeStart = "end-before-start";
    public const string HolidayCalendar = "holiday-calendar";
    public const string ImpossibleDate = "impossible-date";
    public const string ImpossibleTime = "impossible-time";
    public const string Interval = "interval";
    public const string MissingDay = "missing-day";
    public const string MissingTime = "missing-time";
    public const string NothingLeft = "nothing-left";
    public const string NothingWithin = "nothing-within";
    public const string NotUnderstood = "not-understood";
    public const string Past = "past";
    public const string Range = "range";
    public const string Seconds = "seconds";
    public const string SeveralTimes = "several-times";
    public const string TimeFormat = "time-format";
    public const string TooLong = "too-long";
    public const string Unsupported = "unsupported";
    public const string WrongWeekday = "wrong-weekday";
}
