using System.Diagnostics;
using System.Net.Sockets;
using ExecutionService.Sandboxes;
using ExecutionService.Sandboxes.Bubblewrap;
using ExecutionService.Sandboxes.Bubblewrap.Kernel;
using ExecutionService.Sandboxes.Bubblewrap.Launching;
using Microsoft.Extensions.Options;

namespace ExecutionService.Tests.Sandboxes;

[Collection(SandboxGroup.Name)]
public sealed class SandboxTests
{
    [Fact]
    public async Task A_program_runs_in_the_workspace_with_what_it_is_given()
    {
        using var sandbox = new RealSandbox().Needed();
        var call = sandbox.Call("sh", "-c", "pwd; id -u; echo \"$GIVEN\"; cat; echo oops >&2; echo kept >file; exit 3", "$(touch /x)") with { StandardInput = "안녕\n", Environment = new Dictionary<string, string> { ["GIVEN"] = "a \"b\" $c" } };

        var result = await sandbox.RunAsync(call);

        Assert.Equal((SandboxEnd.Exited, 3, "/workspace\n1000\na \"b\" $c\n안녕\n", "oops\n"), (result.End, result.ExitCode, result.StandardOutput, result.StandardError));
        Assert.Equal("kept\n", await File.ReadAllTextAsync(Path.Combine(sandbox.Workspace, "file"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_of_the_services_environment_is_inside()
    {
        using var sandbox = new RealSandbox().Needed();

        var names = (await sandbox.RunAsync("env")).StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]);

        Assert.Equal(
            ["HOME", "LANG", "LOGNAME", "PATH", "PIP_BREAK_SYSTEM_PACKAGES", "PIP_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK", "PWD", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "SHELL", "TMPDIR", "USER", "npm_config_audit", "npm_config_cache", "npm_config_fund", "npm_config_update_notifier"],
            names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Python_Node_and_npm_are_there()
    {
        using var sandbox = new RealSandbox(configure: options => options.MemoryMebibytes = 512).Needed();

        Assert.Equal("42\n", (await sandbox.RunAsync(sandbox.Python("print(6 * 7)"))).StandardOutput);
        var node = await sandbox.RunAsync(sandbox.Call("node", "-") with { StandardInput = "console.log(6 * 7)" });
        Assert.True(node.StandardOutput == "42\n", node.StandardError);
        var npm = await sandbox.RunAsync("npm", "--version");
        Assert.True(npm.ExitCode == 0, npm.StandardError);
    }

    [Fact]
    public async Task What_the_service_put_into_a_workspace_can_be_changed_inside()
    {
        using var sandbox = new RealSandbox().Needed();
        Directory.CreateDirectory(Path.Combine(sandbox.Workspace, "data"));
        await File.WriteAllTextAsync(Path.Combine(sandbox.Workspace, "data/old"), "old", TestContext.Current.CancellationToken);

        var result = await sandbox.RunAsync("sh", "-c", "echo new >data/old && mv data moved && stat -c %u:%g moved/old .");

        Assert.Equal("1000:1000\n1000:1000\n", result.StandardOutput);
    }

    [Fact]
    public async Task A_link_in_a_workspace_is_given_away_and_not_what_it_leads_to()
    {
        using var sandbox = new RealSandbox().Needed();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Files are given away only by root.");
        var outside = Path.Combine(sandbox.Root, "outside");
        await File.WriteAllTextAsync(outside, "", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(sandbox.Workspace, "link"), outside);

        await sandbox.RunAsync("true");

        Assert.Equal(0u, LibC.OwnerOf(outside));
        Assert.Equal(SandboxUser.Of(sandbox.Workspace), LibC.OwnerOf(sandbox.Workspace));
    }

    [Fact]
    public async Task Twenty_calls_run_eight_at_a_time_without_mixing_anything_up()
    {
        using var sandbox = new RealSandbox(configure: options => options.ConcurrentCalls = 8).Needed();
        var results = new string[20];

        await Parallel.ForEachAsync(Enumerable.Range(0, 20), new ParallelOptions { MaxDegreeOfParallelism = 20, CancellationToken = TestContext.Current.CancellationToken }, async (index, cancellationToken) =>
        {
            var workspace = Path.Combine(sandbox.Root, "many", $"{index % 5}");
            var call = RealSandbox.CallIn(workspace, "sh", "-c", $"cat; echo {index} >{index}; cat {index}") with { StandardInput = $"in {index}\n" };
            results[index] = (await sandbox.Sandbox.RunAsync(call, cancellationToken)).StandardOutput;
        });

        Assert.Equal(Enumerable.Range(0, 20).Select(index => $"in {index}\n{index}\n"), results);
    }

    [Fact]
    public async Task What_is_mounted_is_seen_and_only_what_may_be_is_written()
    {
        using var sandbox = new RealSandbox().Needed();
        var (tool, state) = (Path.Combine(sandbox.Root, "tool"), Directory.CreateDirectory(Path.Combine(sandbox.Root, "state")).FullName);
        await File.WriteAllTextAsync(tool, "a tool\n", TestContext.Current.CancellationToken);
        if (SandboxUser.Of(sandbox.Workspace) is { } user)
        {
            LibC.Give(state, user);
        }

        var result = await sandbox.RunAsync(sandbox.Call("sh", "-c", "cat /opt/tools/tool; echo x >/opt/tools/tool; echo y >/state/file; ls /opt /") with
        {
            Mounts = [new SandboxMount(tool, "/opt/tools/tool"), new SandboxMount(state, "/state", Writable: true)],
        });

        Assert.StartsWith("a tool\n", result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal("a tool\n", await File.ReadAllTextAsync(tool, TestContext.Current.CancellationToken));
        Assert.Equal("y\n", await File.ReadAllTextAsync(Path.Combine(state, "file"), TestContext.Current.CancellationToken));
        Assert.DoesNotContain("home", result.StandardOutput.Split('\n'));
    }

    [Fact]
    public async Task Ports_lead_to_sockets_and_the_way_out_is_where_programs_look_for_it()
    {
        using var sandbox = new RealSandbox(configure: options => options.MemoryMebibytes = 256).Needed();
        Assert.SkipUnless(File.Exists("/usr/bin/socat"), "socat is not installed.");
        await using var proxy = new UnixServer(Path.Combine(sandbox.Root, "proxy.sock"), "HTTP/1.1 403 Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var model = new UnixServer(Path.Combine(sandbox.Root, "model.sock"), "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nmodel");
        var certificates = Path.Combine(sandbox.Root, "certificates.pem");
        await File.WriteAllTextAsync(certificates, "these certificates", TestContext.Current.CancellationToken);
        var code =
            """
            import os, urllib.request, urllib.error
            print(urllib.request.urlopen('http://127.0.0.1:8788/').read().decode(), urllib.request.urlopen('http://127.0.0.1:8788/').read().decode())
            try:
                urllib.request.urlopen('https://example.com/')
            except urllib.error.URLError as failure:
                print(failure.reason)
            print(open('/etc/ssl/certs/ca-certificates.crt').read(), open(os.environ['SSL_CERT_FILE']).read(), os.environ['KEY'])
            """;

        var result = await sandbox.RunAsync(sandbox.Python(code) with
        {
            Environment = new Dictionary<string, string> { ["no_proxy"] = "127.0.0.1" },
            Egress = new SandboxEgress(proxy.Path, certificates, new Dictionary<string, string> { ["KEY"] = "placeholder" }),
            Ports = [new SandboxPort(model.Path, 8788)],
        });

        Assert.True(result.StandardOutput == "model model\nTunnel connection failed: 403 Refused\nthese certificates these certificates placeholder\n", result.StandardOutput + result.StandardError);
        Assert.StartsWith("CONNECT example.com:443 HTTP/1", proxy.Heard.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_made_for_a_call_is_gone_after_it()
    {
        using var sandbox = new RealSandbox().Needed();
        await sandbox.RunAsync("true");

        foreach (var controller in new[] { "memory", "pids", "cpu" }.Select(name => $"/sys/fs/cgroup/{name}/agentplatform").Append("/sys/fs/cgroup/agentplatform").Where(Directory.Exists))
        {
            Assert.DoesNotContain(Directory.GetDirectories(controller), folder => Path.GetFileName(folder).StartsWith($"{Environment.ProcessId}-", StringComparison.Ordinal));
        }

        if (Environment.IsPrivilegedProcess)
        {
            var mine = Directory.GetDirectories("/run/agentplatform-sandbox", $"{Environment.ProcessId}-*");
            Assert.NotEmpty(mine);
            Assert.All(mine, folder => Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder, "calls"))));
        }
    }

    [Fact]
    public async Task What_runs_dies_with_the_service()
    {
        using var sandbox = new RealSandbox().Needed();
        var host = HostSystem.Find(out _)!;
        using var folder = PrivateFolder.Create(host);
        using var staging = folder.Stage();
        var user = SandboxUser.Of(sandbox.Workspace);
        WorkspaceOwner.Give(sandbox.Workspace, user);
        var call = sandbox.Call("sh", "-c", "setsid sleep 4713 & echo ready; sleep 4713");
        var bubblewrap = new BubblewrapArguments(host, sandbox.Options, folder.Etc, user, true, user is null ? path => path : staging.PathOf).Of(call);
        var command = LaunchCommand.Of(folder.WriteFilter(false), [], staging.Items, bubblewrap);

        // bash stands for the service: it is killed, and everything that holds its output open ends.
        using var service = Process.Start(new ProcessStartInfo("bash", ["-c", "\"$@\" & wait", "service", .. command]) { RedirectStandardOutput = true })!;
        Assert.Equal("ready", await service.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        service.Kill();

        Assert.Equal("", await service.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_call_for_something_that_is_not_there_is_refused()
    {
        using var sandbox = new RealSandbox().Needed();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => sandbox.RunAsync(sandbox.Call("true") with { Mounts = [new SandboxMount("/nowhere/tool", "/opt/tool")] }));

        Assert.Equal("tool, which the sandbox was to see, does not exist.", failure.Message);
    }

    [Fact]
    public async Task Without_a_sandbox_nothing_runs()
    {
        var sandbox = new MissingSandbox("bubblewrap is not installed.");

        Assert.Equal(new SandboxStatus(false, "none", "bubblewrap is not installed."), sandbox.Status);
        await Assert.ThrowsAsync<InvalidOperationException>(() => sandbox.RunAsync(RealSandbox.CallIn("/tmp", "true"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_kind_of_sandbox_that_there_is_not_stops_the_start()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => ExecutionApp.StartAsync(workspaces: Path.GetTempPath(), settings: [("Sandbox:Kind", "docker")]));

        Assert.Contains("Sandbox:Kind is one of auto, bubblewrap, kubernetes or none.", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Says the same to everyone who connects, once he has said something.</summary>
    private sealed class UnixServer : IAsyncDisposable
    {
        private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly string _answer;
        private readonly Task _serving;

        public UnixServer(string path, string answer)
        {
            (Path, _answer) = (path, answer);
            _listener.Bind(new UnixDomainSocketEndPoint(path));
            _listener.Listen(16);
            _serving = ServeAsync();
        }

        public string Path { get; }

        public List<string> Heard { get; } = [];

        public async ValueTask DisposeAsync()
        {
            _listener.Dispose();
            await _serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                var buffer = new byte[4096];
                while (true)
                {
                    using var caller = await _listener.AcceptAsync(CancellationToken.None);
                    var count = await caller.ReceiveAsync(buffer, CancellationToken.None);
                    Heard.Add(System.Text.Encoding.ASCII.GetString(buffer, 0, count));
                    await caller.SendAsync(System.Text.Encoding.ASCII.GetBytes(_answer), CancellationToken.None);
                }
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
            {
                // The test is over.
            }
        }
    }
}
