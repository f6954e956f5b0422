using System.Text.Json;
using AgentPlatform.ServiceDefaults.Json;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tools;

/// <summary>The tools that one run may use.</summary>
internal sealed class AgentTools(string executionId, IReadOnlyList<ToolSet> sets, int maxOutputCharacters) : IAsyncDisposable
{
    private readonly Dictionary<string, AgentTool> _tools = sets.SelectMany(set => set.Tools).DistinctBy(tool => tool.Function.Name).ToDictionary(tool => tool.Function.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, string> _unavailable = sets.SelectMany(set => set.Unavailable ?? new Dictionary<string, string>()).DistinctBy(tool => tool.Key).ToDictionary(StringComparer.Ordinal);

    public IReadOnlyList<AITool> Declarations => [.. _tools.Values.Select(tool => tool.Function)];

    /// <summary>Tools that the agent names and cannot have here, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Unavailable => _unavailable;

    /// <summary>What a call is given, as JSON.</summary>
    public static string InputOf(FunctionCallContent call) => JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), JsonDefaults.Lenient);

    /// <summary>What calling a tool does to the world; one that does not exist does nothing.</summary>
    public ToolEffect EffectOf(string name) => _tools.TryGetValue(name, out var tool) ? tool.Effect : ToolEffect.ReadOnly;

    /// <summary>The output of a call for the model to read, and whether it is an error. The model may ask for anything: nothing it says breaks the run.</summary>
    public async Task<(string Output, bool Failed)> InvokeAsync(FunctionCallContent call, int stepIndex, CancellationToken cancellationToken)
    {
        if (!_tools.TryGetValue(call.Name, out var tool))
        {
            return (_unavailable.TryGetValue(call.Name, out var why) || _unavailable.TryGetValue(ServerOf(call.Name), out why) ? why : $"There is no tool '{call.Name}'. Tools: {string.Join(", ", _tools.Keys)}.", true);
        }

        try
        {
            var arguments = new AIFunctionArguments(call.Arguments) { Context = new Dictionary<object, object?> { [typeof(ToolInvocation)] = new ToolInvocation(executionId, stepIndex) } };
            var result = await tool.Function.InvokeAsync(arguments, cancellationToken);
            var text = result is JsonElement { ValueKind: JsonValueKind.String } element ? element.GetString()! : result?.ToString() ?? "";
            return (text.Length <= maxOutputCharacters ? text : $"{text[..maxOutputCharacters]}… ({text.Length} characters)", false);
        }
        catch (ToolException exception)
        {
            return (exception.Message, true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ($"{call.Name} could not be done with that file.", true);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException or JsonException or NotSupportedException)
        {
            return ($"The arguments of {call.Name} are not valid.", true);
        }
    }

    /// <summary>The name under which all tools of the MCP server are unavailable that a tool is named after.</summary>
    private static string ServerOf(string tool) => tool.IndexOf("__", StringComparison.Ordinal) is > 0 and var end ? $"{tool[..end]}__*" : tool;

    public async ValueTask DisposeAsync()
    {
        foreach (var set in sets)
        {
            await (set.Closing?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}

/// <summary>A tool cannot do what it was asked; the message is for the model and the person who reads the steps.</summary>
internal sealed class ToolException(string message) : Exception(message);
