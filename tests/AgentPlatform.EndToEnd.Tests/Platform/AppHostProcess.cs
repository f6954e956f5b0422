using System.Diagnostics;
using System.Text.Json.Nodes;
using AgentPlatform.Testing.Services;

namespace AgentPlatform.EndToEnd.Tests.Platform;

/// <summary>The platform as AgentPlatform.AppHost runs it: broker, store and services as processes of their own, over a data folder that ends with the test.</summary>
internal sealed class AppHostProcess : IPlatform
{
    public const string EmulatorJar = "/usr/lib/google-cloud-sdk/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar";

    private const string DashboardLine = "Traces, logs and metrics: ";
    private const string PageLine = "Resources and logs: ";

    private static readonly string[] Complaints = [" | warn:", " | fail:", " | crit:", " | ended with code"];

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly bool _emulator;
    private readonly bool _dashboard;
    private readonly List<string> _earlierLogs = [];
    private ChildProcess _process = null!;

    private AppHostProcess(IReadOnlyDictionary<string, string> environment, bool emulator, bool dashboard) => (_environment, _emulator, _dashboard) = (environment, emulator, dashboard);

    /// <inheritdoc />
    public Uri Url { get; private set; } = null!;

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("agentplatform-e2e-").FullName;

    /// <summary>What the AppHost and its parts have said.</summary>
    public IReadOnlyCollection<string> Log => _process.Log;

    /// <summary>Starts with two replicas of each service against a stand-in of Anthropic's Messages API, over Google's emulator or the embedded server.</summary>
    public static async Task<AppHostProcess> StartAsync(string anthropicUrl, bool emulator, bool dashboard = false)
    {
        Assert.SkipUnless(File.Exists("/usr/lib/rabbitmq/bin/rabbitmq-server"), "RabbitMQ is not on this machine (apt-get install rabbitmq-server)");
        var platform = new AppHostProcess(StandaloneProcess.Against(anthropicUrl), emulator, dashboard);
        await platform.BeginAsync();
        return platform;
    }

    /// <inheritdoc />
    public async Task BeginAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _earlierLogs.AddRange(Log);
        }

        _process = ChildProcess.Start(Repository.Built("AgentPlatform.AppHost"), "gateway is at ", ["--Data", DataFolder, "--Port", "0", "--Replicas", "2", "--Firestore:Emulator", $"{_emulator}", "--LocalHosting:Dashboard", $"{_dashboard}"], _environment);
        Url = await _process.UrlAsync();
    }

    /// <inheritdoc />
    public Task<Strike> KillAsync(Random random) => KillAsync(random, part => part is not ("rabbitmq" or "firestore"));

    /// <summary>Ends any one of certain parts without notice: its process alone, or with every process that it has started.</summary>
    public async Task<Strike> KillAsync(Random random, Func<string, bool> which)
    {
        var (name, processId) = await PickAsync(random, which);
        var from = TimeProvider.System.GetTimestamp();
        await SignalAsync("-KILL", random.Next(2) == 0 ? $"{processId}" : $"-{processId}");
        await Patience.PollAsync($"the end of {name}", () => Task.FromResult(IsDead(processId)), dead => dead);
        return new Strike(name, processId, from, TimeProvider.System.GetTimestamp());
    }

    /// <summary>Stops any one of certain parts in the middle of what it does, and lets it go on later.</summary>
    public async Task<Strike> PauseAsync(Random random, Func<string, bool> which, TimeSpan time)
    {
        var (name, processId) = await PickAsync(random, which);
        var from = TimeProvider.System.GetTimestamp();
        await SignalAsync("-STOP", $"{processId}");
        await Task.Delay(time, TestContext.Current.CancellationToken);
        await SignalAsync("-CONT", $"{processId}");
        return new Strike(name, processId, from, TimeProvider.System.GetTimestamp());
    }

    /// <summary>Completes when a part that was killed runs again and is healthy.</summary>
    public Task IsBackAsync(string name, long killedProcessId) => Patience.PollAsync(
        $"the return of {name}", PartsAsync, parts => parts.Any(part => part.Text("name") == name && part["healthy"]?.GetValue<bool>() == true && part["processId"] is not null && part.Number("processId") != killedProcessId));

    /// <summary>The address of the Aspire dashboard, once it is there: the first start installs it.</summary>
    public async Task<Uri> DashboardAsync() => new(await Patience.PollAsync(
        "the dashboard",
        () => Task.FromResult(Log.FirstOrDefault(line => line.StartsWith(DashboardLine, StringComparison.Ordinal))?[DashboardLine.Length..]),
        address => address is not null) ?? "");

    /// <inheritdoc />
    public async Task RecoverAsync()
    {
        using var http = new HttpClient { BaseAddress = Url };
        await Patience.PollAsync("the Gateway", async () => await ReadyAsync(http), ready => ready);
        await Patience.PollAsync("a replica of each part", PartsAsync, parts => parts.GroupBy(part => part.Text("name")!.Split('-')[0]).All(replicas => replicas.Any(part => part["healthy"]?.GetValue<bool>() == true)));
    }

    /// <inheritdoc />
    public async Task StopAsync()
    {
        var exitCode = await _process.TerminateAsync();
        Assert.DoesNotContain(Log, line => Complaints.Any(complaint => line.Contains(complaint, StringComparison.Ordinal)));
        Assert.Equal(0, exitCode);
        Assert.Empty(Survivors());
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Patience.PollAsync("the end of every part", () => Task.FromResult(Survivors()), survivors => survivors.Count == 0);
        await ChildProcess.KeepLogAsync(DataFolder, [.. _earlierLogs, .. Log]);
    }

    private async Task<(string Name, long ProcessId)> PickAsync(Random random, Func<string, bool> which)
    {
        var parts = await Patience.PollAsync("a part that runs", PartsAsync, parts => parts.Any(Fits));
        var running = parts.Where(Fits).ToList();
        var part = running[random.Next(running.Count)];
        return (part.Text("name")!, part.Number("processId"));

        bool Fits(JsonNode part) => part["processId"] is not null && which(part.Text("name")!);
    }

    private static async Task SignalAsync(string signal, string target)
    {
        using var kill = Process.Start("kill", [signal, "--", target]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A process that was killed ends when it is given a processor; until the AppHost has noticed, it is a zombie.</summary>
    private static bool IsDead(long processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async Task<IReadOnlyList<JsonNode>> PartsAsync()
    {
        var page = new Uri(_process.Output.First(line => line.StartsWith(PageLine, StringComparison.Ordinal))[PageLine.Length..]);
        using var http = new HttpClient { BaseAddress = page };
        return [.. JsonNode.Parse(await http.GetStringAsync(new Uri("/api/resources", UriKind.Relative), TestContext.Current.CancellationToken))!.AsArray().Select(part => part!)];
    }

    private static async Task<bool> ReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Processes that name the data folder on their command line or in their environment: parts that outlived their AppHost.</summary>
    private IReadOnlyList<int> Survivors() => [.. Process.GetProcesses().Where(process => Mentions(process.Id, "cmdline") || Mentions(process.Id, "environ")).Select(process => process.Id)];

    private bool Mentions(int processId, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/{file}").Contains(DataFolder, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is another user's.
            return false;
        }
    }
}
