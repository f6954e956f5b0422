using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults;
using ChatService.Conversations;
using ChatService.Designing;
using ChatService.Frames;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace ChatService.Turns;

/// <summary>Writes an answer: model call, tools, model call, … until the model asks for no tool.</summary>
internal sealed partial class TurnRunner(
    LiveConversations conversations, AgentDesigner designer, IChatClient model, ModelInfo modelInfo, ModelPrices prices, TimeProvider clock, IOptions<ConversationOptions> options, ILogger<TurnRunner> logger)
{
    /// <summary>Writes the answer to its end. Never throws: what cannot be written is left to the sweep.</summary>
    public async Task RunAsync(Shared<LiveConversation> lease, Turn turn)
    {
        using var stopping = conversations.Stopping.Register(turn.Abandon);
        var conversationId = lease.Value.State.Id;
        try
        {
            await using var keeper = KeepLease(conversationId, turn);
            await using var wishes = LookForStop(conversationId, turn);
            await WriteAsync(lease.Value, turn);
        }
        catch (Exception exception) when (exception is TurnLostException or ConversationGoneException || turn.Token.IsCancellationRequested)
        {
            LogLeft(conversationId, turn.Answer.Id, exception.GetType().Name);
            await lease.Value.LeaveAsync(turn);
        }
        catch (Exception exception)
        {
            LogBroken(exception, conversationId, turn.Answer.Id);
            await lease.Value.LeaveAsync(turn);
        }
        finally
        {
            lease.Dispose();
            turn.Dispose();
        }
    }

    private async Task WriteAsync(LiveConversation conversation, Turn turn)
    {
        var progress = turn.Progress;
        var before = progress.TokenUsage;
        using var activity = LlmTelemetry.StartAgent("designer", null, conversation.State.Id, modelInfo, modelInfo.Name, turn.Answer.TraceParent);
        try
        {
            var session = await designer.BeginAsync(conversation, turn, turn.Token);
            while (true)
            {
                if (session.OpenToolCalls is { Count: > 0 } calls)
                {
                    foreach (var call in calls)
                    {
                        await session.InvokeAsync(call, turn.Token);
                    }

                    await turn.Output.FlushAsync();
                }
                else if (progress.Messages.Count > 0 && progress.Messages[^1].Role == ChatRole.Assistant)
                {
                    await EndAsync(conversation, turn, MessageStatus.Complete, null);
                    return;
                }
                else if (progress.ModelCalls >= options.Value.MaxModelCalls)
                {
                    LlmTelemetry.Fail(activity, "step-limit");
                    await EndAsync(conversation, turn, MessageStatus.Failed, Frame.Error("step-limit", $"The answer took more than {options.Value.MaxModelCalls} model calls.", false, turn.Answer.Id));
                    return;
                }
                else
                {
                    await CallModelAsync(session, turn);
                }
            }
        }
        catch (ModelUnavailableException failure)
        {
            LlmTelemetry.Fail(activity, failure.Code);
            await EndAsync(conversation, turn, MessageStatus.Failed, Frame.Error(failure.Code, failure.Message, failure.Retryable, turn.Answer.Id));
        }
        catch (Exception exception) when (turn.StoppedByUser && exception is OperationCanceledException or Grpc.Core.RpcException { StatusCode: Grpc.Core.StatusCode.Cancelled })
        {
            await EndAsync(conversation, turn, MessageStatus.Stopped, null);
        }
        finally
        {
            LlmTelemetry.EndAgent(activity, progress.TokenUsage.Input - before.Input, progress.TokenUsage.Output - before.Output, null);
        }
    }

    private async Task CallModelAsync(DesignerSession session, Turn turn)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var response = await StreamAsync(session, turn);
                var usage = UsageReader.From(response.Usage);
                var cost = prices.CostOf(modelInfo.Name, usage);
                LlmTelemetry.CountCost(modelInfo.Name, cost);
                // The answer goes on from what is written down, not from what this process remembers: a successor then sends the same prompts.
                var note = TurnNote.Write(turn.Answer.Id, response.Messages, usage, cost);
                turn.Progress.Complete(TurnNote.Read(note).ReadMessages(), usage, cost);
                turn.Output.Note(note);
                return;
            }
            catch (ModelUnavailableException failure) when (failure.Retryable && attempt < options.Value.ModelRetries)
            {
                LogRetry(turn.Answer.Id, failure.Reason);
                var delay = failure.RetryAfter ?? TimeSpan.FromSeconds(options.Value.ModelRetryDelaySeconds * Math.Pow(2, attempt));
                await Task.Delay(delay < TimeSpan.FromSeconds(30) ? delay : TimeSpan.FromSeconds(30), clock, turn.Token);
            }
        }
    }

    /// <summary>
    /// Streams one model call. After an interruption clients have the beginning of an answer already: as long as the new one
    /// repeats it, it is not sent again; where it takes another course, it goes on below what was said.
    /// </summary>
    private async Task<ChatResponse> StreamAsync(DesignerSession session, Turn turn)
    {
        var updates = new List<ChatResponseUpdate>();
        var said = new Resumption(turn.Progress.Unfinished, below: turn.Progress.SaidBefore);
        await foreach (var update in model.GetStreamingResponseAsync(session.Prompt(), session.Options, turn.Token))
        {
            turn.Output.ThrowIfFailed();
            updates.Add(update);
            if (said.Next(update.Text) is { Length: > 0 } text)
            {
                turn.Text(text);
            }
        }

        if (said.Rest() is { Length: > 0 } rest)
        {
            turn.Text(rest);
        }

        return updates.ToChatResponse();
    }

    private static Task EndAsync(LiveConversation conversation, Turn turn, string status, Frame? error)
    {
        turn.Part(Parts.Thinking(turn.Answer.Caller!, status == MessageStatus.Failed ? "failed" : "done"));
        var progress = turn.Progress;
        return conversation.EndAsync(
            turn,
            () => turn.Answer with
            {
                Content = progress.Text,
                Parts = [.. progress.Parts],
                Status = status,
                TokenUsage = progress.TokenUsage,
                Cost = progress.Cost,
                Turn = status == MessageStatus.Complete ? progress.Messages : progress.Text.Length == 0 ? [] : [new ChatMessage(ChatRole.Assistant, progress.Text)],
                Owner = null,
            },
            ended => [.. error is { } frame ? [frame] : Array.Empty<Frame>(), Frame.Usage(ended.Id, progress.TokenUsage, progress.Cost), Frame.Done(ended.Id, status)]);
    }

    private ITimer KeepLease(string conversationId, Turn turn)
    {
        var lease = TimeSpan.FromSeconds(options.Value.LeaseSeconds);
        return Every(options.Value.RenewSeconds, () => conversations.Store.RenewAsync(conversationId, turn.Answer.Id, clock.GetUtcNow() + lease, turn.Token));
    }

    private ITimer LookForStop(string conversationId, Turn turn) => Every(options.Value.StopCheckSeconds, async () =>
    {
        if ((await conversations.Store.FindMessageAsync(conversationId, turn.Answer.Id, turn.Token))?.StopRequested == true)
        {
            turn.Stop();
        }
    });

    private ITimer Every(int seconds, Func<Task> step) => clock.CreateTimer(
        async _ =>
        {
            try
            {
                await step();
            }
            catch (Exception exception) when (exception is Grpc.Core.RpcException or OperationCanceledException or ObjectDisposedException)
            {
                // The log fences: if the lease ends before the store answers again, the next append finds out.
            }
        },
        null,
        TimeSpan.FromSeconds(seconds),
        TimeSpan.FromSeconds(seconds));

    [LoggerMessage(LogLevel.Information, "Left answer {MessageId} of conversation {ConversationId} ({Reason})")]
    private partial void LogLeft(string conversationId, string messageId, string reason);

    [LoggerMessage(LogLevel.Error, "Answer {MessageId} of conversation {ConversationId} broke off; the sweep takes it up again")]
    private partial void LogBroken(Exception exception, string conversationId, string messageId);

    [LoggerMessage(LogLevel.Information, "The model failed ({Reason}) in answer {MessageId}; trying again")]
    private partial void LogRetry(string messageId, ModelFailure reason);
}
