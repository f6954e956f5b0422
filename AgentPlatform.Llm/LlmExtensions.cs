using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentPlatform.Llm;

/// <summary>Registers the model pipeline.</summary>
public static class LlmExtensions
{
    /// <summary>Adds the one <see cref="IChatClient"/>, <see cref="ModelInfo"/>, <see cref="ModelPrices"/> and <see cref="AnthropicEndpoint"/> of the application.</summary>
    public static IHostApplicationBuilder AddLlm(this IHostApplicationBuilder builder)
    {
        builder.Services.AddLlm(builder.Configuration);
        return builder;
    }

    /// <inheritdoc cref="AddLlm(IHostApplicationBuilder)"/>
    public static IServiceCollection AddLlm(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<LlmOptions>().Bind(configuration.GetSection(LlmOptions.Section)).ValidateOnStart();
        services.AddSingleton(new ModelSelection(configuration));
        services.AddSingleton<IValidateOptions<LlmOptions>, LlmOptionsValidator>();
        services.AddSingleton<IValidateOptions<LlmOptions>>(provider => provider.GetRequiredService<ModelSelection>());
        services.AddSingleton(provider => provider.GetRequiredService<ModelSelection>().ModelOf(OptionsOf(provider)));
        services.AddSingleton(provider => new AnthropicEndpoint(provider.GetRequiredService<ModelSelection>(), OptionsOf(provider)));
        services.AddSingleton(provider => new ModelPrices(OptionsOf(provider).Prices));
        services.AddChatClient(Provider)
            .Use(Defaults)
            .Use(Telemetry)
            .Use(Guard);
        return services;
    }

    private static LlmOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<LlmOptions>>().Value;

    private static ConfigureOptionsChatClient Defaults(IChatClient inner, IServiceProvider provider)
    {
        var limit = OptionsOf(provider).MaxOutputTokens;
        return new ConfigureOptionsChatClient(inner, options => options.MaxOutputTokens ??= limit);
    }

    private static OpenTelemetryChatClient Telemetry(IChatClient inner, IServiceProvider provider) =>
        new(inner, provider.GetService<ILogger<OpenTelemetryChatClient>>(), LlmTelemetry.SourceName)
        {
            EnableSensitiveData = OptionsOf(provider).CapturePrompts,
        };

    private static GuardedChatClient Guard(IChatClient inner, IServiceProvider provider) => new(
        inner,
        OptionsOf(provider).RequestTimeout,
        OptionsOf(provider).StreamIdleTimeout,
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<GuardedChatClient>>());

    private static IChatClient Provider(IServiceProvider provider)
    {
        var options = OptionsOf(provider);
        var selection = provider.GetRequiredService<ModelSelection>();
        var model = selection.ModelOf(options);
        return model.Provider switch
        {
            ModelProviders.Anthropic => AnthropicProvider.Create(model.Name, selection.KeyOf(options)!, selection.BaseUrlOf(options), options),
            ModelProviders.OpenAI => OpenAIProvider.Create(model.Name, selection.KeyOf(options), selection.BaseUrlOf(options), options),
            _ => new SimulatedChatClient(provider.GetRequiredService<TimeProvider>(), TimeSpan.FromMilliseconds(options.SimulatedChunkDelayMilliseconds)),
        };
    }
}
