using System.Diagnostics;
using System.Globalization;

namespace ExecutionService.Tests.Sandboxes;

/// <summary>What a call costs beside a plain process. Asked for with AGENTPLATFORM_BENCH=1.</summary>
[Collection(SandboxGroup.Name)]
public sealed class SandboxBenchmark
{
    private const int Calls = 60;

    [Fact]
    public async Task The_overhead_of_a_call_is_printed()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("AGENTPLATFORM_BENCH") == "1", "Set AGENTPLATFORM_BENCH=1 to measure.");
        using var sandbox = new RealSandbox().Needed();

        await PrintAsync("plain process, true", () => PlainAsync("true"));
        await PrintAsync("sandbox, true", () => sandbox.RunAsync("true"));
        await PrintAsync("plain process, python3 print", () => PlainAsync("/usr/bin/python3", "-c", "print(1)"));
        await PrintAsync("sandbox, python3 print", () => sandbox.RunAsync("python3", "-c", "print(1)"));
    }

    private static async Task PrintAsync(string what, Func<Task> call)
    {
        await call();
        var times = new List<double>();
        for (var index = 0; index < Calls; index++)
        {
            var started = Stopwatch.GetTimestamp();
            await call();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: min {times[0]:0.0} ms, p50 {times[Calls / 2]:0.0} ms, p95 {times[Calls * 95 / 100]:0.0} ms"));
    }

    private static async Task PlainAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
