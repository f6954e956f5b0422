using System.Globalization;

namespace ExecutionService.Sandboxes.Bubblewrap.Calls;

/// <summary>The control group of one call: a folder, or with version 1 one for each controller.</summary>
internal sealed class CallGroup(IReadOnlyList<string> folders, string memoryEvents)
{
    /// <summary>One second and a little in all, each wait twice as long as the one before.</summary>
    private const int RemoveTries = 11;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(1);

    public IReadOnlyList<string> Folders => folders;

    /// <summary>Whether the kernel has ended a process of the group because its memory was used up.</summary>
    public bool RanOutOfMemory() => OutOfMemoryKills(File.ReadAllText(memoryEvents)) > 0;

    /// <summary>Kills counted in <c>memory.oom_control</c> or <c>memory.events</c>.</summary>
    internal static long OutOfMemoryKills(string events) =>
        events.Split('\n').Select(line => line.Split(' ')).Where(words => words is ["oom_kill", _]).Select(words => long.Parse(words[1], CultureInfo.InvariantCulture)).FirstOrDefault();

    /// <summary>Removes the group once the last of its processes, which are being killed, is gone.</summary>
    public async Task RemoveAsync()
    {
        for (var tries = 0; tries < RemoveTries && !TryRemove(); tries++)
        {
            // The kernel ends them by its own clock, whatever a test's says.
            await Task.Delay(FirstWait * (1 << tries), TimeProvider.System, CancellationToken.None);
        }
    }

    public bool TryRemove()
    {
        try
        {
            foreach (var folder in folders.Where(Directory.Exists))
            {
                Directory.Delete(folder);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
