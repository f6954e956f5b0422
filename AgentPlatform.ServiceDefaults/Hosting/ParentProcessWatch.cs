using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace AgentPlatform.ServiceDefaults.Hosting;

/// <summary>Stops the service when the process that started it is gone: with <c>PARENT_WATCH=stdin</c> the launcher holds our standard input open.</summary>
internal sealed class ParentProcessWatch(IHostApplicationLifetime lifetime, IConfiguration configuration) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration["PARENT_WATCH"] != "stdin")
        {
            return;
        }

        // A blocking read on its own thread: console input cannot be read asynchronously.
        await Task.Factory.StartNew(ReadToEnd, stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(stoppingToken);
        lifetime.StopApplication();
    }

    private static void ReadToEnd()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (input.Read(buffer) > 0)
        {
        }
    }
}
