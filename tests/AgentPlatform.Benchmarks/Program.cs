using System.Globalization;
using AgentPlatform.Benchmarks;

// dotnet run -c Release --project tests/AgentPlatform.Benchmarks [-- seconds [deltas]]
// dotnet run -c Release --project tests/AgentPlatform.Benchmarks -- schedules [seconds]
if (args is ["schedules", .. var rest])
{
    await SayMachineAsync(rest is [var given] ? $"{given} s each" : "1 s each");
    ScheduleBench.Run(TimeSpan.FromSeconds(rest is [var each] ? int.Parse(each, CultureInfo.InvariantCulture) : 1));
    return;
}

// dotnet run -c Release --project tests/AgentPlatform.Benchmarks -- firing [stored [due [amqp://user:password@host:port]]]
if (args is ["firing", ..])
{
    Console.WriteLine($"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB, .NET {Environment.Version}; load average {(await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0]}");
    await FiringBenchmark.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 10_000, args.Length > 3 ? new Uri(args[3]) : null);
    return;
}

var seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
var deltas = args.Length > 1 ? args[1] : "20";
var duration = TimeSpan.FromSeconds(seconds);
const int DelayMilliseconds = 20;
// The runtime compiles what is used often anew, with what it has seen: before that has ended, start-up is measured.
var warmUp = TimeSpan.FromSeconds(40);
var data = Directory.CreateTempSubdirectory("agentplatform-benchmark");
await SayMachineAsync($"{seconds} s each, {deltas} deltas an answer");
Console.WriteLine("Platform, stand-in model and load share the machine. Times in ms: p50 / p99.");

await using (var fast = await Bench.StartAsync(data.FullName, deltas, delayMilliseconds: 0))
{
    await Task.Delay(TimeSpan.FromSeconds(5));
    Console.WriteLine($"idle memory of Standalone: {fast.Platform.ResidentMebibytes:0} MiB");
    await MeasureTurnsAsync(fast, 64, warmUp);
    Console.WriteLine($"after {warmUp.TotalSeconds:0} s of warm-up, a model without delay, each asks again as soon as it is answered:");
    foreach (var concurrency in new[] { 1, 16, 64 })
    {
        await CompareAsync(fast, concurrency);
    }

    foreach (var concurrency in new[] { 1, 16 })
    {
        var users = await ArriveAsync(fast, concurrency);
        var runs = await MeasureAsync(concurrency, duration, async worker => (TimeSpan.Zero, await users[worker].RunAsync()));
        Console.WriteLine($"run,    {concurrency,2} at a time: {runs.Rate,7:0} runs/s     whole {runs.Whole}");
        Array.ForEach(users, user => user.Dispose());
    }

    Console.WriteLine($"memory of Standalone after the load: {fast.Platform.ResidentMebibytes:0} MiB");
}

await using (var paced = await Bench.StartAsync(data.FullName, deltas, DelayMilliseconds))
{
    await MeasureTurnsAsync(paced, 64, warmUp);
    Console.WriteLine($"a model that takes {DelayMilliseconds} ms for each event:");
    await CompareAsync(paced, 64);
}

data.Delete(recursive: true);

static async Task SayMachineAsync(string stages) =>
    Console.WriteLine($"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB, .NET {Environment.Version}; load average {(await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0]}; {stages}");

async Task CompareAsync(Bench bench, int concurrency)
{
    using var direct = new ModelClient(bench.Model.Url);
    var floor = await MeasureAsync(concurrency, duration, _ => direct.AskAsync());
    Console.WriteLine($"direct, {concurrency,2} at a time: {floor.Rate,7:0} answers/s  first text {floor.First}  whole {floor.Whole}");
    var processor = bench.Platform.Processor;
    var chat = await MeasureTurnsAsync(bench, concurrency, duration);
    var cpu = (bench.Platform.Processor - processor).TotalMilliseconds / chat.Done;
    Console.WriteLine($"chat,   {concurrency,2} at a time: {chat.Rate,7:0} turns/s    first text {chat.First}  whole {chat.Whole}  ({cpu:0.00} ms of platform CPU a turn)");
}

async Task<(double Rate, string First, string Whole, int Done)> MeasureTurnsAsync(Bench bench, int concurrency, TimeSpan time)
{
    var users = await ArriveAsync(bench, concurrency);
    var figures = await MeasureAsync(concurrency, time, worker => users[worker].TurnAsync());
    Array.ForEach(users, user => user.Dispose());
    return figures;
}

static Task<PlatformUser[]> ArriveAsync(Bench bench, int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => PlatformUser.ArriveAsync(bench.Platform.Url)));

async Task<(double Rate, string First, string Whole, int Done)> MeasureAsync(int concurrency, TimeSpan time, Func<int, Task<(TimeSpan First, TimeSpan Whole)>> work)
{
    var (first, whole, counting, all) = (new Figures(), new Figures(), false, 0);
    var rate = await Load.RunAsync(
        concurrency,
        time,
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
