using System.Globalization;
using AgentPlatform.Benchmarks;

// dotnet run -c Release --project tests/AgentPlatform.Benchmarks [-- seconds [deltas]]
var seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
var deltas = args.Length > 1 ? args[1] : "20";
var duration = TimeSpan.FromSeconds(seconds);
var data = Directory.CreateTempSubdirectory("agentplatform-benchmark");
Console.WriteLine($"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB, .NET {Environment.Version}; load average {(await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0]}; {seconds} s each, {deltas} deltas an answer");
Console.WriteLine("Platform, stand-in model and load share the machine. Times in ms: p50 / p99.");

await using var model = await ChildProcess.StartAsync("tests/AgentPlatform.StandIn", "/calls", new Dictionary<string, string>(), "--deltas", deltas);
await using var platform = await ChildProcess.StartAsync(
    "AgentPlatform.Standalone",
    "/ready",
    new Dictionary<string, string> { ["ANTHROPIC_API_KEY"] = "stand-in", ["ANTHROPIC_BASE_URL"] = model.Url.ToString().TrimEnd('/') },
    "--data",
    data.FullName);
await Task.Delay(TimeSpan.FromSeconds(5));
Console.WriteLine($"idle memory of Standalone: {platform.ResidentMebibytes:0} MiB");

using var direct = new ModelClient(model.Url);
foreach (var concurrency in new[] { 1, 16, 64 })
{
    var floor = await MeasureAsync(concurrency, _ => direct.AskAsync());
    Console.WriteLine($"direct, {concurrency,2} at a time: {floor.Rate,7:0} answers/s  first text {floor.First}  whole {floor.Whole}");
    var users = await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => PlatformUser.ArriveAsync(platform.Url)));
    var processor = platform.Processor;
    var chat = await MeasureAsync(concurrency, worker => users[worker].TurnAsync());
    var cpu = (platform.Processor - processor).TotalMilliseconds / chat.Done;
    Console.WriteLine($"chat,   {concurrency,2} at a time: {chat.Rate,7:0} turns/s    first text {chat.First}  whole {chat.Whole}  ({cpu:0.00} ms of platform CPU a turn)");
    Array.ForEach(users, user => user.Dispose());
}

foreach (var concurrency in new[] { 1, 16 })
{
    var users = await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => PlatformUser.ArriveAsync(platform.Url)));
    var runs = await MeasureAsync(concurrency, async worker => (TimeSpan.Zero, await users[worker].RunAsync()));
    Console.WriteLine($"run,    {concurrency,2} at a time: {runs.Rate,7:0} runs/s     whole {runs.Whole}");
    Array.ForEach(users, user => user.Dispose());
}

Console.WriteLine($"memory of Standalone after the load: {platform.ResidentMebibytes:0} MiB");
AppDomain.CurrentDomain.ProcessExit += (_, _) => data.Delete(recursive: true);

async Task<(double Rate, string First, string Whole, int Done)> MeasureAsync(int concurrency, Func<int, Task<(TimeSpan First, TimeSpan Whole)>> work)
{
    var (first, whole, counting, all) = (new Figures(), new Figures(), false, 0);
    var rate = await Load.RunAsync(
        concurrency,
        duration,
        async worker =>
        {
            var times = await work(worker);
            Interlocked.Increment(ref all);
            if (counting)
            {
                first.Add(times.First);
                whole.Add(times.Whole);
            }

            return counting;
        },
        on => counting = on);
    return (rate, Show(first), Show(whole), all);
}

static string Show(Figures figures) => string.Create(CultureInfo.InvariantCulture, $"{figures.Percentile(0.5),6:0.00} / {figures.Percentile(0.99),6:0.00}");
