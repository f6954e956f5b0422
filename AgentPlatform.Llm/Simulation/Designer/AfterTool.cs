using System.Text.Json;

namespace AgentPlatform.Llm.Simulation;

/// <summary>What the designer says, or calls, once a tool has answered.</summary>
internal static class AfterTool
{
    private const int MaxRows = 10;

    public static SimulatedAnswer Answer(Transcript transcript, ToolUse use, DesignerWords words)
    {
        var answer = use.Answer;
        if (use.Name is DesignerToolNames.DraftAgent or DesignerToolNames.SetSchedule && answer?.Error is { } refusal)
        {
            return AskForSchedule(transcript, refusal, answer.Suggestions, words);
        }

        if (answer?.Error is { } error)
        {
            return new(words.Failed(error));
        }

        return new(use.Name switch
        {
            DesignerToolNames.AskUser => words.WaitingForChoice,
            DesignerToolNames.DraftAgent => words.Drafted(NameOf(use), answer?.ScheduleText(transcript.Language)),
            DesignerToolNames.ListAgents => Listed(answer, transcript.Language, words),
            DesignerToolNames.SaveAgent => words.Saved,
            DesignerToolNames.SetSchedule => words.Rescheduled(answer?.ScheduleText(transcript.Language)),
            DesignerToolNames.TestRun => words.TestStarted,
            _ => words.Done,
        });
    }

    private static SimulatedAnswer AskForSchedule(Transcript transcript, string refusal, IReadOnlyList<string> suggestions, DesignerWords words)
    {
        var options = suggestions.Count > 0 ? suggestions : words.ScheduleExamples;
        return transcript.Tools.Contains(DesignerToolNames.AskUser)
            ? new(words.ScheduleUnclear, new SimulatedCall(DesignerToolNames.AskUser, new() { ["question"] = words.WhichSchedule, ["options"] = options.ToArray() }))
            : new($"{words.ScheduleUnclear} {refusal}\n\n{words.WhichSchedule}\n{string.Concat(options.Select(option => $"\n- {option}"))}");
    }

    private static string Listed(ToolAnswer? answer, ReplyLanguage language, DesignerWords words)
    {
        var rows = answer?.Rows ?? [];
        if (rows.Count == 0)
        {
            return words.NoAgents;
        }

        var lines = rows.Take(MaxRows).Select(row => Line(row, language, words));
        return $"{words.AgentCount(rows.Count)}\n{string.Concat(lines.Select(line => $"\n- {line}"))}";
    }

    private static string Line(JsonElement row, ReplyLanguage language, DesignerWords words)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            return row.ToString();
        }

        var status = row.TryGetProperty("status", out var value) ? words.Status(value.ToString()) : null;
        var schedule = row.TryGetProperty("schedule", out var plan) ? ToolAnswer.ScheduleText(plan, language) : null;
        return string.Join(" · ", new[] { $"**{(row.TryGetProperty("name", out var name) ? name.ToString() : "?")}**", schedule, status }.Where(part => part is not null));
    }

    private static string NameOf(ToolUse use) =>
        use.Arguments.TryGetValue(DraftArguments.Name, out var name) && name?.ToString() is { Length: > 0 } text ? text : KoreanName.Fallback;
}
