using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExecutionService.ClaudeCode.Relay;

/// <summary>
/// A request of the program's, held to what a run may ask of the model. Everything in the sandbox can send one: so none that makes the
/// provider fetch, search, run or keep anything, or costs more than the run's model at its usual price.
/// </summary>
internal sealed class RelayRequest
{
    private const int MinThinkingTokens = 1024;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the program and the SDKs send. Not among them: mcp_servers, container, service_tier, speed.</summary>
    private static readonly HashSet<string> Members =
    [
        "cache_control", "context_management", "max_tokens", "messages", "metadata", "model", "output_config", "output_format", "stop_sequences",
        "stream", "system", "temperature", "thinking", "tool_choice", "tools", "top_k", "top_p",
    ];

    private readonly JsonObject _body;
    private readonly ReadOnlyMemory<byte> _original;
    private readonly bool _changed;

    private RelayRequest(JsonObject body, ReadOnlyMemory<byte> original, RelayPromptWalk walk, string model, int maxTokens) =>
        (_body, _original, _changed, InputEstimate, Model, MaxTokens) = (body, original, walk.Changed, walk.Estimate, model, maxTokens);

    public string Model { get; }

    public long InputEstimate { get; }

    /// <summary>Output tokens that it asks for; 0 when it only has its tokens counted.</summary>
    public int MaxTokens { get; }

    /// <summary>Null when it is not passed on, for the reason in <paramref name="refusal"/>.</summary>
    public static RelayRequest? Read(ReadOnlyMemory<byte> bytes, IReadOnlyList<string> models, bool counting, out string? refusal)
    {
        try
        {
            if (JsonNode.Parse(bytes.Span, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is not JsonObject body)
            {
                refusal = "The request is not a JSON object.";
                return null;
            }

            var walk = new RelayPromptWalk();
            var (model, maxTokens) = (TextOf(body["model"]), NumberOf(body["max_tokens"]));
            refusal = body.FirstOrDefault(member => !Members.Contains(member.Key)).Key is { } unknown ? $"'{unknown}' is not passed on from a sandbox."
                : model is null || !models.Contains(model, StringComparer.Ordinal) ? $"The run's model is {models[0]}; it cannot ask '{model}'."
                : !counting && maxTokens is not > 0 ? "'max_tokens' must be a positive number."
                : walk.Visit(body);
            return refusal is null ? new RelayRequest(body, bytes, walk, model!, counting ? 0 : maxTokens!.Value) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            refusal = "The request is not valid JSON.";
            return null;
        }
    }

    /// <summary>What is sent: the program's own bytes where nothing has to be changed.</summary>
    /// <param name="maxTokens">Output tokens that are granted; null to leave them alone.</param>
    public ReadOnlyMemory<byte> Bytes(int? maxTokens)
    {
        if (!_changed && (maxTokens is null || maxTokens == MaxTokens))
        {
            return _original;
        }

        if (maxTokens is { } granted)
        {
            _body["max_tokens"] = granted;
            LimitThinking(granted);
        }

        return JsonSerializer.SerializeToUtf8Bytes(_body, Plain);
    }

    /// <summary>Thinking has to be shorter than the whole answer, and has a least length.</summary>
    private void LimitThinking(int granted)
    {
        if (_body["thinking"] is not JsonObject thinking || NumberOf(thinking["budget_tokens"]) is not { } budget || budget < granted)
        {
            return;
        }

        if (granted > MinThinkingTokens)
        {
            thinking["budget_tokens"] = Math.Max(MinThinkingTokens, granted / 2);
        }
        else
        {
            _body.Remove("thinking");
            // It manages the thinking of earlier answers, and is refused without.
            _body.Remove("context_management");
        }
    }

    private static string? TextOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    private static int? NumberOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
}
