using ExecutionService.Workspaces.Files;
using Microsoft.Extensions.Options;

namespace ExecutionService.Workspaces.Leaving;

/// <summary>
/// The list of workspaces that are to go, one empty file each, with the time since when: drafts' from their start, and those of
/// deleted agents. So looking for what is to go costs what is to go, not what exists.
/// </summary>
internal sealed class LeavingWorkspaces(TimeProvider clock, IOptions<ExecutionOptions> options)
{
    private const char Separator = '~';

    private readonly string _folder = Path.Combine(Path.GetFullPath(options.Value.WorkspaceRoot), ".leaving");

    /// <summary>Lists a workspace; one that is listed keeps its time.</summary>
    public void Add(string userId, string name)
    {
        OwnFolder.Make(_folder);
        var entry = Entry(userId, name);
        if (!File.Exists(entry))
        {
            File.WriteAllBytes(entry, []);
            File.SetLastWriteTimeUtc(entry, clock.GetUtcNow().UtcDateTime);
        }
    }

    /// <summary>All that are listed.</summary>
    public IReadOnlyList<(string UserId, string Name, DateTimeOffset Since)> All() => Directory.Exists(_folder)
        ? [.. new DirectoryInfo(_folder).EnumerateFiles().Select(file => (file.Name.Split(Separator), file.LastWriteTimeUtc)).Select(entry => (entry.Item1[0], entry.Item1[^1], new DateTimeOffset(entry.LastWriteTimeUtc)))]
        : [];

    /// <summary>Strikes a workspace off the list.</summary>
    public void Remove(string userId, string name) => File.Delete(Entry(userId, name));

    private string Entry(string userId, string name) => Path.Combine(_folder, $"{userId}{Separator}{name}");
}
