using System.Buffers.Text;
using System.Text;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Paging;

namespace AgentPlatform.ServiceDefaults.Tests.Paging;

public sealed class CursorTests
{
    [Theory]
    [InlineData(0, 0, "a")]
    [InlineData(1795323600, 123456000, "c0UiyeFG9QlTOQB9W3Cio7")]
    [InlineData(253402300799, 999999999, "a_b-c")]
    public void A_cursor_is_read_back_as_it_was(long seconds, int nanos, string id)
    {
        var cursor = new Cursor(new Timestamp(seconds, nanos), id);

        Assert.True(Cursor.TryParse(cursor.ToString(), out var read));
        Assert.Equal(cursor, read);
        Assert.Matches("^[A-Za-z0-9_-]+$", cursor.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1")]
    [InlineData("1.2")]
    [InlineData("1.2.")]
    [InlineData("a.2.id")]
    [InlineData("-1.2.id")]
    [InlineData("1.-2.id")]
    [InlineData("1.1000000000.id")]
    [InlineData("253402300800.0.id")]
    [InlineData("99999999999999999999.0.id")]
    [InlineData("1.2.a/b")]
    [InlineData("1.2.a b")]
    [InlineData("1.2.한글")]
    [InlineData("1.2.a.b")]
    [InlineData(" 1.2.id")]
    [InlineData("1.2.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_no_cursor_says_is_refused(string text) => Assert.False(Cursor.TryParse(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)), out _));

    [Theory]
    [InlineData("!")]
    [InlineData("a b")]
    [InlineData("MS4yLmlk=")]
    [InlineData("____")]
    [InlineData("한글")]
    public void What_is_not_even_encoded_is_refused(string text) => Assert.False(Cursor.TryParse(text, out _));
}
