using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AgentPlatform.Testing.Services;

namespace AgentPlatform.ServiceDefaults.Tests.Bus;

/// <summary>RabbitMQ as eng/local/rabbitmq.sh runs it, on ports and in a folder of its own.</summary>
internal sealed class BrokerProcess : IAsyncDisposable
{
    public const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private const string Password = "test";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("agentplatform-broker-").FullName;
    private readonly Process _process;
    private readonly int _metrics = FreePort();
    private readonly int _amqp = FreePort();

    private BrokerProcess()
    {
        var start = new ProcessStartInfo("bash", [Repository.File("eng/local/rabbitmq.sh"), Program, _folder]) { RedirectStandardInput = true };
        foreach (var (name, value) in new[] { ("AMQP_PORT", _amqp), ("PROMETHEUS_PORT", _metrics), ("DIST_PORT", FreePort()), ("EPMD_PORT", FreePort()) })
        {
            start.Environment[name] = $"{value}";
        }

        start.Environment["RABBITMQ_PASSWORD"] = Password;
        _process = Process.Start(start)!;
    }

    public string ConnectionString => $"amqp://agentplatform:{Password}@127.0.0.1:{_amqp}";

    public static async Task<BrokerProcess> StartAsync()
    {
        Assert.SkipUnless(File.Exists(Program), "RabbitMQ is not on this machine (apt-get install rabbitmq-server)");
        var broker = new BrokerProcess();
        using var http = new HttpClient();
        await UntilAsync("the broker", async () =>
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{broker._metrics}/metrics"), TestContext.Current.CancellationToken);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return broker;
    }

    /// <summary>Messages in a queue, null when it is not there.</summary>
    public async Task<int?> CountAsync(string queue)
    {
        var (_, said) = await RunAsync("rabbitmqctl.sh", _folder, "--silent", "list_queues", "name", "messages");
        return said.Split('\n').Select(line => line.Split('\t')).FirstOrDefault(line => line[0] == queue) is [_, var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    /// <summary>What the operator runs (docs/operating.md).</summary>
    public Task<(int ExitCode, string Said)> ReplayAsync(string queue) => RunAsync("replay-errors.sh", _folder, queue);

    public static async Task UntilAsync(string what, Func<Task<bool>> isThere)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (!await isThere())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < until, $"Missing after {Patience.TotalSeconds} s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The script ends the broker when its standard input ends.
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", [Repository.File($"eng/local/{script}"), .. arguments]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
