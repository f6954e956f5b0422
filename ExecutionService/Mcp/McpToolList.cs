using System.Text;
using System.Text.RegularExpressions;
using ExecutionService.Tools;
using ModelContextProtocol.Protocol;

namespace ExecutionService.Mcp;

/// <summary>The tools of one server that a run can be given.</summary>
internal sealed partial class McpToolList(McpConnection connection, TimeProvider clock, ILogger logger)
{
    private readonly Dictionary<string, Tool> _taken = new(StringComparer.Ordinal);

    /// <summary>Reads page by page until all are told or enough are taken. What models could not name or would be flooded by is left out.</summary>
    public async Task<IReadOnlyList<AgentTool>> ReadAsync(CancellationToken cancellationToken)
    {
        string? cursor = null;
        for (var page = 0; page < connection.Options.MaxPages; page++)
        {
            var told = await connection.ListAsync(cursor, cancellationToken);
            foreach (var tool in told.Tools)
            {
                if (!Take(tool))
                {
                    return Taken();
                }
            }

            cursor = told.NextCursor;
            if (cursor is null)
            {
                return Taken();
            }
        }

        LogTooMany(connection.Server.Name, _taken.Count);
        return Taken();
    }

    /// <summary>False when the server has more tools than are taken.</summary>
    private bool Take(Tool tool)
    {
        var name = $"{connection.Server.Name}__{tool.Name}";
        if (!CallableName().IsMatch(name))
        {
            LogLeftOut(connection.Server.Name, AgentPlatform.Llm.Excerpt.Of(tool.Name, 100), "models cannot call it by this name");
        }
        else if (Encoding.UTF8.GetByteCount(tool.InputSchema.GetRawText()) > connection.Options.MaxSchemaBytes)
        {
            LogLeftOut(connection.Server.Name, tool.Name, "the schema of its input is too large");
        }
        else if (_taken.Count == connection.Options.MaxTools)
        {
            LogTooMany(connection.Server.Name, _taken.Count);
            return false;
        }
        else if (!_taken.TryAdd(name, tool))
        {
            LogLeftOut(connection.Server.Name, tool.Name, "another has the name");
        }

        return true;
    }

    private IReadOnlyList<AgentTool> Taken()
    {
        connection.Know(_taken.Values);
        return [.. _taken.Select(tool => new AgentTool(new McpFunction(connection, tool.Value, tool.Key, clock), EffectOf(tool.Value.Annotations)))];
    }

    /// <summary>What the server says of its tool. It decides what is tried again after a crash, and never whether a person is asked.</summary>
    private static ToolEffect EffectOf(ToolAnnotations? annotations) => annotations switch
    {
        { ReadOnlyHint: true } => ToolEffect.ReadOnly,
        { IdempotentHint: true } => ToolEffect.Idempotent,
        _ => ToolEffect.SideEffecting,
    };

    [GeneratedRegex(@"^[a-zA-Z0-9_-]{1,64}\z")]
    private static partial Regex CallableName();

    [LoggerMessage(LogLevel.Information, "The tool {Tool} of MCP server {Server} is left out: {Reason}")]
    private partial void LogLeftOut(string server, string tool, string reason);

    [LoggerMessage(LogLevel.Information, "MCP server {Server} has more tools than are taken; {Count} are")]
    private partial void LogTooMany(string server, int count);
}
