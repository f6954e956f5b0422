namespace SchedulerService.Tests.Firing.Races;

/// <summary>What can go wrong with a scheduler, the store, or a message.</summary>
internal enum RaceFault
{
    /// <summary>The process dies before its call has happened.</summary>
    KilledBefore,

    /// <summary>The process dies after its call has happened and before it hears of it.</summary>
    KilledAfter,

    /// <summary>The call fails, and has not happened.</summary>
    Unavailable,

    /// <summary>The call happens, its answer is lost, and it is made again.</summary>
    Repeated,

    /// <summary>The process stands still with what it has read, and goes on later.</summary>
    Paused,

    /// <summary>The clock of a process jumps by an hour, forward or back.</summary>
    ClockJump,

    /// <summary>A message that a run ended is lost.</summary>
    MessageLost,

    /// <summary>A message comes again.</summary>
    MessageRepeated,

    /// <summary>The relay dies between publishing and deleting.</summary>
    RelayKilled,
}
