using System.Text.Json;

namespace AgentPlatform.Llm.Simulation;

/// <summary>A tool's result, read leniently: an object, JSON in a string, JSON in a string in JSON, or plain text.</summary>
internal sealed class ToolAnswer
{
    private readonly JsonElement? root;

    public ToolAnswer(object? result)
    {
        Text = ToolResultText.Of(result);
        root = Parse(Text);
        if (root is { ValueKind: JsonValueKind.String } quoted)
        {
            Text = quoted.GetString()!;
            root = Parse(Text);
        }
    }

    public string Text { get; }

    /// <summary>Message of <c>error</c>, which is a text or an object with <c>message</c>.</summary>
    public string? Error => Member("error") switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.False } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } problem when problem.TryGetProperty("message", out var message) => message.ToString(),
        { } other => other.GetRawText(),
    };

    public IReadOnlyList<string> Suggestions => Member("suggestions") is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select(item => item.ToString())]
        : [];

    /// <summary><c>schedule.text.ko</c> or <c>.en</c>, at the root or under <c>draft</c>.</summary>
    public string? ScheduleText(ReplyLanguage language) =>
        ScheduleText(Member("schedule"), language) ?? (Member("draft") is { ValueKind: JsonValueKind.Object } draft && draft.TryGetProperty("schedule", out var inner) ? ScheduleText(inner, language) : null);

    /// <summary>The rows of a list: the root itself, or its <c>agents</c> or <c>items</c>.</summary>
    public IReadOnlyList<JsonElement> Rows => root is { ValueKind: JsonValueKind.Array } array
        ? [.. array.EnumerateArray()]
        : Member("agents") is { ValueKind: JsonValueKind.Array } agents ? [.. agents.EnumerateArray()]
        : Member("items") is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray()]
        : [];

    public static string? ScheduleText(JsonElement? schedule, ReplyLanguage language) =>
        schedule is { ValueKind: JsonValueKind.Object } value
        && value.TryGetProperty("text", out var text)
        && text.ValueKind == JsonValueKind.Object
        && text.TryGetProperty(language == ReplyLanguage.Korean ? "ko" : "en", out var sentence)
            ? sentence.GetString()
            : null;

    public JsonElement? Member(string name) =>
        root is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member) ? member : null;

    private static JsonElement? Parse(string text)
    {
        if (text.TrimStart() is not ['{' or '[' or '"', ..])
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
