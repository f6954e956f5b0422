using System.Diagnostics;
using ExecutionService.Sandboxes;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionService.Tests.Sandboxes;

/// <summary>What a call may use up. Where it is ended, the same program shows outside that it would have gone on.</summary>
[Collection(SandboxGroup.Name)]
public sealed class LimitTests
{
    // They hold what they took for two seconds: without a control group memory is looked at from outside, now and then.
    private const string ManyChildren =
        """
        import os, signal, sys, time
        blocks, children = [], []
        for n in range(12):
            reading, writing = os.pipe()
            pid = os.fork()
            if pid == 0:
                block = bytearray(b'x') * (24 << 20)
                os.write(writing, b'1')
                time.sleep(60)
                os._exit(0)
            children.append(pid)
            os.close(writing)
            if os.read(reading, 1) != b'1':
                sys.exit('a child was ended')
        time.sleep(2)
        if any(os.waitpid(pid, os.WNOHANG) != (0, 0) for pid in children):
            sys.exit('a child was ended')
        print('all of it')
        for pid in children: os.kill(pid, signal.SIGKILL)
        """;

    private const string SharedMaps =
        """
        import mmap, time
        maps = []
        for n in range(36):
            block = mmap.mmap(-1, 8 << 20)
            block.write(b'x' * (8 << 20))
            maps.append(block)
        time.sleep(2)
        print('all of it')
        """;

    private const string OneBlock = "block = bytearray(b'x') * (288 << 20); print('all of it')";

    public static TheoryData<string, string, string> Memory()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var group in new[] { "agentplatform", "" })
        {
            data.Add("many children", ManyChildren, group);
            data.Add("shared maps", SharedMaps, group);
            data.Add("one block", OneBlock, group);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Memory))]
    public async Task Memory_ends_where_the_limit_is(string what, string code, string controlGroup)
    {
        using var sandbox = new RealSandbox(configure: options => options.ControlGroup = controlGroup).Needed();
        Assert.SkipWhen(controlGroup.Length > 0 && sandbox.Sandbox.Status.MemoryLimit != "cgroup", "Control groups cannot be written here.");

        var outside = await OutsideAsync(code);
        var inside = await sandbox.RunAsync(sandbox.Python(code));

        Assert.Equal("all of it\n", outside);
        Assert.DoesNotContain("all of it", inside.StandardOutput, StringComparison.Ordinal);
        Assert.NotEqual(0, inside.ExitCode);
        // One process alone that asks for too much at once is told so where its own size is what is limited.
        Assert.True(inside.End == SandboxEnd.MemoryLimit || (what == "one block" && inside.StandardError.Contains("MemoryError", StringComparison.Ordinal)), $"{inside.End}: {inside.StandardError}");
    }

    [Theory]
    [InlineData("/tmp", 16)]
    [InlineData("/dev/shm", 8)]
    public async Task Files_in_memory_end_where_the_limit_is(string folder, int mebibytes)
    {
        using var sandbox = new RealSandbox().Needed();

        var result = await sandbox.RunAsync(sandbox.Python($"""
            file, written = open('{folder}/fill', 'wb', buffering=0), 0
            try:
                while written < 64 << 20: written += file.write(bytes(1 << 20))
            except OSError as failure:
                print(failure.errno, written >> 20)
            """));

        Assert.Equal($"28 {mebibytes}\n", result.StandardOutput);
    }

    [Fact]
    public async Task A_workspace_that_is_full_ends_the_call_and_can_still_be_tidied_up()
    {
        using var sandbox = new RealSandbox().Needed();

        var full = await sandbox.RunAsync(sandbox.Python("""
            import time
            for n in range(26):
                with open('fill-%d' % n, 'wb') as file: file.write(bytes(1 << 20))
            time.sleep(60)
            """));
        var tidied = await sandbox.RunAsync("sh", "-c", "rm fill-* && ls | wc -l");
        var again = await sandbox.RunAsync("true");

        Assert.Equal(SandboxEnd.WorkspaceLimit, full.End);
        Assert.Equal((SandboxEnd.Exited, "0\n"), (tidied.End, tidied.StandardOutput));
        Assert.Equal(SandboxEnd.Exited, again.End);
    }

    [Fact]
    public async Task A_workspace_far_over_its_limit_is_refused_before_anything_runs()
    {
        using var sandbox = new RealSandbox().Needed();
        await using (var file = File.Create(Path.Combine(sandbox.Workspace, "big")))
        {
            file.SetLength(49L << 20);
        }

        var result = await sandbox.RunAsync("touch", "ran");

        Assert.Equal(SandboxEnd.WorkspaceLimit, result.End);
        Assert.False(File.Exists(Path.Combine(sandbox.Workspace, "ran")));
    }

    [Fact]
    public async Task A_workspace_that_is_removed_ends_the_call_in_it()
    {
        using var sandbox = new RealSandbox().Needed();
        var call = sandbox.Call("sh", "-c", "echo in; sleep 4714") with
        {
            OnOutputLine = (_, _) =>
            {
                Directory.Move(sandbox.Workspace, Path.Combine(sandbox.Root, "removed"));
                return ValueTask.CompletedTask;
            },
        };

        Assert.Equal(SandboxEnd.WorkspaceLimit, (await sandbox.RunAsync(call).WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken)).End);
    }

    [Fact]
    public async Task One_file_is_no_larger_than_a_workspace()
    {
        using var sandbox = new RealSandbox().Needed();

        var result = await sandbox.RunAsync("truncate", "--size", "25M", "file");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal(0, new FileInfo(Path.Combine(sandbox.Workspace, "file")).Length);
    }

    [Theory]
    [InlineData("files", "import time\nfor n in range(500): open('file-%d' % n, 'w').close()\ntime.sleep(60)")]
    [InlineData("folders", "import os, time\nfor n in range(500): os.mkdir('folder-%d' % n)\ntime.sleep(60)")]
    [InlineData("links", "import os, time\nfor n in range(500): os.symlink('/usr', 'link-%d' % n)\ntime.sleep(60)")]
    [InlineData("depth", "import os, time\nfor n in range(120): os.mkdir('x' * 250); os.chdir('x' * 250)\ntime.sleep(60)")]
    public async Task Too_many_files_end_the_call(string what, string code)
    {
        using var sandbox = new RealSandbox().Needed();

        var result = await sandbox.RunAsync(sandbox.Python(code));

        Assert.True(result.End == SandboxEnd.WorkspaceLimit, $"{what}: {result.End} {result.StandardError}");
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("yes >&2")]
    [InlineData("tr '\\0' x </dev/zero")]
    [InlineData("(setsid yes &); sleep 60")]
    public async Task A_flood_of_output_ends_the_call_and_what_came_first_is_kept(string command)
    {
        using var sandbox = new RealSandbox().Needed();

        var result = await sandbox.RunAsync("bash", "-c", command);

        Assert.Equal((SandboxEnd.OutputLimit, true), (result.End, result.Truncated));
        Assert.Equal(64 * 1024, result.StandardOutput.Length + result.StandardError.Length);
    }

    [Fact]
    public async Task Output_up_to_the_limit_is_kept_whole()
    {
        using var sandbox = new RealSandbox().Needed();

        var result = await sandbox.RunAsync(sandbox.Call("head", "-c", "1000", "/dev/zero") with { OutputBytes = 1000 });

        Assert.Equal((SandboxEnd.Exited, 0, 1000, false), (result.End, result.ExitCode, result.StandardOutput.Length, result.Truncated));
    }

    [Fact]
    public async Task Files_without_a_name_that_are_still_open_count_as_disk()
    {
        using var sandbox = new RealSandbox(configure: options => options.WorkspaceMebibytes = 8).Needed();
        var code = "import os, time\nfor n in range(4):\n    file = open(f'f{n}', 'wb', buffering=0); os.unlink(f'f{n}'); globals()[f'kept{n}'] = file\n    for m in range(6): file.write(bytes(1 << 20))\nprint('all of it')\ntime.sleep(60)";

        var result = await sandbox.RunAsync(sandbox.Python(code) with { WallClock = TimeSpan.FromSeconds(30) });

        Assert.Equal(SandboxEnd.WorkspaceLimit, result.End);
    }

    [Fact]
    public async Task Everything_is_ended_when_the_time_is_up_also_what_has_left_its_session()
    {
        var clock = new FakeTimeProvider();
        using var sandbox = new RealSandbox(clock).Needed();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = sandbox.Python("""
            import signal, subprocess, time
            for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM): signal.signal(number, signal.SIG_IGN)
            sleepers = [subprocess.Popen(['sleep', '4711'], start_new_session=True), subprocess.Popen(['sleep', '4711'], start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)]
            # Started, a program has its name and arguments a moment later.
            while not all(open('/proc/%d/cmdline' % sleeper.pid).read().startswith('sleep') for sleeper in sleepers): pass
            print('ready')
            time.sleep(4711)
            """) with
        {
            WallClock = TimeSpan.FromSeconds(30),
            OnOutputLine = (_, _) =>
            {
                ready.SetResult();
                return ValueTask.CompletedTask;
            },
        };

        var running = sandbox.RunAsync(call);
        await ready.Task.WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(2, Sleeping());
        clock.Advance(TimeSpan.FromSeconds(31));
        var result = await running.WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken);

        Assert.Equal((SandboxEnd.WallClock, "ready\n"), (result.End, result.StandardOutput));
        AssertNothingSleeps(sandbox);
    }

    [Fact]
    public async Task What_is_left_behind_by_a_program_that_ended_is_ended_too()
    {
        using var sandbox = new RealSandbox().Needed();

        var result = await sandbox.RunAsync("bash", "-c", "setsid sleep 4711 >/dev/null 2>&1 </dev/null & (setsid sleep 4711 &); echo gone").WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken);

        Assert.Equal((SandboxEnd.Exited, 0, "gone\n"), (result.End, result.ExitCode, result.StandardOutput));
        AssertNothingSleeps(sandbox);
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once()
    {
        using var sandbox = new RealSandbox().Needed();
        using var cancelling = new CancellationTokenSource();
        var call = sandbox.Call("bash", "-c", "trap '' TERM INT; echo on; setsid sleep 4711 & sleep 4711") with
        {
            OnOutputLine = async (_, _) => await cancelling.CancelAsync(),
        };

        var result = await sandbox.Sandbox.RunAsync(call, cancelling.Token).WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken);

        Assert.Equal(SandboxEnd.Cancelled, result.End);
        AssertNothingSleeps(sandbox);
    }

    /// <summary>A control group is gone only when the last process in it is; without one the kernel may still be at it.</summary>
    private static void AssertNothingSleeps(RealSandbox sandbox)
    {
        if (sandbox.Sandbox.Status.MemoryLimit == "cgroup")
        {
            Assert.Equal(0, Sleeping());
        }
    }

    /// <summary>Processes of this machine that sleep for the time that only these tests use.</summary>
    private static int Sleeping() => Directory.GetDirectories("/proc").Count(folder =>
    {
        try
        {
            return int.TryParse(Path.GetFileName(folder), out _) && File.ReadAllText(Path.Combine(folder, "cmdline")).StartsWith("sleep\04711", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // It has ended meanwhile.
        }
    });

    private static async Task<string> OutsideAsync(string code)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", code]) { RedirectStandardOutput = true })!;
        return await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
