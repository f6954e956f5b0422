using ExecutionService.Tools;
using ExecutionService.Tools.Web;

namespace ExecutionService.Tests.Tools.Web;

public sealed class PageTextTests
{
    [Fact]
    public void A_deeply_nested_page_is_read_and_one_nested_beyond_reason_is_given_up()
    {
        static string Read(int depth, TimeSpan patience) => PageText.Of(string.Concat(Enumerable.Repeat("<div><b>", depth)) + "deep" + new string('<', 1000), new Uri("https://example.com/"), patience, TimeProvider.System);

        Assert.Contains("deep", Read(2_000, TimeSpan.FromMinutes(10)), StringComparison.Ordinal);
        // It would take minutes.
        Assert.Throws<ToolException>(() => Read(100_000, TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public void A_page_does_not_grow_without_end_when_it_becomes_text()
    {
        var page = PageText.Of(string.Concat(Enumerable.Repeat("<a href=x>y</a>", 200_000)), new Uri($"https://example.com/{new string('p', 2_000)}/"), TimeSpan.FromMinutes(10), TimeProvider.System);

        Assert.InRange(page.Length, 500_000, 510_000);
    }
}
