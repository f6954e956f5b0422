using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ExecutionService.Sandboxes;
using ExecutionService.Sandboxes.Bubblewrap;
using ExecutionService.Sandboxes.Bubblewrap.Kernel;
using ExecutionService.Sandboxes.Bubblewrap.Launching;

namespace ExecutionService.Tests.Sandboxes;

/// <summary>Makes all attempts once inside and once outside, against things that are there to be found.</summary>
public sealed class EscapeFixture : IAsyncLifetime
{
    private const string Token = "the-secret-of-the-host";
    private const int Segment = 0x5EC2E7;
    private const string ProgramOfTheHost = "import ctypes, time; ctypes.CDLL(None).shmget(0x5EC2E7, 4096, 0o1666); print('ready', flush=True); time.sleep(600)";

    private readonly RealSandbox _sandbox = new();
    private readonly List<IDisposable> _open = [];
    private readonly Dictionary<string, string> _outside = [];
    private readonly string _sharedMemory = $"/dev/shm/escape-{Environment.ProcessId}";
    private Process? _hostProcess;
    private Dictionary<string, string> _inside = [];

    internal RealSandbox Sandbox => _sandbox;

    /// <summary>What came of an attempt inside and outside: <c>open: …</c> or <c>closed: …</c>.</summary>
    public (string Inside, string Outside) Of(EscapeAttempt attempt) => (_inside[attempt.Name], _outside[attempt.Name]);

    public async ValueTask InitializeAsync()
    {
        if (_sandbox.Sandbox is not BubblewrapSandbox || !_sandbox.Sandbox.Status.Available)
        {
            return;
        }

        var place = await PrepareAsync();
        var all = EscapeAttempts.All;
        foreach (var control in all.GroupBy(attempt => attempt.Control))
        {
            foreach (var (name, text) in await OutsideAsync(control, place, LauncherOf(control.Key)))
            {
                _outside.Add(name, text);
            }
        }

        // What the attempts outside have left is not what those inside are to find.
        foreach (var left in new[] { "made", "hard", "given", "made-device" }.Select(name => Path.Combine(_sandbox.Workspace, name)).Where(path => File.Exists(path) || new FileInfo(path).LinkTarget is not null))
        {
            File.Delete(left);
        }

        OpenInherited();
        place["workspace"] = BubblewrapArguments.Workspace;
        var call = _sandbox.Call("python3", "-c", EscapeDriver.Code) with { StandardInput = Input(all, place) };
        var result = await _sandbox.Sandbox.RunAsync(call, TestContext.Current.CancellationToken);
        _inside = Lines(result.StandardOutput);
        Assert.True(result.End == SandboxEnd.Exited && _inside.Count == all.Count, $"The attempts ended with {result.End} {result.ExitCode} after {_inside.Count}: {result.StandardError}");
    }

    public ValueTask DisposeAsync()
    {
        _open.ForEach(item => item.Dispose());
        if (_hostProcess is not null)
        {
            _hostProcess.Kill();
            _hostProcess.Dispose();
            using var removed = Process.Start(new ProcessStartInfo("ipcrm", ["-M", $"0x{Segment:x}"]) { RedirectStandardError = true })!;
            removed.WaitForExit();
        }

        File.Delete(_sharedMemory);
        _sandbox.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<Dictionary<string, object>> PrepareAsync()
    {
        var secret = Write(Path.Combine(_sandbox.Root, "secret.txt"));
        var other = Write(Path.Combine(_sandbox.Root, "workspaces/bob/secret.txt"));
        Write(_sharedMemory);
        File.CreateSymbolicLink(Path.Combine(_sandbox.Workspace, "planted-file"), secret);
        File.CreateSymbolicLink(Path.Combine(_sandbox.Workspace, "planted-folder"), _sandbox.Root);

        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", ProgramOfTheHost, Token]) { RedirectStandardOutput = true };
        start.Environment["SECRET"] = Token;
        _hostProcess = Process.Start(start)!;
        await _hostProcess.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        var (tcp, tcp6, udp) = (Listen(IPAddress.Any), Listen(IPAddress.IPv6Loopback), Answer());
        var (path, name) = (Path.Combine(_sandbox.Root, "host.sock"), $"escape-{Environment.ProcessId}");
        ListenUnix(path);
        ListenUnix($"\0{name}");
        OpenInherited();

        // Put in after the workspace has its user: a program that runs as root and a device stay root's.
        WorkspaceOwner.Give(_sandbox.Workspace, SandboxUser.Of(_sandbox.Workspace));
        if (Environment.IsPrivilegedProcess)
        {
            await CommandAsync("install", "-m", "4755", "/usr/bin/id", Path.Combine(_sandbox.Workspace, "setuid-id"));
            await CommandAsync("mknod", "-m", "666", Path.Combine(_sandbox.Workspace, "planted-device"), "c", "1", "8");
            // So that the control can get to it as the sandbox's user.
            await CommandAsync("chmod", "o+x", _sandbox.Root);
        }

        return new Dictionary<string, object>
        {
            ["abstract"] = name,
            ["address"] = Addresses().FirstOrDefault() ?? "127.0.0.1",
            ["binaries"] = AppContext.BaseDirectory,
            ["inherited"] = Inherited,
            ["mount"] = Directory.CreateDirectory(Path.Combine(_sandbox.Root, "mount")).FullName,
            ["other"] = other,
            ["process"] = _hostProcess.Id,
            ["root"] = _sandbox.Root,
            ["secret"] = secret,
            ["segment"] = Segment,
            ["shm"] = _sharedMemory,
            ["socket"] = path,
            ["tcp"] = tcp,
            ["tcp6"] = tcp6,
            ["token"] = Token,
            ["udp"] = udp,
            ["workspace"] = _sandbox.Workspace,
        };
    }

    private string Inherited => Path.Combine(_sandbox.Root, "inherited.txt");

    /// <summary>Without the right to do so the control runs as it is, and what needs the right is left out.</summary>
    private IReadOnlyList<string> LauncherOf(EscapeControl control) => (control, SandboxUser.Of(_sandbox.Workspace)) switch
    {
        (_, null) => ["env"],
        (EscapeControl.SandboxUser, { } user) => ["setpriv", "--reuid", $"{user}", "--regid", $"{user}", "--clear-groups", "--"],
        (EscapeControl.ProcessOne, _) => ["unshare", "--mount", "--uts", "--propagation", "private", "--pid", "--fork", "--mount-proc", "--"],
        _ => ["unshare", "--mount", "--uts", "--propagation", "private", "--"],
    };

    private static string Input(IEnumerable<EscapeAttempt> attempts, Dictionary<string, object> place) =>
        JsonSerializer.Serialize(new { place, attempts = attempts.Select(attempt => new[] { attempt.Name, attempt.Code }) });

    private static async Task<Dictionary<string, string>> OutsideAsync(IEnumerable<EscapeAttempt> attempts, Dictionary<string, object> place, IReadOnlyList<string> launcher)
    {
        var start = new ProcessStartInfo(launcher[0], [.. launcher.Skip(1), "/usr/bin/python3", "-c", EscapeDriver.Code]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["SECRET"] = Token;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(Input(attempts, place).AsMemory(), TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        return Lines(await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private static Dictionary<string, string> Lines(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<string[]>(line)!).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static string Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Token);
        return path;
    }

    private static async Task CommandAsync(string program, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private static IEnumerable<string> Addresses() =>
        NetworkInterface.GetAllNetworkInterfaces().Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses).Where(address => address.Address.AddressFamily == AddressFamily.InterNetwork).Select(address => address.Address.ToString());

    private int Listen(IPAddress address)
    {
        try
        {
            var listener = new TcpListener(address, 0);
            listener.Start();
            _open.Add(listener);
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return 1; // No IPv6 here: the control finds nothing either.
        }
    }

    private void ListenUnix(string path)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(16);
        _open.Add(listener);
    }

    private int Answer()
    {
        var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        _open.Add(server);
        _ = AnswerAsync(server);
        return ((IPEndPoint)server.Client.LocalEndPoint!).Port;
    }

    private static async Task AnswerAsync(UdpClient server)
    {
        try
        {
            while (true)
            {
                var asked = await server.ReceiveAsync(CancellationToken.None);
                await server.SendAsync(asked.Buffer, asked.RemoteEndPoint, CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            // The tests are over.
        }
    }

    /// <summary>Opens a file so that every child has it: as some libraries do.</summary>
    private void OpenInherited()
    {
        Write(Inherited);
        var file = Open(Encoding.UTF8.GetBytes(Inherited + '\0'), 0);
        Assert.True(file > 2);
        _open.Add(new Microsoft.Win32.SafeHandles.SafeFileHandle(file, ownsHandle: true));
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);
}
