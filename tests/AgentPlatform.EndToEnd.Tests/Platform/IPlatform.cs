namespace AgentPlatform.EndToEnd.Tests.Platform;

/// <summary>The platform as a test has started it: in one process, or as the AppHost does.</summary>
internal interface IPlatform : IAsyncDisposable
{
    /// <summary>Where the Gateway listens; another port after each start.</summary>
    Uri Url { get; }

    /// <summary>Starts again over the same data.</summary>
    Task BeginAsync();

    /// <summary>Ends a process without notice: the only one, or any of those that the services run in.</summary>
    Task<Strike> KillAsync(Random random);

    /// <summary>Waits until the platform answers again after a kill; starts what nobody else does.</summary>
    Task RecoverAsync();

    /// <summary>Stops as Ctrl-C or an operator does, which must be clean.</summary>
    Task StopAsync();
}
