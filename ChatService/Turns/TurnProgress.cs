using System.Text;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Logs;
using ChatService.Frames;
using Microsoft.Extensions.AI;

namespace ChatService.Turns;

/// <summary>How far an answer is: its text and parts, and the conversation with the model behind it.</summary>
internal sealed class TurnProgress
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _unfinished = new();
    private readonly List<JsonObject> _parts = [];

    /// <summary>All text that clients have been or will be sent.</summary>
    public string Text => _text.ToString();

    public IReadOnlyList<JsonObject> Parts => _parts;

    /// <summary>What completed model calls and tools have added.</summary>
    public List<ChatMessage> Messages { get; } = [];

    public TokenUsage TokenUsage { get; private set; } = new();

    public Cost Cost { get; private set; } = Cost.Zero;

    public int ModelCalls { get; private set; }

    /// <summary>Text of the model call that goes on or was interrupted: clients have it, and nothing says that the call completed.</summary>
    public string Unfinished => _unfinished.ToString();

    /// <summary>True when model calls before that one have said something.</summary>
    public bool SaidBefore => _text.Length > _unfinished.Length;

    /// <summary>Reads an answer's progress from the conversation's log.</summary>
    public static async Task<TurnProgress> ReadAsync(AppendLog log, long startedAfter, string messageId, CancellationToken cancellationToken)
    {
        var progress = new TurnProgress();
        await foreach (var batch in log.ReadAsync(startedAfter, cancellationToken))
        {
            foreach (var frame in batch.Entries.Select(LoggedFrame.Read).Where(frame => frame.MessageId == messageId))
            {
                if (frame.Text is not null)
                {
                    progress.Add(frame.Text);
                }
                else if (frame.Part is not null)
                {
                    progress.Set(frame.Part);
                }
            }

            foreach (var note in batch.Notes.Select(TurnNote.Read).Where(note => note.MessageId == messageId))
            {
                progress.Complete(note.ReadMessages(), note.TokenUsage, note.Cost);
            }
        }

        return progress;
    }

    public void Add(string text)
    {
        _text.Append(text);
        _unfinished.Append(text);
    }

    /// <summary>Adds a part or replaces the one with the same id.</summary>
    public void Set(JsonObject part)
    {
        var id = (string?)part["id"];
        var known = _parts.FindIndex(other => (string?)other["id"] == id);
        if (known < 0)
        {
            _parts.Add(part);
        }
        else
        {
            _parts[known] = part;
        }
    }

    /// <summary>Adds what a completed model call (with its usage) or tool (without) gave.</summary>
    public void Complete(IEnumerable<ChatMessage> messages, TokenUsage? usage, Cost? cost)
    {
        Messages.AddRange(messages);
        _unfinished.Clear();
        if (usage is not null)
        {
            ModelCalls++;
            TokenUsage = TokenUsage.Add(usage);
            Cost = cost is null ? Cost : CostArithmetic.Add(Cost, cost);
        }
    }
}
