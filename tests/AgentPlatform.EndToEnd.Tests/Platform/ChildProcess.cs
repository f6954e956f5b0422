using System.Collections.Concurrent;
using System.Diagnostics;

namespace AgentPlatform.EndToEnd.Tests.Platform;

/// <summary>A process of the platform that a test has started, and everything that it said.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const string StandaloneReady = "AgentPlatform is at ";
    private static readonly string[] NotInherited = ["ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "ASPNETCORE_ENVIRONMENT", "ASPNETCORE_URLS", "DOTNET_ENVIRONMENT"];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly string _ready;

    private ChildProcess(ProcessStartInfo start, string ready)
    {
        _ready = ready;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data, _output);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, _errors);
        _process.Exited += (_, _) => _url.TrySetException(new InvalidOperationException("The process ended before it was ready."));
    }

    public IReadOnlyCollection<string> Output => _output;

    public IReadOnlyCollection<string> Errors => _errors;

    public IReadOnlyCollection<string> Log => [.. _output, .. _errors];

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>Whether the shell would find a program.</summary>
    public static bool IsInstalled(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Starts AgentPlatform.Standalone.</summary>
    public static ChildProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        Start(Path.Combine(AppContext.BaseDirectory, "AgentPlatform.Standalone.dll"), StandaloneReady, arguments, environment);

    /// <summary>Starts a program that says where the Gateway is in a line that begins with <paramref name="ready"/>.</summary>
    public static ChildProcess Start(string program, string ready, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment) =>
        Start(["dotnet", program, .. arguments], ready, environment);

    /// <summary>Starts AgentPlatform.Standalone after shell commands that are given <paramref name="folder"/> as <c>$1</c>, in a user and mount namespace of its own.</summary>
    public static ChildProcess StartAfter(string commands, string folder, IEnumerable<string> arguments) =>
        Start(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", $"{commands} && shift && exec \"$@\"", "sh", folder, "dotnet", Path.Combine(AppContext.BaseDirectory, "AgentPlatform.Standalone.dll"), .. arguments], StandaloneReady, null);

    private static ChildProcess Start(string[] command, string ready, IReadOnlyDictionary<string, string>? environment)
    {
        // Standard input stays open as long as this process lives: the platform ends with it.
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in NotInherited.Concat(start.Environment.Keys.Where(name => name.StartsWith("Llm__", StringComparison.Ordinal))).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["PARENT_WATCH"] = "stdin";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(start, ready);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Where the Gateway listens, once the process says so; when it does not, the exception tells what it said.</summary>
    public async Task<Uri> UrlAsync()
    {
        try
        {
            return await Patience.AwaitAsync("the line that says where the Gateway is", _url.Task);
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
        {
            throw new InvalidOperationException($"{exception.Message}\n{string.Join('\n', Log)}", exception);
        }
    }

    /// <summary>Keeps what a platform said beside the tests, named after its data folder, and ends the folder.</summary>
    public static async Task KeepLogAsync(string dataFolder, IEnumerable<string> lines)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "logs")).FullName, $"{Path.GetFileName(dataFolder)}.log");
        await File.WriteAllLinesAsync(file, lines);
        TestContext.Current.TestOutputHelper?.WriteLine($"The platform's log is in {file}");
        Directory.Delete(dataFolder, recursive: true);
    }

    /// <summary>Ends the process without notice (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Asks the process to end (SIGTERM); its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await signal.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await ExitAsync();
    }

    /// <summary>The exit code, once the process has ended by itself and everything that it said is read.</summary>
    public async Task<int> ExitAsync()
    {
        await Patience.AwaitAsync("the end of the process", Task.Run(async () =>
        {
            await _process.WaitForExitAsync(CancellationToken.None);
            return true;
        }));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Read(string? line, ConcurrentQueue<string> lines)
    {
        if (line is null)
        {
            return;
        }

        lines.Enqueue(line);
        if (line.StartsWith(_ready, StringComparison.Ordinal))
        {
            _url.TrySetResult(new Uri(line[_ready.Length..].Split(' ', ',')[0]));
        }
    }
}
