using ExecutionService.Sandboxes;
using ExecutionService.Sandboxes.Kubernetes;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>Calls that end by themselves, in the pod of a Job, as real processes.</summary>
public sealed class CallTests
{
    [Fact]
    public async Task A_program_gets_its_arguments_as_they_are_and_its_outputs_come_apart()
    {
        await using var lab = await SandboxLab.StartAsync();

        var result = await lab.RunAsync("sh", "-c", "printf '%s|' \"$@\"; echo oops >&2", "name", "a b", "$(id)", "'; exit 9 #", "한글 & ü", "");

        Assert.Equal((SandboxEnd.Exited, 0), (result.End, result.ExitCode));
        Assert.Equal("a b|$(id)|'; exit 9 #|한글 & ü||", result.StandardOutput);
        Assert.Equal("oops\n", result.StandardError);
        Assert.False(result.Truncated);
    }

    [Fact]
    public async Task A_programs_exit_code_is_told()
    {
        await using var lab = await SandboxLab.StartAsync();

        Assert.Equal(37, (await lab.RunAsync("sh", "-c", "exit 37")).ExitCode);
        Assert.Equal(127, (await lab.RunAsync("no-such-program")).ExitCode);
        // Killed by itself, and the pod lives: neither a lost sandbox nor a limit.
        Assert.Equal((SandboxEnd.Exited, 137), await lab.RunAsync("sh", "-c", "kill -9 $$") is var killed ? (killed.End, killed.ExitCode) : default);
        Assert.Single(lab.Cluster.Jobs);
    }

    [Fact]
    public async Task A_program_reads_its_input_to_the_end()
    {
        await using var lab = await SandboxLab.StartAsync();
        var text = string.Concat(Enumerable.Repeat("0123456789 한글\n", 8000));

        var counted = await lab.RunAsync(lab.Call("wc", "-c") with { StandardInput = text });
        var none = await lab.RunAsync("wc", "-c");
        var ignored = await lab.RunAsync(lab.Call("echo", "done") with { StandardInput = text });

        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(text).ToString(System.Globalization.CultureInfo.InvariantCulture), counted.StandardOutput.Trim());
        Assert.Equal("0", none.StandardOutput.Trim());
        Assert.Equal("done\n", ignored.StandardOutput);
    }

    [Fact]
    public async Task A_program_has_the_variables_that_it_is_given_and_the_few_that_all_have()
    {
        await using var lab = await SandboxLab.StartAsync();

        var result = await lab.RunAsync(lab.Call("env") with { Environment = new Dictionary<string, string> { ["GREETING"] = "hello = $HOME" } });

        Assert.Equal(["GREETING=hello = $HOME", "HOME=/workspace", "LANG=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin", "TMPDIR=/tmp", "USER=agent"], result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_program_works_in_the_workspace()
    {
        await using var lab = await SandboxLab.StartAsync();
        Directory.CreateDirectory(lab.Workspace);
        await File.WriteAllTextAsync(Path.Combine(lab.Workspace, "in.txt"), "from the service", TestContext.Current.CancellationToken);

        var result = await lab.RunAsync("sh", "-c", "pwd; cat in.txt; mkdir -p out; echo from the sandbox > out/result.txt");

        Assert.Equal("/workspace\nfrom the service", result.StandardOutput);
        Assert.Equal("from the sandbox\n", await File.ReadAllTextAsync(Path.Combine(lab.Workspace, "out", "result.txt"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Each_line_is_heard_as_it_comes_and_a_listener_holds_the_program_up()
    {
        await using var lab = await SandboxLab.StartAsync();
        Directory.CreateDirectory(lab.Workspace);
        var heard = new List<string>();

        // The program waits for a file that the listener makes when it hears the first line.
        var result = await lab.RunAsync(lab.Call("sh", "-c", "echo one; until [ -e go ]; do sleep 0.01; done; printf 'two\\nthree'") with
        {
            OnOutputLine = async (line, cancellationToken) =>
            {
                heard.Add(line);
                if (line == "one")
                {
                    await File.WriteAllTextAsync(Path.Combine(lab.Workspace, "go"), "", cancellationToken);
                }
            },
        });

        Assert.Equal(["one", "two", "three"], heard);
        Assert.Equal("one\ntwo\nthree", result.StandardOutput);
    }

    [Fact]
    public async Task Calls_of_a_run_share_a_pod_and_what_one_leaves_running_is_killed()
    {
        await using var lab = await SandboxLab.StartAsync();

        var first = await lab.RunAsync("sh", "-c", "echo kept > /tmp/note; setsid sleep 7777 & (trap '' TERM; sleep 8888) & echo left");
        var second = await lab.RunAsync("cat", "/tmp/note");

        Assert.Equal(("left\n", "kept\n"), (first.StandardOutput, second.StandardOutput));
        Assert.Single(lab.Cluster.Jobs);
        Assert.DoesNotContain(await lab.Cluster.OnlyPod.ProcessesAsync(), process => process.Contains("7777", StringComparison.Ordinal) || process.Contains("8888", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calls_of_a_run_go_one_after_another()
    {
        await using var lab = await SandboxLab.StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => lab.RunAsync("sh", "-c", "mkdir /tmp/turn && sleep 0.02 && rmdir /tmp/turn")));

        Assert.All(results, result => Assert.Equal(0, result.ExitCode));
    }

    [Fact]
    public async Task Two_runs_have_pods_and_workspaces_of_their_own()
    {
        await using var lab = await SandboxLab.StartAsync();
        var other = lab.Call("ls", "/workspace", "/tmp") with { ExecutionId = "Run_2", WorkspaceFolder = Path.Combine(Path.GetDirectoryName(lab.Workspace)!, "other") };

        await lab.RunAsync("sh", "-c", "echo mine > mine.txt; echo mine > /tmp/mine.txt");
        var result = await lab.RunAsync(other);

        Assert.Equal(2, lab.Cluster.Jobs.Count);
        Assert.DoesNotContain("mine", result.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("egress", "The way out is not available in this sandbox")]
    [InlineData("ports", "Ports of this service are not available")]
    [InlineData("mounts", "Further files of this service are not available")]
    public async Task What_this_sandbox_does_not_have_is_refused_and_nothing_is_run(string what, string words)
    {
        await using var lab = await SandboxLab.StartAsync();
        var call = lab.Call("true");

        var failure = await Assert.ThrowsAsync<SandboxFailedException>(() => lab.RunAsync(what switch
        {
            "egress" => call with { Egress = new SandboxEgress("/run/proxy.sock", "/run/ca.pem", new Dictionary<string, string>()) },
            "ports" => call with { Ports = [new SandboxPort("/run/relay.sock", 8080)] },
            _ => call with { Mounts = [new SandboxMount("/opt/tool", "/opt/tool")] },
        }));

        Assert.StartsWith(words, failure.Message, StringComparison.Ordinal);
        Assert.Empty(lab.Cluster.Jobs);
    }

    [Fact]
    public async Task Arguments_that_would_be_read_as_something_else_are_refused()
    {
        await using var lab = await SandboxLab.StartAsync();

        Assert.Equal("The name of a program has no '='.", await lab.FailureAsync("A=1"));
        Assert.Equal("There is no program to run.", await lab.FailureAsync());
        Assert.Equal("An argument contains a null character.", await lab.FailureAsync("echo", "a\0b"));
        Assert.Equal("The arguments have more than 131072 bytes; put them into a file.", await lab.FailureAsync("echo", new string('a', 140_000)));
        Assert.Equal("'A B' is no name of a variable.", (await Assert.ThrowsAsync<SandboxFailedException>(() => lab.RunAsync(lab.Call("env") with { Environment = new Dictionary<string, string> { ["A B"] = "1" } }))).Message);
    }
}
