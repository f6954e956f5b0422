namespace SchedulerService.Schedules.Shapes;

/// <summary>A part of every day, both ends included, in minutes since midnight; one that ends before it begins goes on over midnight.</summary>
internal readonly record struct TimeWindow(int From, int To)
{
    private const int Day = 24 * 60;

    public int Length => To >= From ? To - From : To + Day - From;

    /// <summary>The times of day at which an interval that begins with the window fires, in rising order.</summary>
    public IReadOnlyList<int> Times(int every)
    {
        var from = From;
        return [.. Enumerable.Range(0, (Length / every) + 1).Select(i => (from + (i * every)) % Day).Order()];
    }
}
