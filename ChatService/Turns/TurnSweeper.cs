using AgentPlatform.ServiceDefaults.Hosting;
using ChatService.Conversations;
using Microsoft.Extensions.Options;

namespace ChatService.Turns;

/// <summary>Finds answers that nobody writes: those of processes that died, and those that wait behind them.</summary>
internal sealed partial class TurnSweeper(LiveConversations conversations, TimeProvider clock, IOptions<ConversationOptions> options, ILogger<TurnSweeper> logger) : BackgroundService
{
    private const int Batch = 100;

    private readonly OutageGrace _grace = new(TimeSpan.FromSeconds(options.Value.RenewSeconds), TimeSpan.FromSeconds(options.Value.OutageGraceSeconds));

    /// <summary>Takes up what is due.</summary>
    public Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken) => ResumeAsync(now, force: false, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.TakeOverAtStart)
        {
            await ResumeAsync(clock.GetUtcNow().AddYears(1), force: true, stoppingToken);
        }

        await PeriodicLoop.RunAsync(TimeSpan.FromSeconds(options.Value.SweepSeconds), clock, RunOnceAsync, logger, stoppingToken);
    }

    private async Task ResumeAsync(DateTimeOffset now, bool force, CancellationToken cancellationToken)
    {
        _grace.Begin(clock.GetUtcNow());
        var abandoned = await conversations.Store.ListAbandonedAsync(now, Batch, cancellationToken);
        if (!_grace.HasPassed(clock.GetUtcNow()) && !force)
        {
            return;
        }

        foreach (var (userId, conversationId) in abandoned)
        {
            using var lease = await conversations.OpenAsync(userId, conversationId, cancellationToken);
            if (lease is not null)
            {
                LogTakenUp(conversationId);
                await lease.Value.ResumeAsync(force, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Taking up the open answers of conversation {ConversationId}")]
    private partial void LogTakenUp(string conversationId);
}
