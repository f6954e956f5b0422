namespace SchedulerService.Instants.Zones;

/// <summary>A moment (UTC) at which a zone's clocks jump from one offset to another.</summary>
internal readonly record struct OffsetChange(DateTime At, TimeSpan Before, TimeSpan After)
{
    /// <summary>Clocks jump forward: the wall-clock times from <see cref="EndBefore"/> up to <see cref="StartAfter"/> do not exist.</summary>
    public bool IsGap => After > Before;

    /// <summary>Clocks jump back: the wall-clock times from <see cref="StartAfter"/> up to <see cref="EndBefore"/> come twice.</summary>
    public bool IsFold => After < Before;

    /// <summary>What clocks would show at the moment without the jump.</summary>
    public DateTime EndBefore => At + Before;

    /// <summary>What clocks show at the moment.</summary>
    public DateTime StartAfter => At + After;
}
