using System.Globalization;

namespace ExecutionService.Sandboxes.Bubblewrap.Calls;

/// <summary>Control groups of calls, where this process may make them: they hold all processes of a call together. Version 1 has one tree for each controller, version 2 one for all.</summary>
internal sealed class CallGroups
{
    private const string MemoryController = "memory";
    private const string ProcessesController = "pids";
    private const string ProcessorController = "cpu";
    private const int PeriodMicroseconds = 100_000;

    private static readonly string[] Controllers = [MemoryController, ProcessesController, ProcessorController];

    private readonly string _root;
    private readonly string _parent;
    private readonly bool _unified;
    private long _calls;

    private CallGroups(string root, string parent, bool unified) => (_root, _parent, _unified) = (root, parent, unified);

    /// <summary>The groups below <paramref name="parent"/> of the tree at <paramref name="root"/>; null where none can be made.</summary>
    public static CallGroups? Open(string root, string parent, SandboxOptions options)
    {
        var unified = File.Exists(Path.Combine(root, "cgroup.controllers"));
        var groups = new CallGroups(root, parent, unified);
        try
        {
            if (parent.Length == 0 || !(unified ? groups.HasControllers() : Controllers.All(controller => Directory.Exists(Path.Combine(root, controller)))))
            {
                return null;
            }

            if (unified)
            {
                groups.Enable();
            }

            groups.RemoveAbandoned();
            groups.Create(options).TryRemove();
            return groups;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A group for one call, with its limits.</summary>
    public CallGroup Create(SandboxOptions options)
    {
        var name = $"{Environment.ProcessId}-{Interlocked.Increment(ref _calls).ToString(CultureInfo.InvariantCulture)}";
        var (memory, processes, processor) = (FolderOf(MemoryController, name), FolderOf(ProcessesController, name), FolderOf(ProcessorController, name));
        IReadOnlyList<string> folders = [.. new[] { memory, processes, processor }.Distinct()];
        foreach (var folder in folders)
        {
            Directory.CreateDirectory(folder);
        }

        var bytes = ((long)options.MemoryMebibytes << 20).ToString(CultureInfo.InvariantCulture);
        var quota = ((long)(options.Processors * PeriodMicroseconds)).ToString(CultureInfo.InvariantCulture);
        if (_unified)
        {
            Write(memory, "memory.max", bytes);
            WriteIfThere(memory, "memory.swap.max", "0");
            WriteIfThere(memory, "memory.oom.group", "1");
            Write(processor, "cpu.max", $"{quota} {PeriodMicroseconds}");
        }
        else
        {
            Write(memory, "memory.limit_in_bytes", bytes);
            WriteIfThere(memory, "memory.memsw.limit_in_bytes", bytes);
            Write(processor, "cpu.cfs_period_us", PeriodMicroseconds.ToString(CultureInfo.InvariantCulture));
            Write(processor, "cpu.cfs_quota_us", quota);
        }

        Write(processes, "pids.max", options.Processes.ToString(CultureInfo.InvariantCulture));
        return new CallGroup(folders, Path.Combine(memory, _unified ? "memory.events" : "memory.oom_control"));
    }

    private IEnumerable<string> Parents => _unified ? [Path.Combine(_root, _parent)] : Controllers.Select(controller => Path.Combine(_root, controller, _parent));

    private string FolderOf(string controller, string name) => _unified ? Path.Combine(_root, _parent, name) : Path.Combine(_root, controller, _parent, name);

    private bool HasControllers() => Controllers.All(File.ReadAllText(Path.Combine(_root, "cgroup.controllers")).Split((char[])[' ', '\n']).Contains);

    /// <summary>With version 2 a group has the controllers that those above it hand down.</summary>
    private void Enable()
    {
        var folder = _root;
        foreach (var name in _parent.Split('/').Prepend(""))
        {
            folder = Path.Combine(folder, name);
            Directory.CreateDirectory(folder);
            Write(folder, "cgroup.subtree_control", string.Join(' ', Controllers.Select(controller => $"+{controller}")));
        }
    }

    /// <summary>Groups of processes that were killed; one that still has something in it stays.</summary>
    private void RemoveAbandoned()
    {
        foreach (var folder in Parents.Where(Directory.Exists).SelectMany(Directory.GetDirectories))
        {
            if (int.TryParse(Path.GetFileName(folder).Split('-')[0], CultureInfo.InvariantCulture, out var process) && !Directory.Exists($"/proc/{process}"))
            {
                new CallGroup([folder], "").TryRemove();
            }
        }
    }

    private static void Write(string folder, string name, string value) => File.WriteAllText(Path.Combine(folder, name), value);

    private static void WriteIfThere(string folder, string name, string value)
    {
        if (File.Exists(Path.Combine(folder, name)))
        {
            Write(folder, name, value);
        }
    }
}
