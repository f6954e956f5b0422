using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentPlatform.Llm.Tests;

public sealed class PipelineTests
{
    [Theory]
    [InlineData(null, null, null, null, "simulated", "simulated")]
    [InlineData(null, null, "", null, "simulated", "simulated")]
    [InlineData(null, null, "sk-1", null, "anthropic", "claude-sonnet-5-5")]
    [InlineData(null, null, null, "sk-2", "anthropic", "claude-sonnet-5-5")]
    [InlineData(null, "http://127.0.0.1:1", "sk-1", null, "anthropic", "claude-sonnet-5-5")]
    [InlineData("openai", "http://127.0.0.1:1/v1", "sk-1", null, "openai", "m")]
    [InlineData(null, "http://127.0.0.1:1/v1", null, null, "openai", "m")]
    [InlineData(null, "http://127.0.0.1:1/v1", null, "sk-2", "openai", "m")]
    [InlineData("simulated", null, "sk-1", null, "simulated", "simulated")]
    [InlineData("anthropic", null, "sk-1", null, "anthropic", "claude-sonnet-5-5")]
    public async Task Configuration_chooses_the_provider(string? provider, string? baseUrl, string? environmentKey, string? key, string expected, string model)
    {
        await using var app = new LlmApp(new()
        {
            ["Llm:Provider"] = provider,
            ["Llm:BaseUrl"] = baseUrl,
            ["ANTHROPIC_API_KEY"] = environmentKey,
            ["Llm:ApiKey"] = key,
            ["Llm:Model"] = expected == "openai" ? "m" : null,
        });

        var info = app.Services.GetRequiredService<ModelInfo>();

        Assert.Equal(new ModelInfo(expected, model, expected == "simulated"), info);
        Assert.NotNull(app.Chat.GetService<ChatClientMetadata>());
        Assert.DoesNotContain("sk-", info.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Llm:Provider", "other")]
    [InlineData("Llm:Provider", "anthropic")]
    [InlineData("Llm:Provider", "openai")]
    [InlineData("Llm:MaxOutputTokens", "0")]
    [InlineData("Llm:MaxRetries", "-1")]
    [InlineData("Llm:RequestTimeoutSeconds", "0")]
    [InlineData("Llm:BaseUrl", "not an address")]
    public async Task Bad_configuration_is_refused_at_start(string key, string value)
    {
        await using var app = new LlmApp(new() { [key] = value });

        Assert.Throws<OptionsValidationException>(() => app.Services.GetRequiredService<IStartupValidator>().Validate());
    }

    [Fact]
    public async Task Simulated_answers_pass_the_same_pipeline()
    {
        await using var app = new LlmApp(new() { ["Llm:SimulatedChunkDelayMilliseconds"] = "0" });

        var answer = await app.Chat.GetResponseAsync("hello", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.True(UsageReader.From(answer.Usage).Output > 0);
    }

    [Fact]
    public async Task Configured_prices_go_over_the_built_in_ones()
    {
        await using var app = new LlmApp(new() { ["Llm:Prices:claude-sonnet-5-5:Input"] = "7", ["Llm:Prices:mine:Output"] = "1.5" });
        var prices = app.Services.GetRequiredService<ModelPrices>();

        Assert.Equal("7", prices.CostOf("claude-sonnet-5-5", new(Input: 1_000_000)).Amount);
        Assert.Equal("1.5", prices.CostOf("mine", new(Output: 1_000_000)).Amount);
        Assert.Equal("4", prices.CostOf("claude-opus-5-5", new(Input: 1_000_000)).Amount);
    }
}
