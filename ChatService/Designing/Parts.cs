using System.Text.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Definitions;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;

namespace ChatService.Designing;

/// <summary>Makes the parts of answers; docs/chat-protocol.md says what each holds.</summary>
internal static class Parts
{
    public const string AgentDraft = "agentDraft";
    public const string Choices = "choices";
    public const string DraftId = "draft";
    public const string Run = "run";

    /// <summary>The status line of an answer from its start to its end.</summary>
    public static JsonObject Thinking(Caller caller, string state) => Status("thinking", In(caller, "작업 분석 중…", "Analysing the request…"), state);

    /// <summary>Said when a process takes over an answer that another one left.</summary>
    public static JsonObject Resuming(Caller caller) => Status("thinking", In(caller, "끊긴 답변을 이어 쓰는 중…", "Going on with the interrupted answer…"), "running");

    public static JsonObject Status(string id, string data, string state) => new() { ["id"] = id, ["type"] = "status", ["data"] = data, ["state"] = state };

    /// <summary>The status line of a tool at work.</summary>
    public static JsonObject Working(Caller caller, string callId, string tool, string state) => Status(callId, tool switch
    {
        DesignerTools.AskUserName => In(caller, "질문 준비 중…", "Preparing a question…"),
        DesignerTools.DraftAgentName => In(caller, "에이전트 설계 중…", "Designing the agent…"),
        DesignerTools.ListAgentsName => In(caller, "에이전트 목록을 읽는 중…", "Reading your agents…"),
        DesignerTools.SaveAgentName => In(caller, "에이전트 저장 중…", "Saving the agent…"),
        DesignerTools.SetScheduleName => In(caller, "일정을 확인하는 중…", "Checking the schedule…"),
        DesignerTools.TestRunName => In(caller, "테스트 실행을 시작하는 중…", "Starting a test run…"),
        _ => tool,
    }, state);

    public static JsonObject Draft(string id, AgentDefinition draft, Schedule? schedule, string? agentId, string? agentStatus) => new()
    {
        ["id"] = id,
        ["type"] = AgentDraft,
        ["draft"] = new JsonObject
        {
            ["name"] = draft.Name,
            ["description"] = draft.Description,
            ["finalAgentPrompt"] = draft.FinalAgentPrompt,
            ["model"] = draft.Model,
            ["tools"] = Node(draft.Tools),
            ["schedule"] = Node(schedule),
            ["limits"] = Node(draft.Limits),
            ["runtime"] = Node(draft.Runtime),
        },
        ["agentId"] = agentId,
        ["agentStatus"] = agentStatus,
        ["testExecutionId"] = null,
    };

    public static JsonObject Question(string id, string question, IReadOnlyList<string> options) => new()
    {
        ["id"] = id,
        ["type"] = Choices,
        ["question"] = question,
        ["options"] = new JsonArray([.. options.Select(option => new JsonObject { ["label"] = option, ["value"] = option })]),
        ["chosen"] = null,
    };

    public static JsonObject RunOf(Execution execution) => new()
    {
        ["id"] = RunId(execution.Id),
        ["type"] = Run,
        ["executionId"] = execution.Id,
        ["agentId"] = execution.AgentId,
        ["status"] = execution.Status,
        ["result"] = execution.Result,
        ["error"] = Node(execution.Error),
        ["tokenUsage"] = Node(execution.TokenUsage),
    };

    public static string RunId(string executionId) => $"run-{executionId}";

    /// <summary>The definition behind a draft card, with its schedule as it would be given.</summary>
    public static AgentDefinition DefinitionOf(JsonObject draftPart)
    {
        var draft = draftPart["draft"]!.AsObject().DeepClone().AsObject();
        var schedule = draft["schedule"].Deserialize<Schedule>(JsonDefaults.Lenient);
        draft["schedule"] = schedule is null ? null : Node(ScheduleInputs.From(schedule));
        return draft.Deserialize<AgentDefinition>(JsonDefaults.Lenient)!;
    }

    /// <summary>A member as a node; null stays null.</summary>
    public static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, JsonDefaults.Lenient);

    private static string In(Caller caller, string korean, string english) => caller.Locale == "ko" ? korean : english;
}
