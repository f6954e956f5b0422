using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm.Simulation;

/// <summary>A conversation as the rules look at it.</summary>
internal sealed class Transcript
{
    private readonly int lastUser;
    private readonly IReadOnlyList<(int Index, ToolUse Use)> uses;

    public Transcript(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        Messages = [.. messages];
        Tools = (options?.Tools ?? []).Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        Instructions = string.Join('\n', Messages.Where(message => message.Role == ChatRole.System).Select(message => message.Text).Prepend(options?.Instructions ?? "")).Trim();
        lastUser = Messages.FindLastIndex(message => message.Role == ChatRole.User && message.Text.Trim().Length > 0);
        UserText = lastUser < 0 ? "" : Messages[lastUser].Text.Trim();
        uses = [.. FindUses()];
    }

    public List<ChatMessage> Messages { get; }

    public HashSet<string> Tools { get; }

    public string Instructions { get; }

    /// <summary>What the user said last.</summary>
    public string UserText { get; }

    /// <summary>True while the assistant has said nothing in this conversation.</summary>
    public bool IsFirstAnswer => !Messages.Any(message => message.Role == ChatRole.Assistant);

    /// <summary>Language of the last user message that has one; English when none has.</summary>
    public ReplyLanguage Language => Messages.Take(lastUser + 1).Where(message => message.Role == ChatRole.User)
        .Select(message => TextLanguage.Of(message.Text)).LastOrDefault(language => language is not null) ?? ReplyLanguage.English;

    /// <summary>Tool calls since the user last spoke.</summary>
    public IReadOnlyList<ToolUse> UsesOfTurn => [.. uses.Where(item => item.Index > lastUser).Select(item => item.Use)];

    /// <summary>The newest call of a tool in the whole conversation.</summary>
    public ToolUse? LastUse(string tool) => LastUse(use => use.Name == tool);

    /// <summary>The newest call that is such a one.</summary>
    public ToolUse? LastUse(Func<ToolUse, bool> isSuch) => uses.LastOrDefault(item => isSuch(item.Use)).Use;

    private IEnumerable<(int Index, ToolUse Use)> FindUses()
    {
        var answers = new Dictionary<string, ToolAnswer>(StringComparer.Ordinal);
        foreach (var result in Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>())
        {
            answers[result.CallId] = new ToolAnswer(result.Result);
        }

        for (var index = 0; index < Messages.Count; index++)
        {
            foreach (var call in Messages[index].Contents.OfType<FunctionCallContent>())
            {
                yield return (index, new ToolUse(call.CallId, call.Name, call.Arguments ?? new Dictionary<string, object?>(), answers.GetValueOrDefault(call.CallId)));
            }
        }
    }
}
