using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AgentPlatform.Benchmarks;

/// <summary>A part of the measured system, in a process of its own.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>Resident memory in MiB.</summary>
    public double ResidentMebibytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1024.0 / 1024.0;
        }
    }

    /// <summary>Processor time used so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a project's built assembly on a free loopback port and waits until it answers.</summary>
    public static async Task<ChildProcess> StartAsync(string project, string probe, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}");
        var start = new ProcessStartInfo("dotnet", [AssemblyOf(project), "--urls", url.ToString().TrimEnd('/'), .. arguments]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(Process.Start(start)!, url);
        child._process.OutputDataReceived += (_, _) => { };
        child._process.BeginOutputReadLine();
        using var http = new HttpClient { BaseAddress = url };
        for (var attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(probe, UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return child;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException($"{project} did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static string AssemblyOf(string project)
    {
        // tests/AgentPlatform.Benchmarks/bin/<configuration>/net10.0
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, project, "bin", output.Parent!.Name, output.Name, $"{Path.GetFileName(project)}.dll");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
