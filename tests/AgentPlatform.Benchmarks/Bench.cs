using System.Globalization;

namespace AgentPlatform.Benchmarks;

/// <summary>A stand-in model and the platform that asks it, each in a process of its own.</summary>
internal sealed class Bench(ChildProcess model, ChildProcess platform) : IAsyncDisposable
{
    public ChildProcess Model => model;

    public ChildProcess Platform => platform;

    /// <summary>Starts both, the platform with an empty data folder below <paramref name="folder"/>.</summary>
    public static async Task<Bench> StartAsync(string folder, string deltas, int delayMilliseconds)
    {
        var model = await ChildProcess.StartAsync(
            "tests/AgentPlatform.StandIn", "/calls", new Dictionary<string, string>(), "--deltas", deltas, "--delay", delayMilliseconds.ToString(CultureInfo.InvariantCulture));
        var platform = await ChildProcess.StartAsync(
            "AgentPlatform.Standalone",
            "/ready",
            new Dictionary<string, string> { ["ANTHROPIC_API_KEY"] = "stand-in", ["ANTHROPIC_BASE_URL"] = model.Url.ToString().TrimEnd('/') },
            "--data",
            Path.Combine(folder, Path.GetRandomFileName()));
        return new Bench(model, platform);
    }

    public async ValueTask DisposeAsync()
    {
        await platform.DisposeAsync();
        await model.DisposeAsync();
    }
}
