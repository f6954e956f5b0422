
namespace ExecutionService.Egress.Interception;

/// <summary>What was received is no HTTP/1 that two readers would understand in the same way.</summary>
internal sealed class HttpFormatException(string message, int status = 400) : Exception(message)
{
    /// <summary>The status to answer with.</summary>
    public int Status { get; } = status;
}
