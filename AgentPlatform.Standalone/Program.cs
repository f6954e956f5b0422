using AgentPlatform.Firestore.Embedded;
using AgentPlatform.Standalone;

if (StandaloneOptions.AskForHelp(args))
{
    Console.WriteLine(StandaloneOptions.Help);
    return 0;
}

try
{
    await using var platform = await StandalonePlatform.StartAsync(args, CancellationToken.None);
    Console.WriteLine($"AgentPlatform is at {string.Join(", ", platform.Urls)} (Ctrl-C stops it)");
    await platform.WaitForShutdownAsync(CancellationToken.None);
    return 0;
}
catch (Exception exception) when (exception is EmbeddedFirestoreException or IOException or UnauthorizedAccessException or ArgumentException or Microsoft.Extensions.Options.OptionsValidationException)
{
    Console.Error.WriteLine($"AgentPlatform cannot start: {exception.Message}");
    return 1;
}
