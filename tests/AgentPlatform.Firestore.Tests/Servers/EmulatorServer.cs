using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AgentPlatform.Firestore.Tests.Servers;

/// <summary>Google's emulator, when its jar is on this machine.</summary>
public sealed class EmulatorServer : TestServer
{
    private const string DefaultJar = "/usr/lib/google-cloud-sdk/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private Process? process;

    protected override async Task<FirestoreDb> StartAsync()
    {
        var jar = Environment.GetEnvironmentVariable("FIRESTORE_EMULATOR_JAR") ?? DefaultJar;
        Assert.SkipUnless(File.Exists(jar), $"Google's emulator is not on this machine ({jar}); set FIRESTORE_EMULATOR_JAR");
        var port = FreePort();
        process = Process.Start(new ProcessStartInfo("java")
        {
            ArgumentList =
            {
                "-Xmx512m", "-Duser.language=en", "-cp", jar, "com.google.cloud.datastore.emulator.firestore.CloudFirestore",
                "--host=127.0.0.1", $"--port={port.ToString(CultureInfo.InvariantCulture)}",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await WaitUntilReadyAsync(port);
        return new FirestoreDbBuilder { ProjectId = Project, EmulatorHost = $"127.0.0.1:{port}", ConverterRegistry = Converters }.Build();
    }

    protected override ValueTask StopAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            process.WaitForExit();
        }

        process?.Dispose();
        return ValueTask.CompletedTask;
    }

    // The emulator prints nothing reliable; it answers on its root when it is ready.
    private async Task WaitUntilReadyAsync(int port)
    {
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(StartLimit);
        while (await timer.WaitForNextTickAsync(limit.Token))
        {
            Assert.False(process!.HasExited, "the emulator ended while starting");
            try
            {
                if ((await http.GetAsync(new Uri($"http://127.0.0.1:{port}/"), limit.Token)).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
