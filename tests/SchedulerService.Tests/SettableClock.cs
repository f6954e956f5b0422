namespace SchedulerService.Tests;

/// <summary>A clock that a test sets. Its timers are real ones, so that setting it wakes no loop and the test alone decides when to look.</summary>
internal sealed class SettableClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
