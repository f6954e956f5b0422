using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Definitions;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;
using ChatService.Cards;
using ChatService.Conversations;
using ChatService.Platform;
using ChatService.Turns;
using Microsoft.Extensions.AI;

namespace ChatService.Designing;

/// <summary>
/// The designer's tools in one answer; their results appear as cards. All may be run again after a crash: what they create
/// has a key made of the answer and the call.
/// </summary>
internal sealed class DesignerTools
{
    public const string AskUserName = "ask_user";
    public const string DraftAgentName = "draft_agent";
    public const string ListAgentsName = "list_agents";
    public const string SaveAgentName = "save_agent";
    public const string SetScheduleName = "set_schedule";
    public const string TestRunName = "test_run";
    private const int MaxOptions = 8;

    private readonly AgentClient _agents;
    private readonly ExecutionClient _executions;
    private readonly SchedulerClient _schedules;
    private readonly ConversationStore _store;
    private readonly LiveConversation _conversation;
    private readonly Turn _turn;
    private readonly IReadOnlyList<MessageState> _history;
    private readonly Agent? _about;
    private string _callId = "";

    public DesignerTools(
        AgentClient agents, ExecutionClient executions, SchedulerClient schedules, ConversationStore store, LiveConversation conversation, Turn turn, IReadOnlyList<MessageState> history, Agent? about)
    {
        (_agents, _executions, _schedules, _store) = (agents, executions, schedules, store);
        (_conversation, _turn, _history, _about) = (conversation, turn, history, about);
    }

    /// <summary>What the model is told of the tools. Made once: each call names the answer that it belongs to.</summary>
    public static IReadOnlyList<AIFunction> Functions { get; } =
    [
        Function(nameof(AskUser), AskUserName, "Asks the user one question with options to click. End your turn after it."),
        Function(nameof(DraftAgentAsync), DraftAgentName, "Shows the user a card with a draft of an agent, or a new form of the draft."),
        Function(nameof(ListAgentsAsync), ListAgentsName, "Lists the user's agents."),
        Function(nameof(SaveAgentAsync), SaveAgentName, "Saves the current draft as an agent."),
        Function(nameof(SetScheduleAsync), SetScheduleName, "Changes when the drafted agent runs."),
        Function(nameof(TestRunAsync), TestRunName, "Starts a test run of the current draft."),
    ];

    private Caller Caller => _turn.Answer.Caller!;

    /// <summary>Runs a call. The model may ask for anything: what cannot be done becomes an error that it reads.</summary>
    public async Task InvokeAsync(FunctionCallContent call, CancellationToken cancellationToken)
    {
        // The same after a crash, and another for each call even if the model repeats its ids.
        _callId = $"{_turn.Progress.Messages.Count}-{call.CallId}";
        var statusId = $"tool-{_turn.Progress.Messages.Count}";
        _turn.Part(Parts.Working(Caller, statusId, call.Name, "running"));
        using var activity = LlmTelemetry.StartTool(call);
        var result = await TryInvokeAsync(call, cancellationToken);
        var failed = result.StartsWith("{\"error\"", StringComparison.Ordinal);
        LlmTelemetry.Fail(activity, failed ? "tool-failed" : null);
        _turn.Part(Parts.Working(Caller, statusId, call.Name, failed ? "failed" : "done"), [new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)])]);
    }

    private async Task<string> TryInvokeAsync(FunctionCallContent call, CancellationToken cancellationToken)
    {
        if (Functions.FirstOrDefault(function => function.Name == call.Name) is not { } function)
        {
            return Error($"There is no tool '{call.Name}'.", []);
        }

        try
        {
            return (await function.InvokeAsync(new AIFunctionArguments(call.Arguments) { Context = new Dictionary<object, object?> { [typeof(DesignerTools)] = this } }, cancellationToken))?.ToString() ?? "{}";
        }
        catch (PlatformRefusal refusal)
        {
            return Error(refusal.Message, refusal.Suggestions);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException or JsonException or NotSupportedException)
        {
            return Error($"The arguments of {call.Name} are not valid.", []);
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException)
        {
            return Error("A part of the platform does not answer right now.", []);
        }
    }

    private static AIFunction Function(string method, string name, string description) => AIFunctionFactory.Create(
        typeof(DesignerTools).GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!,
        arguments => arguments.Context![typeof(DesignerTools)]!,
        new AIFunctionFactoryOptions { Name = name, Description = description });

    private string AskUser([Description("The question.")] string question, [Description("Two to four short answers to choose from.")] string[] options)
    {
        ArgumentNullException.ThrowIfNull(question);
        _turn.Part(Parts.Question($"choices-{_turn.Progress.Messages.Count}", question, [.. options.Where(option => option is { Length: > 0 and <= 1000 }).Take(MaxOptions)]));
        return Answer(new { shown = true });
    }

    private async Task<string> DraftAgentAsync(
        [Description("Two to six words.")] string name,
        [Description("One sentence.")] string description,
        [Description("Complete instructions for the agent.")] string prompt,
        [Description("The user's own words for when it runs; absent when not said.")] string? schedule = null,
        [Description("""
            Tools of the agent, only those that it needs. clock: date and time. list_files, read_file, write_file, edit_file: its private workspace; results for people go under out/.
            run_python, run_node, run_shell: run code in a sandbox; they need no setup. fetch_url: reads web pages of the given domains. notify: posts a message to the given address.
            """)] string[]? tools = null,
        [Description("Host names that fetch_url and code may reach over HTTPS, such as news.example.com, or *.example.com for all below it. Needed for fetch_url; without any there is no network.")] string[]? domains = null,
        [Description("https:// address that the user wants notify to post to. Never invented.")] string? notifyUrl = null,
        CancellationToken cancellationToken = default)
    {
        var draft = new AgentDefinition
        {
            Name = Shorten(name, 100),
            Description = Shorten(description, 2000),
            FinalAgentPrompt = Shorten(prompt, 32_000),
            Tools = [.. (tools ?? []).Where(ToolNames.All.Contains).Distinct()],
            Model = _about?.Model,
            Limits = _about?.Limits ?? new AgentLimits(),
            Runtime = RuntimeOf(domains, notifyUrl),
        };
        if (DefinitionCheck.Errors(draft).Where(error => error.Key.StartsWith("runtime.", StringComparison.Ordinal)).SelectMany(error => error.Value).FirstOrDefault() is { } problem)
        {
            return Error(problem, []);
        }

        var (resolved, refusal) = await ReadScheduleAsync(schedule, whole: false, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        return Show(draft, resolved);
    }

    /// <summary>The agent's runtime as it was set before, with what this draft says of the outside.</summary>
    private AgentRuntime RuntimeOf(string[]? domains, string? notifyUrl)
    {
        var before = _about?.Runtime ?? new AgentRuntime();
        return before with { AllowedDomains = domains is null ? before.AllowedDomains : [.. domains.Distinct(StringComparer.Ordinal)], NotifyUrl = notifyUrl ?? before.NotifyUrl };
    }

    private async Task<string> SetScheduleAsync([Description("The user's own words for when it runs, all of them and no others.")] string phrase, CancellationToken cancellationToken)
    {
        if (CurrentDraft() is not { } current)
        {
            return Error("There is no draft yet; call draft_agent.", []);
        }

        var (resolved, refusal) = await ReadScheduleAsync(phrase, whole: true, cancellationToken);
        return refusal ?? (resolved is null ? Error("The words name no time.", []) : Show(Parts.DefinitionOf(current), resolved));
    }

    private async Task<string> ListAgentsAsync(CancellationToken cancellationToken)
    {
        var found = await _agents.ListAsync(Caller, cancellationToken);
        return Answer(new { agents = found.Select(agent => new { agent.Id, agent.Name, agent.Description, agent.Status, Schedule = agent.Schedule is { } schedule ? new { schedule.Text } : null }) });
    }

    private async Task<string> SaveAgentAsync(CancellationToken cancellationToken)
    {
        if (CurrentDraft() is not { } current)
        {
            return Error("There is no draft yet; call draft_agent.", []);
        }

        var agent = await CardActions.SaveAsync(_agents, Caller, current, $"{_turn.Answer.Id}-{_callId}", cancellationToken);
        var saved = (JsonObject)current.DeepClone();
        saved["id"] = Parts.DraftId;
        CardActions.Mark(saved, agent);
        _turn.Part(saved);
        return Answer(new { agent.Id, agent.Name, agent.Status });
    }

    private async Task<string> TestRunAsync(CancellationToken cancellationToken)
    {
        if (CurrentDraft() is not { } current)
        {
            return Error("There is no draft yet; call draft_agent.", []);
        }

        var draft = Parts.DefinitionOf(current) with { Schedule = null };
        var execution = await _executions.StartAsync(Caller, new StartExecutionRequest { Draft = draft }, $"{_turn.Answer.Id}-{_callId}", cancellationToken);
        await CardActions.ShowRunAsync(_store, _executions, _conversation, Caller, _turn.Answer.Id, execution, cancellationToken);
        return Answer(new { executionId = execution.Id, execution.Status });
    }

    // A draft is described in whole sentences, in which the other words are the work. Where only the time is said, none of them may be passed over.
    private async Task<(Schedule? Schedule, string? Refusal)> ReadScheduleAsync(string? words, bool whole, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            return (null, null);
        }

        var found = await _schedules.FindPhraseAsync(Caller, Shorten(words, 8000), whole, cancellationToken);
        return found.Refusal is { } refusal ? (null, Error(refusal, found.Suggestions)) : (found.Schedule, null);
    }

    private string Show(AgentDefinition draft, Schedule? schedule)
    {
        _turn.Part(Parts.Draft(Parts.DraftId, draft, schedule, _about?.Id ?? (string?)CurrentDraft()?["agentId"], _about?.Status ?? (string?)CurrentDraft()?["agentStatus"]));
        return Answer(new { shown = true, draft.Name, Schedule = schedule is null ? null : new { schedule.Text, schedule.TimeZone, schedule.NextRuns } });
    }

    /// <summary>The newest draft card of the conversation.</summary>
    private JsonObject? CurrentDraft() =>
        _turn.Progress.Parts.LastOrDefault(IsDraft) ?? _history.Reverse().SelectMany(message => message.Parts.Reverse()).FirstOrDefault(IsDraft);

    private static bool IsDraft(JsonObject part) => (string?)part["type"] == Parts.AgentDraft;

    private static string Shorten(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Excerpt.Cut(text, length);
    }

    private static string Answer<T>(T result) => JsonSerializer.Serialize(result, JsonDefaults.Lenient);

    private static string Error(string error, IReadOnlyList<string> suggestions) => JsonSerializer.Serialize(new { error, suggestions }, JsonDefaults.Lenient);
}
