using System.Text.Json;
using AgentPlatform.ServiceDefaults.Json;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tools;

/// <summary>The tools that one run may use.</summary>
internal sealed class AgentTools(IReadOnlyList<AIFunction> functions, int maxOutputCharacters)
{
    public IReadOnlyList<AITool> Declarations => functions;

    /// <summary>What a call is given, as JSON.</summary>
    public static string InputOf(FunctionCallContent call) => JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), JsonDefaults.Lenient);

    /// <summary>The output of a call for the model to read, and whether it is an error. The model may ask for anything: nothing it says breaks the run.</summary>
    public async Task<(string Output, bool Failed)> InvokeAsync(FunctionCallContent call, CancellationToken cancellationToken)
    {
        if (functions.FirstOrDefault(function => function.Name == call.Name) is not { } function)
        {
            return ($"There is no tool '{call.Name}'. Tools: {string.Join(", ", functions.Select(known => known.Name))}.", true);
        }

        try
        {
            var result = await function.InvokeAsync(new AIFunctionArguments(call.Arguments), cancellationToken);
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
}

/// <summary>A tool cannot do what it was asked; the message is for the model and the person who reads the steps.</summary>
internal sealed class ToolException(string message) : Exception(message);
