using System.Text.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Json;
using ExecutionService.Tools;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;

namespace ExecutionService.Mcp;

/// <summary>One tool of an MCP server.</summary>
internal sealed class McpFunction(McpConnection connection, Tool tool, string name, TimeProvider clock) : AIFunction
{
    /// <summary>Member of a call's <c>_meta</c> that stays the same when the call is repeated after a crash.</summary>
    public const string KeyMember = "agentplatform/idempotencyKey";

    public override string Name => name;

    public override string Description => Excerpt.Of(tool.Description ?? tool.Title ?? "", connection.Options.MaxDescriptionCharacters);

    public override JsonElement JsonSchema => tool.InputSchema;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(connection.Options.CallSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        CallToolResult result;
        try
        {
            result = await connection.CallAsync(CallOf(arguments), either.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new ToolException($"The MCP server '{connection.Server.Name}' did not answer within {connection.Options.CallSeconds} seconds. Whether it has acted is not known.");
        }
        catch (Exception exception)
        {
            // Whatever a server says, the run goes on: the model reads it and decides.
            throw new ToolException($"The MCP server '{connection.Server.Name}' could not be asked: {connection.Explain(exception)}.");
        }

        var text = McpResult.Describe(result, connection.Options.MaxResultCharacters);
        return result.IsError == true ? throw new ToolException(text.Length > 0 ? text : "The tool reported an error and did not say which.") : text;
    }

    private CallToolRequestParams CallOf(AIFunctionArguments arguments) => new()
    {
        Name = tool.Name,
        Arguments = arguments.ToDictionary(argument => argument.Key, argument => JsonSerializer.SerializeToElement(argument.Value, JsonDefaults.Lenient)),
        Meta = new JsonObject { [KeyMember] = ToolInvocation.Of(arguments).Key },
    };
}
