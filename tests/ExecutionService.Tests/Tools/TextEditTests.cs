using ExecutionService.Tools.Files;

namespace ExecutionService.Tests.Tools;

public sealed class TextEditTests
{
    [Theory]
    [InlineData("one two three", "two", "2", false, "one 2 three")]
    [InlineData("a b a b a", "a", "c", true, "c b c b c")]
    [InlineData("가나다 나라", "나라", "국가", false, "가나다 국가")]
    [InlineData("👩‍👩‍👧 and 👩‍👩‍👦", "👦", "👧", false, "👩‍👩‍👧 and 👩‍👩‍👧")]
    [InlineData("x\r\ny\r\n", "y\r\n", "z\r\n", false, "x\r\nz\r\n")]
    [InlineData("call()", "call()", "call()\nagain()", false, "call()\nagain()")]
    [InlineData("drop this", " this", "", false, "drop")]
    [InlineData("$1 \\0", "$1", "$& $1x", false, "$& $1x \\0")]
    [InlineData("a\u0301 á", "á", "x", false, "a\u0301 x")]
    public void A_piece_is_replaced_as_given(string text, string oldText, string newText, bool all, string expected) => Assert.Equal(expected, TextEdit.Apply(text, oldText, newText, all).Text);

    [Theory]
    [InlineData("one 2 three", "two", "2")]
    [InlineData("call()\nagain()", "call()", "call()\nagain()")]
    public void An_edit_that_is_done_is_not_done_again(string text, string oldText, string newText) => Assert.Equal(new TextEdit(null, 0, null), TextEdit.Apply(text, oldText, newText, replaceAll: false));

    [Theory]
    [InlineData("abc", "x", "y", false, "does not occur")]
    [InlineData("abc", "x", "", false, "does not occur")]
    [InlineData("a a", "a", "b", false, "occurs 2 times")]
    [InlineData("abc", "", "b", false, "empty")]
    [InlineData("abc", "b", "b", true, "the same")]
    [InlineData("aab", "ab", "b", false, "makes oldText anew")]
    [InlineData("Case", "case", "x", false, "does not occur")]
    [InlineData("a\r\nb", "a\nb", "x", false, "lines of the file end with")]
    [InlineData("cafe\u0301", "caf\u00e9", "x", false, "another Unicode normal form")]
    public void What_cannot_be_done_says_why_and_changes_nothing(string text, string oldText, string newText, bool all, string why)
    {
        var edit = TextEdit.Apply(text, oldText, newText, all);

        Assert.Null(edit.Text);
        Assert.Contains(why, edit.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_edited_editing_it_again_changes_nothing()
    {
        var random = new Random(20261122);
        var changed = 0;
        for (var round = 0; round < 50_000; round++)
        {
            var (text, oldText, newText, all) = (Word(random, 12), Word(random, 3), Word(random, 5), random.Next(2) == 0);

            if (TextEdit.Apply(text, oldText, newText, all).Text is { } edited)
            {
                changed++;
                var again = TextEdit.Apply(edited, oldText, newText, all);
                Assert.True(again.Text is null, $"{text}: {oldText} -> {newText} ({all}) gave {edited} and then {again.Text}");
                Assert.True(newText.Length == 0 || again.Refusal is null, $"{text}: {oldText} -> {newText} ({all}) gave {edited} and then {again.Refusal}");
            }
        }

        Assert.True(changed > 5000);
    }

    private static string Word(Random random, int length) => new([.. Enumerable.Range(0, random.Next(length + 1)).Select(_ => "ab가"[random.Next(3)])]);
}
