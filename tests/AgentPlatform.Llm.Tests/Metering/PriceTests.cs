using AgentPlatform.Contracts;

namespace AgentPlatform.Llm.Tests.Metering;

public sealed class PriceTests
{
    private static readonly ModelPrices Prices = new();

    [Theory]
    [InlineData("claude-haiku-4-5", "1", "5", "1.25", "0.1")]
    [InlineData("claude-haiku-5-5", "0.1", "0.5", "0.125", "0.01")]
    [InlineData("claude-opus-5", "5", "25", "6.25", "0.5")]
    [InlineData("claude-opus-5-5", "4", "20", "5", "0.2")]
    [InlineData("claude-sonnet-4-6", "3", "15", "3.75", "0.3")]
    [InlineData("claude-sonnet-5", "2", "10", "2.5", "0.2")]
    [InlineData("claude-sonnet-5-5", "2", "10", "2.5", "0.1")]
    public void A_million_tokens_cost_the_published_price(string model, string input, string output, string write, string read)
    {
        Assert.Equal(input, Sum(model, new(Input: 100_000)));
        Assert.Equal(output, Sum(model, new(Output: 100_000)));
        Assert.Equal(write, Sum(model, new(Input: 100_000, CacheWrite: 100_000)));
        Assert.Equal(read, Sum(model, new(Input: 100_000, CacheRead: 100_000)));
    }

    [Theory]
    [InlineData("claude-sonnet-5-5", 6000, 42, 4500, 300, "0.00402")]
    [InlineData("claude-haiku-5-5", 1, 0, 0, 0, "0.0000001")]
    [InlineData("claude-haiku-5-5", 1, 0, 1, 0, "0.00000001")]
    [InlineData("claude-haiku-5-5", 100_000, 1000, 0, 0, "0.0105")]
    [InlineData("claude-haiku-5-5", 100_001, 1000, 0, 0, "0.0525005")]
    [InlineData("claude-haiku-5-5", 200_000, 1000, 150_000, 0, "0.035")]
    [InlineData("claude-sonnet-5-5-20261101", 1_000_000, 0, 0, 0, "2")]
    [InlineData("claude-opus-5-latest", 1_000_000, 0, 0, 0, "5")]
    [InlineData("CLAUDE-OPUS-5", 1_000_000, 0, 0, 0, "5")]
    [InlineData("simulated", 1_000_000, 1_000_000, 0, 0, "0")]
    [InlineData("claude-sonnet-5-5", 0, 0, 0, 0, "0")]
    public void Cost_is_exact(string model, long input, long output, long read, long write, string expected)
    {
        Assert.True(Prices.IsKnown(model));
        Assert.Equal(new Cost(expected), Prices.CostOf(model, new(input, output, read, write)));
    }

    [Fact]
    public void An_unknown_model_is_free_and_says_so()
    {
        Assert.False(Prices.IsKnown("somebody's-model"));
        Assert.Equal(Cost.Zero, Prices.CostOf("somebody's-model", new(1000, 1000)));
    }

    [Theory]
    [InlineData("0.1", "0.2", "0.3")]
    [InlineData("0.00000001", "999999.99999999", "1000000")]
    [InlineData("0", "0", "0")]
    [InlineData("1.50", "0", "1.5")]
    public void Costs_add_up_exactly(string left, string right, string sum) =>
        Assert.Equal(new Cost(sum), CostArithmetic.Add(new Cost(left), new Cost(right)));

    [Fact]
    public void Costs_of_two_currencies_do_not_add_up() =>
        Assert.Throws<ArgumentException>(() => CostArithmetic.Add(Cost.Zero, new Cost("1", "KRW")));

    private static string Sum(string model, TokenUsage usage)
    {
        var total = Cost.Zero;
        for (var call = 0; call < 10; call++)
        {
            total = CostArithmetic.Add(total, Prices.CostOf(model, usage));
        }

        return total.Amount;
    }
}
