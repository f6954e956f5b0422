using System.Globalization;
using ExecutionService.Tests.Kills;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace ExecutionService.Tests;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (KillOrder.FromEnvironment() is { } order)
        {
            await KillChild.RunAsync(order);
            return 0;
        }

        if (args is ["benchmark", ..])
        {
            await RunBenchmark.RunAsync(TimeSpan.FromSeconds(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10));
            return 0;
        }

        return args.Any(argument => argument is "-automated" or "@@")
            ? await ConsoleRunner.Run(args)
            : await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }
}
