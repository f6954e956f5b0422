using AgentPlatform.Firestore.Tests.Embedded;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace AgentPlatform.Firestore.Tests;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (ChildWriter.TryGetPath(out var path))
        {
            await ChildWriter.WriteForeverAsync(path);
        }

        if (args is ["benchmark", ..])
        {
            await Benchmark.RunAsync(args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "firestore-benchmark"));
            return 0;
        }

        return args.Any(a => a is "-automated" or "@@")
            ? await ConsoleRunner.Run(args)
            : await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }
}
