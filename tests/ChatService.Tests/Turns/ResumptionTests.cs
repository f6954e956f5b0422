using ChatService.Turns;

namespace ChatService.Tests.Turns;

public sealed class ResumptionTests
{
    [Theory]
    [InlineData("", false, "Hello", "Hello")]
    [InlineData("", true, "Hello", "\n\nHello")]
    [InlineData("Hel", false, "Hello", "lo")]
    [InlineData("Hello", false, "Hello", "")]
    [InlineData("Hello", false, "Hell", "")]
    [InlineData("Hello", false, "Goodbye", "\n\nGoodbye")]
    [InlineData("Hello", false, "Bye", "\n\nBye")]
    [InlineData("Hello", false, "", "")]
    [InlineData("\n\nHel", true, "Hello", "lo")]
    [InlineData("\n\nHello", true, "Goodbye", "\n\nGoodbye")]
    [InlineData("\n\nHello", true, "", "")]
    public void What_was_said_is_not_said_again_however_the_text_is_cut(string said, bool below, string again, string expected)
    {
        for (var size = 1; size <= Math.Max(1, again.Length); size++)
        {
            var resumption = new Resumption(said, below);
            var text = string.Concat(again.Chunk(size).Select(piece => resumption.Next(new string(piece)))) + resumption.Rest();
            Assert.Equal(expected, text);
        }
    }
}
