using System.Globalization;

namespace ExecutionService.Sandboxes.Bubblewrap;

/// <summary>What a process and all below it use, for machines where control groups cannot be written. What a sandbox leaves behind stays below its process 1.</summary>
internal static class ProcessTree
{
    private const long KibibyteBytes = 1024;
    private const long PageBytes = 4096;

    /// <summary>Bytes of memory, with what processes share counted once, and the number of processes and threads.</summary>
    public static (long Bytes, int Tasks) Measure(int process)
    {
        var (bytes, tasks) = (0L, 0);
        var next = new Stack<int>([process]);
        while (next.TryPop(out var id))
        {
            try
            {
                bytes += MemoryOf(id);
                foreach (var task in Directory.GetDirectories($"/proc/{id}/task"))
                {
                    tasks++;
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

        return (bytes, tasks);
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
