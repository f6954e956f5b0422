using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ExecutionService.Sandboxes;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>Runs in pods of a warm pool: claimed, and the workspace copied in and out by real <c>tar</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ClaimTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static Task<SandboxLab> StartAsync(params (string Key, string Value)[] settings) => SandboxLab.StartAsync([("Mode", "Claim"), .. settings]);

    [Fact]
    public async Task A_claim_names_the_pool_the_run_and_its_end_and_no_variables()
    {
        await using var lab = await StartAsync(("WarmPool", "blue"));

        Assert.Equal("hello\n", (await lab.RunAsync("echo", "hello")).StandardOutput);

        var claim = JsonNode.Parse(Assert.Single(lab.Cluster.Claims).Value)!;
        Assert.Equal(("extensions.agents.x-k8s.io/v1beta1", "SandboxClaim"), ((string)claim["apiVersion"]!, (string)claim["kind"]!));
        Assert.Equal("Run_1", (string)claim["metadata"]!["annotations"]!["agentplatform/execution"]!);
        var spec = claim["spec"]!.AsObject();
        Assert.Equal(["lifecycle", "warmPoolRef"], spec.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal("""{"name":"blue"}""", spec["warmPoolRef"]!.ToJsonString());
        Assert.Equal("Delete", (string)spec["lifecycle"]!["shutdownPolicy"]!);
        Assert.Equal(ExecutionApp.Start.AddMinutes(30), DateTimeOffset.Parse((string)spec["lifecycle"]!["shutdownTime"]!, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_workspace_goes_in_and_what_was_changed_comes_back()
    {
        await using var lab = await StartAsync();
        Write(lab, "keep.txt", "kept");
        Write(lab, "folder/변경.txt", "old");
        Write(lab, "gone/gone.txt", "gone");
        Write(lab, "large.bin", new string('x', 300_000));
        File.SetUnixFileMode(Path.Combine(lab.Workspace, "keep.txt"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var kept = File.GetLastWriteTimeUtc(Path.Combine(lab.Workspace, "keep.txt"));

        var result = await lab.RunAsync("sh", "-c", "cat keep.txt; [ -x keep.txt ] && echo ' runs'; wc -c < large.bin; echo new > folder/변경.txt; rm -r gone; mkdir -p out empty; echo done > out/result.txt");

        Assert.Equal("kept runs\n300000\n", result.StandardOutput);
        Assert.Equal(["empty/", "folder/", "folder/변경.txt", "keep.txt", "large.bin", "out/", "out/result.txt"], Tree(lab.Workspace));
        Assert.Equal(("new\n", "done\n", kept), (Read(lab, "folder/변경.txt"), Read(lab, "out/result.txt"), File.GetLastWriteTimeUtc(Path.Combine(lab.Workspace, "keep.txt"))));
    }

    [Fact]
    public async Task A_workspace_that_nobody_has_touched_is_not_sent_again_and_one_that_was_is()
    {
        await using var lab = await StartAsync();
        Write(lab, "a.txt", "one");
        await lab.RunAsync("sh", "-c", "echo made > made.txt");
        var before = Unpackings(lab);

        await lab.RunAsync("true");
        var untouched = Unpackings(lab);
        Write(lab, "a.txt", "changed");
        File.Delete(Path.Combine(lab.Workspace, "made.txt"));
        var result = await lab.RunAsync("sh", "-c", "cat a.txt; ls");

        Assert.Equal((before, before + 1), (untouched, Unpackings(lab)));
        Assert.Equal("changeda.txt\n", result.StandardOutput);
    }

    [Fact]
    public async Task A_file_that_a_tool_writes_while_a_program_runs_is_not_lost()
    {
        await using var lab = await StartAsync();
        Write(lab, "both.txt", "old");
        var call = await lab.StartCallAsync(lab.Call("sh", "-c", "echo up; read line; echo $line > mine.txt") with { StandardInput = "" }, Cancelled);
        Write(lab, "both.txt", "by the tool");
        Write(lab, "other.txt", "by the tool");

        await call.WaitAsync(ExecutionApp.Patience, Cancelled);

        Assert.Equal(("by the tool", "by the tool", "\n"), (Read(lab, "both.txt"), Read(lab, "other.txt"), Read(lab, "mine.txt")));
    }

    [Fact]
    public async Task Links_and_special_files_of_a_sandbox_do_not_come_back()
    {
        await using var lab = await StartAsync();

        var result = await lab.RunAsync("sh", "-c", "ln -s /etc out; ln -s /etc/passwd passwd; echo x > real; ln real hard; mkfifo pipe; echo fine > fine.txt");

        Assert.Equal(0, result.ExitCode);
        // One of the two names of a file is the file, the other a hard link to it.
        Assert.Equal(2, Tree(lab.Workspace).Count(name => name is "fine.txt" or "real" or "hard"));
        Assert.DoesNotContain(Tree(lab.Workspace), name => name.StartsWith("out", StringComparison.Ordinal) || name is "passwd" or "pipe");
    }

    [Theory]
    [InlineData("head -c 3000000 /dev/zero > big.bin", "The workspace has more than 1 MiB; a sandbox of a warm pool takes no more.")]
    [InlineData("i=0; while [ $i -lt 60 ]; do : > file$i; i=$((i+1)); done", "The workspace has more than 50 files and folders; a sandbox of a warm pool takes no more.")]
    public async Task A_workspace_that_grows_too_large_is_refused_and_the_pod_given_up(string script, string words)
    {
        await using var lab = await StartAsync(("CopyMebibytes", "1"), ("CopyFiles", "50"));

        Assert.Equal(words, await lab.FailureAsync("sh", "-c", script));
        Assert.Empty(lab.Cluster.Claims);
    }

    [Fact]
    public async Task A_workspace_that_is_too_large_already_is_refused()
    {
        await using var lab = await StartAsync(("CopyMebibytes", "1"));
        Write(lab, "big.bin", new string('x', 1_100_000));

        Assert.Equal("The workspace has more than 1 MiB; a sandbox of a warm pool takes no more.", await lab.FailureAsync("true"));
    }

    [Fact]
    public async Task What_a_program_wrote_before_its_time_was_up_comes_back()
    {
        await using var lab = await StartAsync();
        var call = await lab.StartCallAsync(lab.Call("sh", "-c", "echo half > half.txt; echo up; sleep 5555"), Cancelled);

        lab.Clock.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal(SandboxEnd.WallClock, (await call.WaitAsync(ExecutionApp.Patience, Cancelled)).End);
        Assert.Equal("half\n", Read(lab, "half.txt"));
    }

    [Fact]
    public async Task A_pool_that_answers_no_claim_is_told_in_its_words()
    {
        await using var lab = await StartAsync();
        lab.Cluster.AnswersClaims = false;
        var looked = lab.Cluster.NextAsync("GET", "/sandboxclaims/", times: 2);
        var failing = lab.FailureAsync("true");
        await looked.WaitAsync(ExecutionApp.Patience, Cancelled);

        lab.Clock.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal("No warm sandbox was had within 120 s: the pool is empty.", await failing.WaitAsync(ExecutionApp.Patience, Cancelled));
        Assert.Empty(lab.Cluster.Claims);
    }

    [Fact]
    public async Task A_released_run_has_its_claim_deleted()
    {
        await using var lab = await StartAsync();
        await lab.RunAsync("true");

        await lab.Sandbox.ReleaseAsync("Run_1", Cancelled);

        Assert.Empty(lab.Cluster.Claims);
    }

    private static int Unpackings(SandboxLab lab) => lab.Cluster.Requests.Count(request => request.Contains("command=unpack", StringComparison.Ordinal));

    private static void Write(SandboxLab lab, string path, string text)
    {
        var file = Path.Combine(lab.Workspace, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static string Read(SandboxLab lab, string path) => File.ReadAllText(Path.Combine(lab.Workspace, path));

    private static IEnumerable<string> Tree(string folder) => new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Select(entry => Path.GetRelativePath(folder, entry.FullName) + (entry is DirectoryInfo ? "/" : "")).Order(StringComparer.Ordinal);
}
