using ExecutionService.Sandboxes;
using ExecutionService.Sandboxes.Bubblewrap;
using ExecutionService.Sandboxes.Bubblewrap.Launching;

namespace ExecutionService.Tests.Sandboxes;

public sealed class BubblewrapArgumentsTests
{
    private static readonly HostSystem Host = new()
    {
        Bubblewrap = "/usr/bin/bwrap",
        Socat = "/usr/bin/socat",
        RootFolders = [("bin", "usr/bin"), ("lib64", null)],
        Settings = ["/etc/ssl/certs"],
        HasCertificates = true,
        HiddenFiles = ["/proc/kallsyms"],
        HiddenFolders = ["/proc/acpi"],
    };

    private static readonly SandboxCall Call = new() { ExecutionId = "run", UserId = "user", WorkspaceFolder = "/data/alice/agent", Arguments = ["python3", "-", "$(touch /x)", "a b"] };

    [Fact]
    public void The_program_comes_last_and_as_it_was_given()
    {
        Assert.Equal(Call.Arguments, Of(Call).TakeLast(4));
    }

    [Fact]
    public void Every_namespace_is_the_sandboxs_own_and_the_filter_is_read()
    {
        var arguments = Of(Call);

        Assert.Subset(arguments.ToHashSet(), new HashSet<string> { "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net", "--unshare-cgroup-try", "--disable-userns", "--die-with-parent", "--new-session", "--clearenv" });
        Assert.Contains("--seccomp 9", Line(Call), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_workspace_and_what_the_call_says_can_be_written()
    {
        var call = Call with { Mounts = [new SandboxMount("/data/state", "/state", Writable: true), new SandboxMount("/opt/tool", "/opt/tool")] };

        var arguments = Of(call);

        Assert.Equal(["/data/alice/agent", "/data/state"], arguments.Index().Where(item => item.Item == "--bind").Select(item => arguments[item.Index + 1]));
        Assert.Contains("--ro-bind /opt/tool /opt/tool", Line(call), StringComparison.Ordinal);
        Assert.EndsWith("--remount-ro / --seccomp 9 ", Line(call).Split("-- prlimit")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_file_systems_have_a_size()
    {
        var arguments = Of(Call);

        foreach (var place in new[] { "/tmp", "/dev/shm" })
        {
            var at = arguments.Index().Single(item => item.Item == place && arguments[item.Index - 1] == "--tmpfs").Index;
            Assert.Equal("--size", arguments[at - 3]);
        }
    }

    [Fact]
    public void Process_1_and_the_machines_own_files_are_covered()
    {
        foreach (var path in new[] { "/proc/1/mem", "/proc/1/task/1/mem", "/proc/1/environ", "/proc/1/cmdline", "/proc/kallsyms" })
        {
            Assert.Contains($"--ro-bind /dev/null {path} ", Line(Call), StringComparison.Ordinal);
        }

        Assert.Contains("--tmpfs /proc/acpi --remount-ro /proc/acpi", Line(Call), StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_is_root_becomes_the_workspaces_user_first()
    {
        Assert.StartsWith("setpriv --reuid 200001 --regid 200001 --clear-groups --no-new-privs -- /usr/bin/bwrap ", string.Join(' ', Of(Call, user: 200_001)), StringComparison.Ordinal);
        Assert.Equal("/usr/bin/bwrap", Of(Call)[0]);
    }

    [Fact]
    public void Each_process_is_held_only_where_no_control_group_holds_all()
    {
        Assert.Contains("--data=1073741824", Of(Call, byGroup: false));
        Assert.DoesNotContain(Of(Call), argument => argument.StartsWith("--data", StringComparison.Ordinal));
        Assert.Contains("--nproc=128", Of(Call));
        Assert.Contains("--cpu=125", Of(Call));
        Assert.Contains("--cpu=8", Of(Call with { WallClock = TimeSpan.FromSeconds(2.5) }));
    }

    [Fact]
    public void A_way_out_is_a_socket_a_port_and_certificates_to_trust()
    {
        var call = Call with { Egress = new SandboxEgress("/run/egress/7.sock", "/run/egress/7.pem", new Dictionary<string, string> { ["TOKEN"] = "placeholder" }), Ports = [new SandboxPort("/run/model.sock", 8788)] };
        var line = Line(call);

        Assert.Contains("--ro-bind /run/egress/7.sock /run/sandbox/egress.sock", line, StringComparison.Ordinal);
        Assert.Contains("--ro-bind /run/egress/7.pem /etc/ssl/certs/ca-certificates.crt", line, StringComparison.Ordinal);
        Assert.Contains("--setenv HTTPS_PROXY http://127.0.0.1:3128", line, StringComparison.Ordinal);
        Assert.Contains("--setenv SSL_CERT_FILE /run/sandbox/certificates.pem", line, StringComparison.Ordinal);
        Assert.Contains("--setenv TOKEN placeholder", line, StringComparison.Ordinal);
        Assert.EndsWith("forward 2 3128 /run/sandbox/egress.sock 0C38 8788 /run/sandbox/8788.sock 2254 python3 - $(touch /x) a b", line, StringComparison.Ordinal);
        Assert.DoesNotContain("PROXY", Line(Call), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interpreter_outside_the_system_is_shown_where_it_is()
    {
        var host = Host with { Runtimes = ["/home/ci/.nvm/v20"], SearchPath = ["/home/ci/.nvm/v20/bin", "/usr/bin"] };
        var local = Host with { Runtimes = [HostSystem.Local] };

        Assert.Contains("--ro-bind /home/ci/.nvm/v20 /home/ci/.nvm/v20", Line(Call, host), StringComparison.Ordinal);
        Assert.Contains("--setenv PATH /home/ci/.nvm/v20/bin:/usr/bin:", Line(Call, host), StringComparison.Ordinal);
        Assert.Contains("--tmpfs /usr/local", Line(Call), StringComparison.Ordinal);
        Assert.DoesNotContain("--tmpfs /usr/local", Line(Call, local), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_user_cannot_reach_is_mounted_for_the_call_alone()
    {
        var command = LaunchCommand.Of("/run/filter", ["/cg/memory/1"], [("/root/ws", "/run/calls/1/0")], ["/usr/bin/bwrap", "--help"]);

        Assert.Equal(["/usr/bin/unshare", "--mount", "--propagation", "private", "--", "/bin/sh", "-c"], command.Take(7));
        Assert.Equal(["/run/filter", "1", "/cg/memory/1", "1", "/root/ws", "/run/calls/1/0", "/usr/bin/bwrap", "--help"], command.Skip(8));
        Assert.Equal("/bin/sh", LaunchCommand.Of("/run/filter", [], [], ["/usr/bin/bwrap"])[0]);
    }

    private static string Line(SandboxCall call, HostSystem? host = null) => string.Join(' ', Of(call, host));

    private static IReadOnlyList<string> Of(SandboxCall call, HostSystem? host = null, uint? user = null, bool byGroup = true) =>
        new BubblewrapArguments(host ?? Host, new SandboxOptions(), "/run/private/etc", user, byGroup, path => path).Of(call);
}
