namespace AgentPlatform.EndToEnd.Tests.Platform;

/// <summary>The platform in a process of its own, over a data folder that outlives the process and ends with the test.</summary>
internal sealed class StandaloneProcess : IPlatform
{
    private static readonly string[] Complaints = ["warn:", "fail:", "crit:"];

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string? _preparation;
    private readonly List<string> _earlierLogs = [];
    private ChildProcess _process = null!;

    private StandaloneProcess(IReadOnlyDictionary<string, string> environment, string? preparation = null) => (_environment, _preparation) = (environment, preparation);

    /// <inheritdoc />
    public Uri Url { get; private set; } = null!;

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("agentplatform-e2e-").FullName;

    /// <summary>What the running process has said.</summary>
    public IReadOnlyCollection<string> Log => _process.Log;

    /// <summary>Starts with the simulated model.</summary>
    public static Task<StandaloneProcess> StartAsync() => StartAsync(new Dictionary<string, string>());

    /// <summary>Starts against a stand-in of Anthropic's Messages API.</summary>
    public static Task<StandaloneProcess> StartAsync(string anthropicUrl) => StartAsync(Against(anthropicUrl));

    /// <summary>Starts against a stand-in of Anthropic's Messages API, with settings as environment variables.</summary>
    public static Task<StandaloneProcess> StartAsync(string anthropicUrl, IEnumerable<KeyValuePair<string, string>> settings) => StartAsync(new Dictionary<string, string>(Against(anthropicUrl).Concat(settings)));

    /// <summary>Starts in a mount namespace of its own, after commands that are given the data folder as <c>$1</c>.</summary>
    public static async Task<StandaloneProcess> StartAfterAsync(string commands)
    {
        var platform = new StandaloneProcess(new Dictionary<string, string>(), commands);
        await platform.BeginAsync();
        return platform;
    }

    /// <summary>A file of the data folder, as the process sees it.</summary>
    public string FileInside(string name) => $"/proc/{_process.Id}/root{DataFolder}/{name}";

    /// <summary>The environment that leads to a stand-in of Anthropic's Messages API.</summary>
    public static Dictionary<string, string> Against(string anthropicUrl) => new()
    {
        ["ANTHROPIC_API_KEY"] = "test",
        ["ANTHROPIC_BASE_URL"] = anthropicUrl,
    };

    /// <summary>Ends the process without notice and starts another over the same data.</summary>
    public async Task KillAndRestartAsync()
    {
        await KillAsync();
        await BeginAsync();
    }

    public Task KillAsync() => _process.KillAsync();

    /// <inheritdoc />
    public async Task<Strike> KillAsync(Random random)
    {
        var (processId, from) = (_process.Id, TimeProvider.System.GetTimestamp());
        await KillAsync();
        return new Strike("standalone", processId, from, TimeProvider.System.GetTimestamp());
    }

    /// <inheritdoc />
    public Task RecoverAsync() => BeginAsync();

    /// <inheritdoc />
    public async Task BeginAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _earlierLogs.AddRange(Log);
        }

        string[] arguments = ["--urls", "http://127.0.0.1:0", "--data", DataFolder];
        _process = _preparation is null ? ChildProcess.Start(arguments, _environment) : ChildProcess.StartAfter(_preparation, DataFolder, arguments);
        Url = await _process.UrlAsync();

        using var http = new HttpClient { BaseAddress = Url };
        await Patience.PollAsync("/ready", async () => (int)(await http.GetAsync(new Uri("/ready", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode, status => status == 200);
    }

    /// <inheritdoc />
    public async Task StopAsync()
    {
        var exitCode = await _process.TerminateAsync();
        Assert.DoesNotContain(Log, line => Complaints.Any(complaint => line.StartsWith(complaint, StringComparison.Ordinal)));
        Assert.Equal(0, exitCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await ChildProcess.KeepLogAsync(DataFolder, [.. _earlierLogs, .. Log]);
    }

    private static async Task<StandaloneProcess> StartAsync(Dictionary<string, string> environment)
    {
        var platform = new StandaloneProcess(environment);
        await platform.BeginAsync();
        return platform;
    }
}
