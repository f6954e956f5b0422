using System.Text.Json;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Llm;
using AgentPlatform.Testing.Models;
using ExecutionService.Tests.Approvals;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tests.Replays;

/// <summary>A run of which golden journals are kept: together they hold every kind of entry and note.</summary>
internal sealed record GoldenScenario(string Name, Func<ScriptedChatClient> Script)
{
    public AgentDefinition Draft { get; init; } = ExecutionApp.Draft() with { FinalAgentPrompt = "보고서를 씁니다. Write the report.", Description = "golden" };

    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    /// <summary>The step that a person approves; none when null.</summary>
    public int? Approves { get; init; }

    /// <summary>Three model calls, a reading tool twice at once, an idempotent one and one with side effects.</summary>
    public static readonly GoldenScenario Tools = new("tools", () => new ScriptedChatClient((messages, _) => Results(messages) switch
    {
        0 => Calls(("1", ProbeTools.Read), ("2", ProbeTools.Read)).WithUsage(100, 7),
        2 => Calls(("3", ProbeTools.Idempotent), ("4", ProbeTools.Effect)).WithUsage(200, 8),
        _ => ScriptedAnswer.Text("All ", "is ", "done.").WithUsage(300, 9, cacheRead: 50),
    }));

    public static IReadOnlyList<GoldenScenario> All { get; } =
    [
        Tools,
        new("approval", () => new ScriptedChatClient((messages, _) => (Results(messages), messages[^1].Text.Contains("Answer again", StringComparison.Ordinal)) switch
        {
            (0, _) => Calls(("1", ProbeTools.Effect)).WithUsage(100, 7),
            (_, false) => ScriptedAnswer.Text("It went well.").WithUsage(150, 5),
            _ => ScriptedAnswer.Text("""{"n":7}""").WithUsage(160, 6),
        }))
        {
            Draft = Tools.Draft with { Runtime = new AgentRuntime { ApprovalTools = [ProbeTools.Effect], McpServers = [new McpServer { Name = "probe", Url = "https://probe.example/" }], OutputSchema = JsonElement.Parse("""{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}""") } },
            Approves = 2,
        },
        new("compaction", () =>
        {
            var asked = 0;
            return new ScriptedChatClient((messages, _) => messages[^1].Text.Contains("fills the window", StringComparison.Ordinal) ? ScriptedAnswer.Text("NOTES: three calls made").WithUsage(10, 5)
                : ++asked <= 3 ? ScriptedAnswer.ToolCall($"{asked}", ProbeTools.Read, new Dictionary<string, object?> { ["text"] = new string('x', 2000) }).WithUsage(10, 5)
                : ScriptedAnswer.Text("the end").WithUsage(10, 5));
        })
        {
            Settings = [("Execution:ContextTokens", "3600")],
        },
        new("fallback", () => new ScriptedChatClient((_, options) => options?.ModelId == "second"
            ? ScriptedAnswer.Text("from the second").WithUsage(20, 4)
            : ScriptedAnswer.Fails(new ModelUnavailableException(ModelFailure.Cut), "half an answer")))
        {
            Draft = Tools.Draft with { Model = "first", Runtime = new AgentRuntime { FallbackModels = ["second"] } },
            Settings = [("Execution:ModelRetries", "1")],
        },
        new("failure", () => new ScriptedChatClient((messages, _) => ScriptedAnswer.ToolCall($"{Results(messages)}", "unknown_tool", new Dictionary<string, object?> { ["n"] = 1 }).WithUsage(10, 5)))
        {
            Draft = Tools.Draft with { Limits = new AgentLimits { MaxSteps = 4 } },
        },
    ];

    public Task<ExecutionApp> StartAsync() => ExecutionApp.StartAsync(Script(), probe: new ProbeTools(), settings: [.. Settings]);

    /// <summary>Runs it to its end.</summary>
    public async Task<Execution> RunAsync(ExecutionApp app)
    {
        if (Approves is not { } step)
        {
            return await app.RunAsync(Draft);
        }

        var id = await ApprovalTests.WaitingAsync(app, Draft);
        await ApprovalTests.DecideAsync(app.Http, id, step, approve: true, "go on");
        return await app.EndOfAsync(id);
    }

    private static int Results(IEnumerable<ChatMessage> messages) => messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Count();

    private static ScriptedAnswer Calls(params (string Id, string Tool)[] calls)
    {
        var answers = calls.Select(call => ScriptedAnswer.ToolCall(call.Id, call.Tool, new Dictionary<string, object?> { ["n"] = 1 })).ToList();
        return new ScriptedAnswer([.. answers.Select(answer => answer.Updates[0]), answers[0].Updates[1]]);
    }
}
