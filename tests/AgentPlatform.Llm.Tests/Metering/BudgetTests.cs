using AgentPlatform.Contracts;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm.Tests.Metering;

public sealed class BudgetTests
{
    [Theory]
    [InlineData(100_000, 1_000, 8_192, true, 8_192)]
    [InlineData(9_192, 1_000, 8_192, true, 8_192)]
    [InlineData(9_191, 1_000, 8_192, true, 8_191)]
    [InlineData(1_064, 1_000, 8_192, true, 64)]
    [InlineData(1_063, 1_000, 8_192, false, 0)]
    [InlineData(1_010, 1_000, 10, true, 10)]
    [InlineData(1_009, 1_000, 10, false, 0)]
    [InlineData(1_000, 1_000, 10, false, 0)]
    [InlineData(0, 0, 10, false, 0)]
    [InlineData(-5, 0, 10, false, 0)]
    [InlineData(long.MinValue, long.MaxValue, 10, false, 0)]
    [InlineData(long.MaxValue, 0, int.MaxValue, true, int.MaxValue)]
    public void A_reservation_is_clamped_or_refused(long remaining, long input, int max, bool granted, int output)
    {
        var reservation = Budget.Reserve(remaining, input, max);

        Assert.Equal((granted, output), (reservation.Granted, reservation.MaxOutputTokens));
        Assert.True(!granted || reservation.Tokens <= remaining);
    }

    [Fact]
    public void Settling_gives_back_what_was_not_used()
    {
        var reservation = Budget.Reserve(10_000, 1_000, 4_000);

        Assert.Equal(10_000 - 950 - 70, Budget.Settle(10_000, reservation, new TokenUsage(950, 70)));
        Assert.Equal(5_000, Budget.Settle(10_000, reservation, used: null));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("Hello world", 4)]
    [InlineData("안녕하세요", 6)]
    [InlineData("def f(x): return x[0] + 12.5", 12)]
    public void An_estimate_is_at_least_what_tokenizers_count(string text, long counted) =>
        Assert.InRange(TokenEstimator.OfText(text), counted, (counted * 3) + 4);

    [Fact]
    public void A_prompt_counts_messages_tools_and_their_results()
    {
        var bare = TokenEstimator.OfPrompt([new ChatMessage(ChatRole.User, "hi")]);
        var tools = TokenEstimator.OfPrompt([new ChatMessage(ChatRole.User, "hi")], new ChatOptions { Tools = [AIFunctionFactory.Create(() => 1, "clock")] });
        var result = TokenEstimator.OfPrompt([new ChatMessage(ChatRole.User, "hi"), new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", new string('가', 1000))])]);

        Assert.True(tools > bare + 400);
        Assert.True(result > bare + 2000);
    }
}
