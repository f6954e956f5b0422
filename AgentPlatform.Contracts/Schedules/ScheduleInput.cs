using System.ComponentModel.DataAnnotations;

namespace AgentPlatform.Contracts.Schedules;

/// <summary>A schedule as a caller gives it: exactly one of a phrase, a frequency, a cron expression or specs.</summary>
public sealed record ScheduleInput
{
    /// <summary>The longest phrase, in characters.</summary>
    public const int MaxPhraseLength = 1000;

    [StringLength(MaxPhraseLength, MinimumLength = 1)]
    public string? Phrase { get; init; }

    /// <summary>Local date and time without an offset from which "tomorrow" and "until December 24" of the phrase are reckoned; now when absent.</summary>
    [StringLength(32)]
    public string? PhraseReadAt { get; init; }

    [AllowedValues(null, "once", "hourly", "daily", "weekly", "monthly", ErrorMessage = "One of once, hourly, daily, weekly or monthly.")]
    public string? Frequency { get; init; }

    /// <summary>Wall-clock time <c>HH:mm</c> in <see cref="TimeZone"/>.</summary>
    [RegularExpression("^([01][0-9]|2[0-3]):[0-5][0-9]$", ErrorMessage = "The time must be HH:mm, from 00:00 to 23:59.")]
    public string? Time { get; init; }

    /// <summary>Three-letter English names in lower case: mon, tue, wed, thu, fri, sat, sun.</summary>
    [MaxLength(7, ErrorMessage = "At most 7 items.")]
    public IReadOnlyList<string>? DaysOfWeek { get; init; }

    public DayOfMonth? DayOfMonth { get; init; }

    /// <summary>Local date and time without an offset, for <c>once</c>.</summary>
    [StringLength(32)]
    public string? At { get; init; }

    /// <summary>Five fields, or six with seconds first.</summary>
    [StringLength(200, MinimumLength = 1)]
    public string? Cron { get; init; }

    /// <summary>Rules that one cron expression cannot say.</summary>
    [MinLength(1), MaxLength(16, ErrorMessage = "At most 16 items.")]
    public IReadOnlyList<ScheduleSpec>? Specs { get; init; }

    /// <summary>Days without instants.</summary>
    public ScheduleExclusion? Except { get; init; }

    /// <summary>Whose public holidays count, where they do; that of the zone when absent.</summary>
    [AllowedValues(null, "KR", ErrorMessage = "KR is the one calendar of public holidays so far.")]
    public string? HolidayCalendar { get; init; }

    /// <summary>IANA zone; the session's when absent.</summary>
    [StringLength(64, MinimumLength = 1)]
    public string? TimeZone { get; init; }

    /// <summary>What becomes of a wall-clock time that a clock skips. Default <c>next</c>.</summary>
    [AllowedValues(null, "next", "skip", ErrorMessage = "One of next or skip.")]
    public string? Gap { get; init; }

    /// <summary>Which comings of a wall-clock time that comes twice count. Default <c>first</c>.</summary>
    [AllowedValues(null, "first", "both", ErrorMessage = "One of first or both.")]
    public string? Fold { get; init; }

    [AllowedValues(null, "skip", "bufferOne", "bufferAll", "cancelOther", "terminateOther", "allowAll", ErrorMessage = "One of skip, bufferOne, bufferAll, cancelOther, terminateOther or allowAll.")]
    public string? Overlap { get; init; }

    [AllowedValues(null, "none", "last", "all", ErrorMessage = "One of none, last or all.")]
    public string? CatchUp { get; init; }

    /// <summary>ISO 8601 duration, such as <c>PT24H</c>.</summary>
    [StringLength(32)]
    public string? CatchUpWindow { get; init; }

    /// <summary>Each instant fires after a delay of its own, in whole seconds from 0 to this, that is over before the next instant.</summary>
    [Range(0, 3600)]
    public int? JitterSeconds { get; init; }

    /// <summary>Scheduled runs that fail one after another until the schedule pauses itself; 0 for never.</summary>
    [Range(0, 1000)]
    public int? PauseAfterFailures { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public DateTimeOffset? EndAt { get; init; }
}
