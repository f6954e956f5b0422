using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Aspire.Hosting.Local;

/// <summary>One process of a resource, started again when it ends by itself.</summary>
internal sealed partial class LocalInstance(Resource resource, int replica, LocalLog log, Action<string> giveUp) : IDisposable
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxBackOff = TimeSpan.FromSeconds(30);

    /// <summary>What ends so often before it was ever ready will not get better.</summary>
    private const int MaxFailedStarts = 3;

    /// <summary>After so long a life a process that ends is started again without waiting.</summary>
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(20);

    /// <summary>How long a process may take to drain before it is killed.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(40);

    private const int KillSignal = 9;

    private static readonly HttpClient Probe = new(new SocketsHttpHandler()) { Timeout = ProbeTimeout };

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _starting = new();
    private Process? _process;
    private bool _stopped;

    public string Name { get; } = resource.Replicas == 1 ? resource.Name : $"{resource.Name}-{replica}";

    public Resource Resource => resource;

    /// <summary><c>waiting</c>, <c>starting</c>, <c>running</c>, <c>ended</c> or <c>stopped</c>.</summary>
    public string State { get; private set; } = "waiting";

    public bool Healthy { get; private set; }

    public int Restarts { get; private set; }

    public int? ProcessId { get; private set; }

    public IEnumerable<string> Urls => resource.Endpoints.Select(endpoint => endpoint.Url(replica));

    /// <summary>Keeps the process running until told to stop.</summary>
    public async Task SuperviseAsync(IReadOnlyList<LocalInstance> awaited, CancellationToken stopping)
    {
        try
        {
            await Task.WhenAll(awaited.Select(other => other._ready.Task)).WaitAsync(stopping);
            var failedStarts = 0;
            for (var backOff = TimeSpan.FromSeconds(1); !stopping.IsCancellationRequested; backOff = backOff * 2 < MaxBackOff ? backOff * 2 : MaxBackOff)
            {
                var began = Stopwatch.GetTimestamp();
                await RunOnceAsync(stopping);
                if (stopping.IsCancellationRequested)
                {
                    return;
                }

                State = "ended";
                var failed = !_ready.Task.IsCompleted && ++failedStarts == MaxFailedStarts;
                if (resource.Optional && (failed || _process!.ExitCode == 0))
                {
                    return;
                }

                if (failed)
                {
                    giveUp($"{Name} ended {MaxFailedStarts} times before it was ready, the last time with code {_process!.ExitCode}; its lines above say why.");
                    return;
                }

                backOff = Stopwatch.GetElapsedTime(began) > Stable ? TimeSpan.FromSeconds(0.5) : backOff;
                log.Write(Name, $"ended with code {_process!.ExitCode}; starts again in {backOff.TotalSeconds:0.#} s");
                await Task.Delay(backOff, TimeProvider.System, stopping);
                Restarts++;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop.
        }
        catch (Exception problem) when (problem is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            State = "ended";
            giveUp($"{Name} cannot be started: {problem.Message}");
        }
    }

    /// <summary>Closes the process's standard input, which tells it to drain and end; kills it and its children when it does not.</summary>
    public async Task StopAsync()
    {
        Process? running;
        lock (_starting)
        {
            _stopped = true;
            running = _process;
        }

        if (running is { HasExited: false } process)
        {
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(DrainTime);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                log.Write(Name, $"did not end within {DrainTime.TotalSeconds} s and is killed");
                process.Kill(entireProcessTree: true);
            }
        }

        (State, Healthy) = ("stopped", false);
    }

    public void Dispose() => _process?.Dispose();

    private async Task RunOnceAsync(CancellationToken stopping)
    {
        State = "starting";
        var process = new Process { StartInfo = await DescribeAsync(stopping), EnableRaisingEvents = true };
        // At once: what it leaves behind holds its output open, for whose end the wait below waits too.
        process.Exited += (_, _) => EndGroup(process.Id);
        process.OutputDataReceived += (_, line) => log.Write(Name, line.Data);
        process.ErrorDataReceived += (_, line) => log.Write(Name, line.Data);
        lock (_starting)
        {
            if (_stopped)
            {
                process.Dispose();
                throw new OperationCanceledException(stopping);
            }

            process.Start();
            _process?.Dispose();
            _process = process;
        }

        ProcessId = process.Id;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var life = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watching = WatchAsync(life.Token);
        await process.WaitForExitAsync(CancellationToken.None);
        ProcessId = null;
        await life.CancelAsync();
        await watching;
        Healthy = false;
    }

    /// <summary>Ends what a part that was killed has left behind, a broker under its script for example, which would hold its ports.</summary>
    private static void EndGroup(int processId)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Kill(-processId, KillSignal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);

    private async Task<ProcessStartInfo> DescribeAsync(CancellationToken cancellationToken)
    {
        var (program, folder) = resource switch
        {
            ProjectResource project => ("dotnet", Path.GetDirectoryName(BuiltAssembly(project.ProjectPath))!),
            ExecutableResource executable => (executable.Command, executable.WorkingDirectory),
            _ => throw new InvalidOperationException($"{Name} is not a process."),
        };
        List<string> arguments = resource is ProjectResource built ? [BuiltAssembly(built.ProjectPath), .. resource.Arguments] : resource.Arguments;

        // A session of its own: Ctrl-C in the terminal goes to the AppHost only, which stops its parts in order.
        var start = OperatingSystem.IsLinux() ? new ProcessStartInfo("setsid", [program, .. arguments]) : new ProcessStartInfo(program, arguments);
        (start.WorkingDirectory, start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (folder, true, true, true);
        ChildEnvironment.Keep(start.Environment);
        start.Environment["PARENT_WATCH"] = "stdin";
        start.Environment["OTEL_SERVICE_NAME"] = resource.Name;
        start.Environment["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={Name}";
        if (resource.Endpoints.Where(endpoint => endpoint.Variable is null).Select(endpoint => endpoint.Url(replica)).ToList() is { Count: > 0 } urls)
        {
            start.Environment["ASPNETCORE_URLS"] = string.Join(';', urls);
        }

        foreach (var (name, value) in resource.EnvironmentVariables())
        {
            start.Environment[name] = value is IValueProvider provider ? await provider.GetValueAsync(cancellationToken) : (string)value;
        }

        foreach (var endpoint in resource.Endpoints.Where(endpoint => endpoint.Variable is not null))
        {
            start.Environment[endpoint.Variable!] = endpoint.Ports[replica].ToString(CultureInfo.InvariantCulture);
        }

        return start;
    }

    /// <summary>The assembly that was built together with this AppHost.</summary>
    private static string BuiltAssembly(string projectPath)
    {
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(Path.GetDirectoryName(projectPath)!, "bin", output.Parent!.Name, output.Name, $"{Path.GetFileNameWithoutExtension(projectPath)}.dll");
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ProbeInterval);
        try
        {
            do
            {
                Healthy = await IsHealthyAsync(cancellationToken);
                State = Healthy ? "running" : State;
                if (Healthy && _ready.TrySetResult() && resource.ReadyNote is { } note)
                {
                    Console.WriteLine(note(resource.Endpoints[0].Url(replica)));
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process has ended, or is about to.
        }
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        foreach (var (path, name) in resource.HealthChecks)
        {
            var endpoint = resource.Endpoints.First(endpoint => name is null || endpoint.Name == name);
            try
            {
                using var answer = await Probe.GetAsync(new Uri(endpoint.Url(replica) + path), cancellationToken);
                if (!answer.IsSuccessStatusCode)
                {
                    return false;
                }
            }
            catch (Exception problem) when (problem is HttpRequestException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                return false;
            }
        }

        return true;
    }
}
