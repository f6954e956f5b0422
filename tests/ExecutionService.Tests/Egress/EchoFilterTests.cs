using System.Text;
using ExecutionService.Egress.Interception;

namespace ExecutionService.Tests.Egress;

public sealed class EchoFilterTests
{
    [Fact]
    public void What_is_filtered_does_not_depend_on_where_the_pieces_end()
    {
        var echoes = new[] { ("secret-value"u8.ToArray(), "<P>"u8.ToArray()), ("secret"u8.ToArray(), "<Q>"u8.ToArray()) };
        const string text = "a secret-value, a secret, a secret-valu, sesecret-value and secr";
        for (var first = 0; first <= text.Length; first++)
        {
            for (var second = first; second <= text.Length; second++)
            {
                var filter = new EchoFilter(echoes);
                var passed = new StringBuilder();
                foreach (var (piece, last) in new[] { (text[..first], false), (text[first..second], false), (text[second..], false), ("", true) })
                {
                    passed.Append(Encoding.ASCII.GetString(filter.Pass(Encoding.ASCII.GetBytes(piece), last).Span));
                }

                Assert.Equal("a <P>, a <Q>, a <Q>-valu, se<P> and secr", passed.ToString());
            }
        }
    }
}
