
namespace ExecutionService.Mcp;

/// <summary>A server cannot be used; the message says why, for the model and for people, and holds nothing secret.</summary>
internal sealed class McpRefusedException(string message) : Exception(message);
