using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Testing.Models;

/// <summary>
/// Replays answers of a real model from committed files, one for each request, named after a hash of it.
/// With AGENTPLATFORM_RECORD=1 a request that has no file is sent to the inner client and its answer is written.
/// </summary>
public sealed class RecordedChatClient(string folder, IChatClient? inner = null, bool? record = null) : IChatClient
{
    public const string RecordVariable = "AGENTPLATFORM_RECORD";

    private static readonly JsonSerializerOptions Json = new(AIJsonUtilities.DefaultOptions) { WriteIndented = true };
    private readonly bool recording = record ?? Environment.GetEnvironmentVariable(RecordVariable) == "1";

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var file = Path.Combine(folder, HashOf(asked, options) + ".json");
        if (!File.Exists(file))
        {
            await RecordAsync(file, asked, options, cancellationToken);
        }

        var updates = JsonSerializer.Deserialize<ChatResponseUpdate[]>(await File.ReadAllTextAsync(file, cancellationToken), Json)!;
        foreach (var update in updates)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return update;
        }
    }

    /// <summary>Hash of what decides an answer: model, limit, instructions, messages and tools.</summary>
    public static string HashOf(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var request = JsonSerializer.Serialize(
            new
            {
                options?.ModelId,
                options?.MaxOutputTokens,
                options?.Instructions,
                Messages = messages.Select(message => new { Role = message.Role.Value, message.Contents }),
                Tools = options?.Tools?.OfType<AIFunctionDeclaration>().Select(tool => new { tool.Name, tool.Description, tool.JsonSchema }),
            },
            AIJsonUtilities.DefaultOptions);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)).AsSpan(0, 16));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : inner?.GetService(serviceType, serviceKey);

    public void Dispose() => inner?.Dispose();

    private async Task RecordAsync(string file, IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        if (!recording || inner is null)
        {
            throw new InvalidOperationException($"No recording {file}. Run the test once with {RecordVariable}=1 and a real model.");
        }

        var updates = await inner.GetStreamingResponseAsync(messages, options, cancellationToken).ToListAsync(cancellationToken);
        foreach (var update in updates)
        {
            update.RawRepresentation = null;
        }

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(updates, Json), cancellationToken);
    }
}
