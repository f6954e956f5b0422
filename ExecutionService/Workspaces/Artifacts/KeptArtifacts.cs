using System.Text.Json;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Json;

namespace ExecutionService.Workspaces.Artifacts;

/// <summary>What was kept of a run's <c>out/</c>, in the order of paths, and what was not and why, for the run's log; null when nothing was left out.</summary>
internal sealed record KeptArtifacts(IReadOnlyList<Artifact> Items, string? Note = null)
{
    public static readonly KeptArtifacts None = new([]);

    private const string ManifestName = "artifacts.json";
    private const string FilesName = "files";

    /// <summary>Where in the folder of a run's artifacts the files are.</summary>
    public static string FilesIn(string folder) => Path.Combine(folder, FilesName);

    /// <summary>Reads what was kept in a folder; null when nothing was.</summary>
    public static async Task<KeptArtifacts?> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var manifest = Path.Combine(folder, ManifestName);
        return File.Exists(manifest) ? JsonSerializer.Deserialize<KeptArtifacts>(await File.ReadAllBytesAsync(manifest, cancellationToken), JsonDefaults.Lenient) : null;
    }

    /// <summary>Writes down in a folder what is kept in it.</summary>
    public Task WriteAsync(string folder, CancellationToken cancellationToken) =>
        File.WriteAllBytesAsync(Path.Combine(folder, ManifestName), JsonSerializer.SerializeToUtf8Bytes(this, JsonDefaults.Lenient), cancellationToken);
}
