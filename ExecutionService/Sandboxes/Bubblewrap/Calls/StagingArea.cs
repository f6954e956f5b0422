using ExecutionService.Sandboxes.Bubblewrap.Launching;

namespace ExecutionService.Sandboxes.Bubblewrap.Calls;

/// <summary>
/// Places at which a call's files are mounted when the sandbox's user cannot reach them where they are, such as a workspace below
/// <c>/root</c>. The mounts are seen by the call's own process only; here are no more than the places.
/// </summary>
internal sealed class StagingArea(string path) : IDisposable
{
    private readonly List<(string Path, string Staged)> _items = [];

    public IReadOnlyList<(string Path, string Staged)> Items => _items;

    /// <summary>The place of <paramref name="item"/> for the user: its own where every folder above can be searched by anyone.</summary>
    public string PathOf(string item)
    {
        if (CanBeReached(item))
        {
            return item;
        }

        if (_items.Find(staged => staged.Path == item).Staged is { } known)
        {
            return known;
        }

        PrivateFolder.MakeFolder(path);
        var place = Path.Combine(path, _items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (Directory.Exists(item))
        {
            PrivateFolder.MakeFolder(place);
        }
        else
        {
            PrivateFolder.WriteFile(place, "");
        }

        _items.Add((item, place));
        return place;
    }

    /// <summary>Removes the places, never what is in them.</summary>
    public void Dispose()
    {
        foreach (var (_, place) in _items)
        {
            if (Directory.Exists(place))
            {
                Directory.Delete(place);
            }
            else
            {
                File.Delete(place);
            }
        }

        if (_items.Count > 0)
        {
            Directory.Delete(path);
        }
    }

    private static bool CanBeReached(string item)
    {
        for (var folder = Path.GetDirectoryName(item); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }
}
