using System.Globalization;

namespace ExecutionService.Sandboxes.Bubblewrap.Kernel;

/// <summary>What a process and all below it use, for machines where control groups cannot be written. What a sandbox leaves behind stays below its process 1.</summary>
internal static class ProcessTree
{
    private const long KibibyteBytes = 1024;
    private const long PageBytes = 4096;

    /// <summary>Bytes of files that have no name any more and that processes of the tree hold open: they take disk, and no look at a folder finds them.</summary>
    public static long UnlinkedBytes(int process)
    {
        var files = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var id in Processes(process))
        {
            try
            {
                foreach (var descriptor in new DirectoryInfo($"/proc/{id}/fd").EnumerateFiles())
                {
                    // The link tells what it was called; its length is that of the file itself. One that several hold counts once.
                    if (descriptor.LinkTarget is { } target && target.EndsWith(" (deleted)", StringComparison.Ordinal) && target.StartsWith('/') && !target.StartsWith("/memfd:", StringComparison.Ordinal))
                    {
                        using var file = new FileStream(descriptor.FullName, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete });
                        files[$"{target} {file.Length}"] = file.Length;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile, or holds something that cannot be opened again.
            }
        }

        return files.Values.Sum();
    }

    /// <summary>Bytes of memory, with what processes share counted once, and the number of processes and threads.</summary>
    public static (long Bytes, int Tasks) Measure(int process)
    {
        var (bytes, tasks) = (0L, 0);
        foreach (var id in Processes(process))
        {
            try
            {
                bytes += MemoryOf(id);
                tasks += Directory.GetDirectories($"/proc/{id}/task").Length;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }

        return (bytes, tasks);
    }

    /// <summary>The process and all below it.</summary>
    private static List<int> Processes(int process)
    {
        var found = new List<int>();
        var next = new Stack<int>([process]);
        while (next.TryPop(out var id))
        {
            found.Add(id);
            try
            {
                foreach (var task in Directory.GetDirectories($"/proc/{id}/task"))
                {
                    foreach (var child in File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    {
                        next.Push(int.Parse(child, CultureInfo.InvariantCulture));
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile; its children are below process 1 now and are counted the next time.
            }
        }

        return found;
    }

    private static long MemoryOf(int process)
    {
        try
        {
            return Proportional(File.ReadAllText($"/proc/{process}/smaps_rollup"));
        }
        catch (UnauthorizedAccessException)
        {
            return long.Parse(File.ReadAllText($"/proc/{process}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * PageBytes;
        }
    }

    /// <summary>Bytes of the line <c>Pss:</c>.</summary>
    internal static long Proportional(string rollup) =>
        rollup.Split('\n').Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * KibibyteBytes).FirstOrDefault();
}
