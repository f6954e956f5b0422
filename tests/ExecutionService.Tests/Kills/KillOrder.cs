using System.Diagnostics;
using System.Text.Json;

namespace ExecutionService.Tests.Kills;

/// <summary>What a child process is to do, and when it is to die.</summary>
/// <param name="Folder">Where its database and its records are.</param>
/// <param name="ExecutionId">The run to begin, or to go on with.</param>
/// <param name="Append">Which of this process's appends to the journal it dies at; never when 0.</param>
/// <param name="Before">Whether it dies before that append is committed, or after.</param>
internal sealed record KillOrder(string Folder, string ExecutionId, int Append, bool Before)
{
    private const string Variable = "EXECUTION_KILL_ORDER";

    public string DatabasePath => Path.Combine(Folder, "documents.db");

    /// <summary>Model calls that were completed and tools that have acted, a line each, by all processes.</summary>
    public string RecordPath => Path.Combine(Folder, "record");

    public static KillOrder? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } order ? JsonSerializer.Deserialize<KillOrder>(order) : null;

    /// <summary>Starts this assembly as a process that carries the order out; its exit code (137 when it was killed).</summary>
    public async Task<int> CarryOutAsync(CancellationToken cancellationToken)
    {
        var self = Environment.ProcessPath!;
        var start = new ProcessStartInfo(self) { Environment = { [Variable] = JsonSerializer.Serialize(this) }, RedirectStandardError = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(self) == "dotnet")
        {
            start.ArgumentList.Add(typeof(KillOrder).Assembly.Location);
        }

        using var child = Process.Start(start)!;
        var said = Task.WhenAll(child.StandardError.ReadToEndAsync(cancellationToken), child.StandardOutput.ReadToEndAsync(cancellationToken));
        try
        {
            await child.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromMinutes(2), cancellationToken);
        }
        catch (TimeoutException)
        {
            child.Kill();
            throw new TimeoutException($"The child did not end: {string.Join('\n', await said)}");
        }

        Assert.True(child.ExitCode is 0 or 137, $"The child ended with {child.ExitCode}: {string.Join('\n', await said.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken))}");
        return child.ExitCode;
    }
}
