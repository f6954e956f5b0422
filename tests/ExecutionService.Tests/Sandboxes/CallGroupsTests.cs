using ExecutionService.Sandboxes;
using ExecutionService.Sandboxes.Bubblewrap.Calls;
using ExecutionService.Sandboxes.Bubblewrap.Kernel;

namespace ExecutionService.Tests.Sandboxes;

/// <summary>On plain folders in the shape of the kernel's.</summary>
public sealed class CallGroupsTests : IDisposable
{
    private static readonly SandboxOptions Options = new() { MemoryMebibytes = 64, Processes = 32, Processors = 1.5 };

    private readonly string _root = Directory.CreateTempSubdirectory("cgroup-").FullName;

    [Fact]
    public void Version_1_has_a_group_in_each_tree()
    {
        foreach (var controller in new[] { "memory", "pids", "cpu" })
        {
            Directory.CreateDirectory(Path.Combine(_root, controller));
        }

        var group = CallGroups.Open(_root, "platform", Options)!.Create(Options);

        Assert.Equal(3, group.Folders.Count);
        Assert.Equal("67108864", Read(group.Folders[0], "memory.limit_in_bytes"));
        Assert.Equal("32", Read(group.Folders[1], "pids.max"));
        Assert.Equal(("100000", "150000"), (Read(group.Folders[2], "cpu.cfs_period_us"), Read(group.Folders[2], "cpu.cfs_quota_us")));
    }

    [Fact]
    public void Version_2_has_one_group_and_hands_its_controllers_down()
    {
        File.WriteAllText(Path.Combine(_root, "cgroup.controllers"), "cpuset cpu io memory pids\n");

        var group = CallGroups.Open(_root, "a/b", Options)!.Create(Options);

        var folder = Assert.Single(group.Folders);
        Assert.Equal(Path.Combine(_root, "a/b"), Path.GetDirectoryName(folder));
        Assert.Equal(("67108864", "32", "150000 100000"), (Read(folder, "memory.max"), Read(folder, "pids.max"), Read(folder, "cpu.max")));
        Assert.All(["", "a", "a/b"], parent => Assert.Equal("+memory +pids +cpu", Read(Path.Combine(_root, parent), "cgroup.subtree_control")));
    }

    [Fact]
    public void Where_a_controller_is_missing_there_are_none()
    {
        Directory.CreateDirectory(Path.Combine(_root, "memory"));
        Assert.Null(CallGroups.Open(_root, "platform", Options));

        File.WriteAllText(Path.Combine(_root, "cgroup.controllers"), "cpu io\n");
        Assert.Null(CallGroups.Open(_root, "platform", Options));
        Assert.Null(CallGroups.Open(_root, "", Options));
    }

    [Theory]
    [InlineData("oom_kill_disable 0\nunder_oom 0\noom_kill 2\n", 2)]
    [InlineData("low 0\nhigh 0\nmax 12\noom 1\noom_kill 1\noom_group_kill 0\n", 1)]
    [InlineData("oom_kill 0\n", 0)]
    [InlineData("", 0)]
    public void Kills_for_memory_are_counted(string events, long kills) => Assert.Equal(kills, CallGroup.OutOfMemoryKills(events));

    [Fact]
    public void Shared_memory_is_counted_once()
    {
        Assert.Equal(2048 * 1024, ProcessTree.Proportional("00400000-7ffd rollup\nRss:    4096 kB\nPss:    2048 kB\nPss_Anon: 1 kB\n"));
        Assert.Equal(0, ProcessTree.Proportional(""));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Read(string folder, string name) => File.ReadAllText(Path.Combine(folder, name));
}
