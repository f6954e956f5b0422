
namespace ExecutionService.Mcp;

/// <summary>Reads a user's secret for a host: user, name and host give the value, or null when there is none that may go there.</summary>
internal sealed class McpSecretReader(Func<string, string, string, CancellationToken, Task<string?>> read)
{
    /// <summary>Knows no secret.</summary>
    public static readonly McpSecretReader None = new((_, _, _, _) => Task.FromResult<string?>(null));

    public Task<string?> ReadAsync(string userId, string name, string host, CancellationToken cancellationToken) => read(userId, name, host, cancellationToken);
}
