using Microsoft.Extensions.AI;

namespace AgentPlatform.Testing.StandInMessages;

/// <summary>An answer on its way to either wire format.</summary>
internal sealed record WireAnswer(string Id, string Model, IReadOnlyList<string> Deltas, WireToolCall? Tool, bool CutByLimit, StandInUsage Usage)
{
    public string Text => string.Concat(Deltas);

    public static WireAnswer From(string model, StandInAnswer answer, string id) => new(
        id,
        model,
        answer.Deltas,
        answer.ToolName is { } tool ? new WireToolCall($"toolu_{id}", tool, answer.ToolArguments) : null,
        CutByLimit: false,
        answer.Usage);

    public static WireAnswer From(string model, IReadOnlyList<ChatResponseUpdate> updates)
    {
        var contents = updates.SelectMany(update => update.Contents).ToList();
        var call = contents.OfType<FunctionCallContent>().SingleOrDefault();
        var usage = contents.OfType<UsageContent>().Single().Details;
        return new WireAnswer(
            updates[^1].ResponseId!,
            model,
            [.. contents.OfType<TextContent>().Select(text => text.Text)],
            call is null ? null : new WireToolCall(call.CallId, call.Name, System.Text.Json.JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions)),
            updates[^1].FinishReason == ChatFinishReason.Length,
            new StandInUsage(usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0));
    }
}
