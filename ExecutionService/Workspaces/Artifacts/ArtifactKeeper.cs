using AgentPlatform.ServiceDefaults;
using ExecutionService.Executions;
using ExecutionService.Workspaces.Files;
using Microsoft.Extensions.Options;

namespace ExecutionService.Workspaces.Artifacts;

/// <summary>
/// Keeps what a run leaves in <c>out/</c> as its artifacts: a copy apart from the workspace, where no later run writes (a hard
/// link would be written through). Artifacts are the plain files whose content was written since the run's start, by their time
/// of change; of two runs of one agent at once each keeps what either wrote meanwhile.
/// </summary>
internal sealed partial class ArtifactKeeper(WorkspaceStore workspaces, IOptions<WorkspaceOptions> options, ILogger<ArtifactKeeper> logger)
{
    private const string OutFolder = "out";

    /// <summary>The clocks of file systems go by ticks of some milliseconds, some by whole seconds: a file written right after the start may bear a time right before it.</summary>
    private static readonly TimeSpan ClockTick = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Keeps the artifacts of a run that is about to end. Called again after a crash it gives what it kept: they are written apart
    /// and moved into place whole. A disk that cannot take them does not hold up the run's end: the note says so.
    /// </summary>
    public async Task<KeptArtifacts> KeepAsync(ExecutionState execution, CancellationToken cancellationToken)
    {
        if (WorkspaceSupport.Problem is not null || execution.StartTime is not { } startTime)
        {
            return KeptArtifacts.None;
        }

        var folder = FolderOf(execution);
        if (await KeptArtifacts.ReadAsync(folder, cancellationToken) is { } kept)
        {
            return kept;
        }

        var beginnings = Path.Combine(workspaces.ArtifactsOf(execution.UserId), ".unfinished");
        var unfinished = Path.Combine(beginnings, $"{execution.Id}.{RandomId.New()}");
        try
        {
            using var workspace = workspaces.Of(execution).TryOpen();
            if (workspace is null || Find(workspace, startTime - ClockTick) is not { Count: > 0 } found)
            {
                return KeptArtifacts.None;
            }

            OwnFolder.Make(Path.GetDirectoryName(beginnings)!);
            OwnFolder.Make(beginnings);
            var copying = new ArtifactCopy(KeptArtifacts.FilesIn(unfinished), options.Value);
            foreach (var file in found)
            {
                await copying.AddAsync(workspace, OutFolder, file, cancellationToken);
            }

            if (copying.Result.Items.Count == 0)
            {
                FolderRemover.Remove(unfinished, cancellationToken);
                return copying.Result;
            }

            await copying.Result.WriteAsync(unfinished, cancellationToken);
            Directory.Move(unfinished, folder);
            RemoveUnfinished(beginnings, execution.Id, cancellationToken);
            return copying.Result;
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another worker that holds the same run by now was faster.
            FolderRemover.Remove(unfinished, cancellationToken);
            return await KeptArtifacts.ReadAsync(folder, cancellationToken) ?? KeptArtifacts.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotKept(exception, execution.Id);
            if (Directory.Exists(unfinished))
            {
                FolderRemover.Remove(unfinished, cancellationToken);
            }

            return new KeptArtifacts([], "The files of out/ could not be kept: the disk is full or cannot be written.");
        }
    }

    /// <summary>The artifacts of a run; none before its end.</summary>
    public async Task<KeptArtifacts> ReadAsync(ExecutionState execution, CancellationToken cancellationToken) =>
        await KeptArtifacts.ReadAsync(FolderOf(execution), cancellationToken) ?? KeptArtifacts.None;

    /// <summary>Opens the folder of a run's artifacts, which the service alone writes; null when there is none.</summary>
    public SafeFolder? TryOpen(ExecutionState execution) => SafeFolder.TryOpen(KeptArtifacts.FilesIn(FolderOf(execution)), owner: null);

    private string FolderOf(ExecutionState execution) => Path.Combine(workspaces.ArtifactsOf(execution.UserId), execution.Id);

    private List<(string? Path, FileStatus Status)> Find(SafeFolder workspace, DateTimeOffset since)
    {
        var found = new List<(string? Path, FileStatus Status)>();
        workspace.Walk(OutFolder, options.Value.MaxFiles, entry =>
        {
            if (entry.Status.Kind != FileKind.Folder && entry.Status.ModifiedAt >= since && !SafeFolder.IsUnfinished(entry))
            {
                found.Add((entry.Text, entry.Status));
            }
        });
        found.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return found;
    }

    /// <summary>Removes what workers that died had begun to keep. Only when one set is in place: whoever is still at it then fails instead of putting a half in place.</summary>
    private static void RemoveUnfinished(string beginnings, string executionId, CancellationToken cancellationToken)
    {
        foreach (var left in Directory.EnumerateDirectories(beginnings).Where(left => Path.GetFileName(left).StartsWith($"{executionId}.", StringComparison.Ordinal)).ToList())
        {
            FolderRemover.Remove(left, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The artifacts of execution {ExecutionId} could not be kept")]
    private partial void LogNotKept(Exception exception, string executionId);
}
