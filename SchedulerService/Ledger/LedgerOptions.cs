using System.ComponentModel.DataAnnotations;

namespace SchedulerService.Ledger;

/// <summary>How long records of instants are kept, and how the older ones are deleted.</summary>
internal sealed class LedgerOptions
{
    public const string Section = "Ledger";

    /// <summary>Days for which a record is kept. Default 400, so that a year can be looked back on.</summary>
    [Range(1, 36_500)]
    public int KeepDays { get; set; } = 400;

    /// <summary>
    /// Records that one schedule keeps, the newest. Default 100,000, about 50 MB: a year of every five minutes, 69 days of every minute,
    /// 27 hours of every second. A schedule has some more until it is swept.
    /// </summary>
    [Range(1, 100_000_000)]
    public int MaxRecordsPerSchedule { get; set; } = 100_000;

    /// <summary>Seconds between sweeps, which one scheduler makes for all. Default 300.</summary>
    [Range(1, 86_400)]
    public int SweepIntervalSeconds { get; set; } = 300;

    /// <summary>Schedules that one sweep looks at; the next goes on after them. Default 500: 100,000 schedules in 17 hours, for about two document reads each.</summary>
    [Range(1, 10_000)]
    public int SchedulesPerSweep { get; set; } = 500;

    /// <summary>Records of one schedule that one sweep deletes; what remains is for the next time. Default 50,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxDeletesPerSchedule { get; set; } = 50_000;
}
