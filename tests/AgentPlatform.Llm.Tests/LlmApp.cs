using AgentPlatform.Testing.Telemetry;
using AgentPlatform.Testing.StandInMessages;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentPlatform.Llm.Tests;

/// <summary>The pipeline as an application registers it, with its log in memory.</summary>
internal sealed class LlmApp : IAsyncDisposable
{
    public const string Key = "sk-ant-very-secret-key";

    private readonly ServiceProvider services;

    public LlmApp(Dictionary<string, string?> settings, TimeProvider? clock = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        if (clock is not null)
        {
            collection.AddSingleton(clock);
        }

        collection.AddLlm(configuration);
        services = collection.BuildServiceProvider();
    }

    public MemoryLog Log { get; } = new();

    public IServiceProvider Services => services;

    public IChatClient Chat => services.GetRequiredService<IChatClient>();

    public static LlmApp Anthropic(StandInMessagesServer server, TimeProvider? clock = null, params IEnumerable<(string Key, string Value)> settings) => new(
        With(settings, ("Llm:Provider", "anthropic"), ("Llm:BaseUrl", server.Url), ("Llm:ApiKey", Key), ("Llm:MaxRetries", "0")), clock);

    public static LlmApp OpenAI(StandInMessagesServer server, TimeProvider? clock = null, params IEnumerable<(string Key, string Value)> settings) => new(
        With(settings, ("Llm:Provider", "openai"), ("Llm:BaseUrl", server.OpenAIUrl), ("Llm:ApiKey", Key), ("Llm:Model", "local-model"), ("Llm:MaxRetries", "0")), clock);

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private static Dictionary<string, string?> With(IEnumerable<(string Key, string Value)> settings, params (string Key, string Value)[] defaults)
    {
        var all = defaults.ToDictionary(item => item.Key, item => (string?)item.Value);
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return all;
    }
}
