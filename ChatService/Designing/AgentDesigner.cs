using System.Globalization;
using System.Text.Json;
using AgentPlatform.ServiceDefaults.Json;
using ChatService.Conversations;
using ChatService.Platform;
using ChatService.Turns;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace ChatService.Designing;

/// <summary>Prepares what the model is told and may do in one answer.</summary>
internal sealed class AgentDesigner(AgentClient agents, ExecutionClient executions, SchedulerClient schedules, ConversationStore store, IOptions<ConversationOptions> options)
{
    private static readonly string Instructions = ReadInstructions();

    public async Task<DesignerSession> BeginAsync(LiveConversation conversation, Turn turn, CancellationToken cancellationToken)
    {
        var history = await conversation.ReadHistoryAsync(cancellationToken);
        var caller = turn.Answer.Caller!;
        var about = conversation.State.AgentId is { } agentId ? await agents.FindAsync(caller, agentId, cancellationToken) : null;
        var tools = new DesignerTools(agents, executions, schedules, store, conversation, turn, history, about);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(caller.TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        var now = TimeZoneInfo.ConvertTime(turn.Answer.Timestamp, zone).ToString("yyyy-MM-dd HH:mm (dddd)", CultureInfo.InvariantCulture);
        var system = $"{Instructions}\nIt is {now} in {caller.TimeZone}. The user's page is in {(caller.Locale == "ko" ? "Korean" : "English")}.";
        if (about is not null)
        {
            system += $"\nThe conversation is about this agent of the user's, which save_agent will change:\n{JsonSerializer.Serialize(about, JsonDefaults.Lenient)}";
        }

        return new DesignerSession([new ChatMessage(ChatRole.System, system), .. Past(history, turn)], turn.Progress.Messages, tools, new ChatOptions
        {
            Tools = [.. DesignerTools.Functions],
            MaxOutputTokens = options.Value.MaxOutputTokens,
        });
    }

    /// <summary>
    /// The conversation up to the user's message that is being answered: whole questions and answers, so that no tool's result
    /// stands without its call, and the same ones whichever process answers.
    /// </summary>
    private IEnumerable<ChatMessage> Past(IReadOnlyList<MessageState> history, Turn turn)
    {
        // Each question with its answer: those that waited in the queue stand before the answers to earlier ones.
        var asked = history.ToList().FindIndex(message => message.Id == turn.Answer.CounterpartId);
        var past = history.Take(asked + 1).Where(message => message.Role == MessageRole.User).TakeLast(options.Value.MaxHistoryMessages / 2)
            .SelectMany(question => history.Where(message => message.CounterpartId == question.Id && !message.Open).Prepend(question));
        return past.SelectMany(message => message.Role == MessageRole.User ? [new ChatMessage(ChatRole.User, message.Content)] : message.Turn);
    }

    private static string ReadInstructions()
    {
        using var stream = typeof(AgentDesigner).Assembly.GetManifestResourceStream("ChatService.Designing.DesignerPrompt.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
