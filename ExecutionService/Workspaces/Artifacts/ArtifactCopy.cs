using AgentPlatform.Contracts.Executions;
using ExecutionService.Workspaces.Files;

namespace ExecutionService.Workspaces.Artifacts;

/// <summary>Copies files of one run until its limits, and says what is left out.</summary>
/// <param name="target">Where to; made with the first file.</param>
/// <param name="options">The limits.</param>
internal sealed class ArtifactCopy(string target, WorkspaceOptions options)
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Names of what is left out that the note holds, and characters of each.</summary>
    private const int NamesInNote = 10;
    private const int NameCharacters = 120;

    private readonly List<Artifact> _kept = [];
    private readonly List<string> _leftOut = [];
    private int _leftOutCount;
    private long _bytes;

    /// <summary>What was kept so far, and what not.</summary>
    public KeptArtifacts Result => new(_kept, _leftOutCount == 0 ? null : Note());

    /// <summary>Copies a file of a workspace's folder, found a moment ago, as it is now.</summary>
    public async Task AddAsync(SafeFolder workspace, string folder, (string? Path, FileStatus Status) found, CancellationToken cancellationToken)
    {
        if (found.Path is not { } path)
        {
            LeaveOut("a file", "its name is not one of printable characters");
        }
        else if (_kept.Count == options.MaxArtifacts)
        {
            LeaveOut(path, $"a run keeps {options.MaxArtifacts} files");
        }
        else if (await TryCopyAsync(workspace, folder, path, cancellationToken) is { } problem)
        {
            LeaveOut(path, problem);
        }
    }

    private async Task<string?> TryCopyAsync(SafeFolder workspace, string folder, string path, CancellationToken cancellationToken)
    {
        FileStream source;
        FileStatus status;
        try
        {
            source = workspace.OpenRead($"{folder}/{path}", out status);
        }
        catch (FileRefusedException exception)
        {
            return exception.Refusal == Refusal.NotFound ? "it is gone" : "it is not a plain file of the agent";
        }

        await using var reading = source;
        var room = options.MaxArtifactBytes - _bytes;
        var copy = Path.Combine(target, path);
        if (status.Size > room || await CopyAsync(source, copy, room, cancellationToken) is not { } size)
        {
            return $"it has {status.Size} bytes, and a run keeps {options.MaxArtifactBytes}";
        }

        File.SetLastWriteTimeUtc(copy, status.ModifiedAt.UtcDateTime);
        _bytes += size;
        _kept.Add(new Artifact(path, size, FileContentTypes.Of(path), status.ModifiedAt));
        return null;
    }

    /// <summary>Copies up to the end, which may move away meanwhile; null, and nothing copied, when there is more than <paramref name="room"/>.</summary>
    private static async Task<long?> CopyAsync(FileStream source, string path, long room, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var copied = 0L;
        await using (var copy = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var buffer = new byte[BufferBytes];
            for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                copied += read;
                if (copied > room)
                {
                    break;
                }

                await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }

        if (copied <= room)
        {
            return copied;
        }

        File.Delete(path);
        return null;
    }

    private void LeaveOut(string path, string why)
    {
        _leftOutCount++;
        if (_leftOut.Count < NamesInNote)
        {
            _leftOut.Add($"{AgentPlatform.Llm.Excerpt.Of(path, NameCharacters)} ({why})");
        }
    }

    private string Note()
    {
        var more = _leftOutCount - _leftOut.Count;
        return $"Not kept of out/: {string.Join(", ", _leftOut)}{(more == 0 ? "" : $" and {more} more")}.";
    }
}
