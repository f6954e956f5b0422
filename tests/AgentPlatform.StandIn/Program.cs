using AgentPlatform.Testing.StandInMessages;
using Microsoft.Extensions.Configuration;

// dotnet run --project tests/AgentPlatform.StandIn -- --urls http://127.0.0.1:5055 [--deltas 50] [--delay 20]
var arguments = new ConfigurationBuilder().AddCommandLine(args).Build();
await using var server = await StandInMessagesServer.StartAsync(new StandInOptions
{
    Url = arguments["urls"] ?? "http://127.0.0.1:0",
    FixedDeltas = arguments.GetValue<int?>("deltas"),
    EventDelay = TimeSpan.FromMilliseconds(arguments.GetValue("delay", 0)),
});
Console.WriteLine($"stand-in listening on {server.Url}");
await server.WaitForShutdownAsync(CancellationToken.None);
