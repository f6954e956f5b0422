using System.Diagnostics;
using System.Text.Json.Nodes;
using AgentPlatform.Testing.Services;

namespace AgentPlatform.EndToEnd.Tests.Platform;

/// <summary>The platform as AgentPlatform.AppHost runs it: broker, store and services as processes of their own, over a data folder that ends with the test.</summary>
internal sealed class AppHostProcess : IPlatform
{
    public const string EmulatorJar = "/usr/lib/google-cloud-sdk/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar";

    private const string PageLine = "Resources and logs: ";

    private static readonly string[] Complaints = [" | warn:", " | fail:", " | crit:", " | ended with code"];

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly bool _emulator;
    private readonly List<string> _earlierLogs = [];
    private ChildProcess _process = null!;

    private AppHostProcess(IReadOnlyDictionary<string, string> environment, bool emulator) => (_environment, _emulator) = (environment, emulator);

    /// <inheritdoc />
    public Uri Url { get; private set; } = null!;

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("agentplatform-e2e-").FullName;

    /// <summary>What the AppHost and its parts have said.</summary>
    public IReadOnlyCollection<string> Log => _process.Log;

    /// <summary>Starts with two replicas of each service against a stand-in of Anthropic's Messages API, over Google's emulator or the embedded server.</summary>
    public static async Task<AppHostProcess> StartAsync(string anthropicUrl, bool emulator)
    {
        Assert.SkipUnless(File.Exists("/usr/lib/rabbitmq/bin/rabbitmq-server"), "RabbitMQ is not on this machine (apt-get install rabbitmq-server)");
        var platform = new AppHostProcess(StandaloneProcess.Against(anthropicUrl), emulator);
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

        _process = ChildProcess.Start(Repository.Built("AgentPlatform.AppHost"), "gateway is at ", ["--Data", DataFolder, "--Port", "0", "--Replicas", "2", "--Firestore:Emulator", _emulator ? "true" : "false"], _environment);
        Url = await _process.UrlAsync();
    }

    /// <inheritdoc />
    public async Task KillAsync(Random random)
    {
        var parts = (await PartsAsync()).Where(part => part["processId"] is not null && part.Text("name") is not ("rabbitmq" or "firestore")).ToList();
        var part = parts[random.Next(parts.Count)];
        try
        {
            using var process = Process.GetProcessById((int)part.Number("processId"));
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        catch (ArgumentException)
        {
            // It has ended by itself meanwhile, which the log tells.
        }
    }

    /// <inheritdoc />
    public async Task RecoverAsync()
    {
        using var http = new HttpClient { BaseAddress = Url };
        await Patience.PollAsync("the Gateway", async () => await ReadyAsync(http), ready => ready);
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
