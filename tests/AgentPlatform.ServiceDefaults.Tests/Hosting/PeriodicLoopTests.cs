using System.Threading.Channels;
using AgentPlatform.ServiceDefaults.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentPlatform.ServiceDefaults.Tests.Hosting;

public sealed class PeriodicLoopTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_step_runs_at_once_and_then_at_every_tick()
    {
        var (clock, steps) = (new FakeTimeProvider(DefaultsApp.Start), Channel.CreateUnbounded<DateTimeOffset>());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var loop = PeriodicLoop.RunAsync(Minute, clock, (now, _) => steps.Writer.WriteAsync(now, Token).AsTask(), NullLogger.Instance, stop.Token);

        for (var minute = 0; minute < 3; minute++)
        {
            Assert.Equal(DefaultsApp.Start.AddMinutes(minute), await steps.Reader.ReadAsync(Token));
            clock.Advance(Minute);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }

    [Fact]
    public async Task A_step_that_fails_is_tried_again_at_the_next_tick()
    {
        var (clock, steps, count) = (new FakeTimeProvider(DefaultsApp.Start), Channel.CreateUnbounded<int>(), 0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var loop = PeriodicLoop.RunAsync(
            Minute,
            clock,
            async (_, _) =>
            {
                await steps.Writer.WriteAsync(++count, Token);
                throw new InvalidOperationException("the store is down");
            },
            NullLogger.Instance,
            stop.Token);

        Assert.Equal(1, await steps.Reader.ReadAsync(Token));
        clock.Advance(Minute);
        Assert.Equal(2, await steps.Reader.ReadAsync(Token));
        Assert.False(loop.IsCompleted);
        await stop.CancelAsync();
    }

    [Fact]
    public async Task A_step_that_the_stop_cuts_off_ends_the_loop_in_peace()
    {
        var entered = new TaskCompletionSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var loop = PeriodicLoop.RunAsync(
            Minute,
            new FakeTimeProvider(DefaultsApp.Start),
            async (_, stopping) =>
            {
                entered.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, stopping);
            },
            NullLogger.Instance,
            stop.Token);

        await entered.Task.WaitAsync(Token);
        await stop.CancelAsync();

        await loop;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
