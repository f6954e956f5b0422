using AgentPlatform.ServiceDefaults.Limits;

namespace AgentPlatform.ServiceDefaults.Tests.Limits;

public sealed class FairPlacesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_owner_holds_no_more_than_its_part()
    {
        var places = new FairPlaces(4, 2);
        var (first, second) = (await places.EnterAsync("a", Cancelled), await places.EnterAsync("a", Cancelled));

        var third = places.EnterAsync("a", Cancelled);

        Assert.False(third.IsCompleted);
        using var other = await places.EnterAsync("b", Cancelled);
        first.Dispose();
        (await third.WaitAsync(Patience, Cancelled)).Dispose();
        second.Dispose();
    }

    [Fact]
    public async Task Who_waits_behind_a_crowd_is_served_after_one_of_it()
    {
        var places = new FairPlaces(1, 1);
        var order = new List<string>();
        var held = await places.EnterAsync("crowd", Cancelled);
        var waiting = new[] { "crowd", "crowd", "crowd", "b", "c", "b" }.Select(async owner =>
        {
            using var place = await places.EnterAsync(owner, Cancelled);
            lock (order)
            {
                order.Add(owner);
            }
        }).ToList();

        held.Dispose();
        await Task.WhenAll(waiting).WaitAsync(Patience, Cancelled);

        Assert.Equal(["b", "c", "crowd", "b", "crowd", "crowd"], order);
    }

    [Fact]
    public async Task Who_stops_waiting_takes_no_place()
    {
        var places = new FairPlaces(1, 1);
        var held = await places.EnterAsync("a", Cancelled);
        using var impatience = new CancellationTokenSource();
        var given = places.EnterAsync("b", impatience.Token);
        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        held.Dispose();
        held.Dispose();
        using var one = await places.EnterAsync("c", Cancelled).WaitAsync(Patience, Cancelled);
        Assert.False(places.EnterAsync("d", Cancelled).IsCompleted);
    }

    [Fact]
    public async Task A_storm_of_owners_is_served_to_the_last_and_never_over_the_limits()
    {
        var places = new FairPlaces(7, 3);
        var (inside, all) = (new int[10], 0);

        await Task.WhenAll(Enumerable.Range(0, 3000).Select(n => Task.Run(
            async () =>
            {
                var owner = n % 10;
                using var place = await places.EnterAsync($"{owner}", Cancelled);
                Assert.InRange(Interlocked.Increment(ref inside[owner]), 1, 3);
                Assert.InRange(Interlocked.Increment(ref all), 1, 7);
                await Task.Yield();
                Interlocked.Decrement(ref all);
                Interlocked.Decrement(ref inside[owner]);
            },
            Cancelled))).WaitAsync(Patience, Cancelled);

        Assert.Equal(0, all);
    }
}
