using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionService.Tests.Egress;

/// <summary>A clock that the test moves, and that tells when somebody begins to wait for it.</summary>
internal sealed class SignallingClock() : FakeTimeProvider(ExecutionApp.Start)
{
    private readonly Channel<bool> _timers = Channel.CreateUnbounded<bool>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(true);
        return timer;
    }

    /// <summary>Until so many timers were started since the last call.</summary>
    public async Task WaitForTimersAsync(int count = 1)
    {
        for (var n = 0; n < count; n++)
        {
            await _timers.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken);
        }
    }
}
