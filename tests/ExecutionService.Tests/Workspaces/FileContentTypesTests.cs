using ExecutionService.Workspaces;

namespace ExecutionService.Tests.Workspaces;

public sealed class FileContentTypesTests
{
    [Theory]
    [InlineData("a.txt", "text/plain; charset=utf-8")]
    [InlineData("out/보고서.md", "text/markdown; charset=utf-8")]
    [InlineData("t.csv", "text/csv; charset=utf-8")]
    [InlineData("d.json", "application/json")]
    [InlineData("p.PNG", "image/png")]
    [InlineData("p.jpg", "image/jpeg")]
    [InlineData("r.pdf", "application/pdf")]
    [InlineData("s.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("v.mp4", "video/mp4")]
    [InlineData("code.py", "text/plain; charset=utf-8")]
    [InlineData("code.ts", "text/plain; charset=utf-8")]
    [InlineData("unknown.zzz", FileContentTypes.Unknown)]
    [InlineData("Makefile", FileContentTypes.Unknown)]
    [InlineData("swf.swf", FileContentTypes.Unknown)]
    [InlineData("mail.mht", FileContentTypes.Unknown)]
    public void A_file_is_sent_under_the_type_of_its_name(string path, string type) => Assert.Equal(type, FileContentTypes.Of(path));

    [Theory]
    [InlineData("page.html")]
    [InlineData("page.HTM")]
    [InlineData("page.xhtml")]
    [InlineData("image.svg")]
    [InlineData("feed.xml")]
    [InlineData("feed.rss")]
    [InlineData("style.xsl")]
    [InlineData("script.js")]
    [InlineData("module.mjs")]
    [InlineData("style.css")]
    [InlineData("old.htc")]
    [InlineData("image.svgz")]
    public void What_could_run_in_a_browser_is_sent_as_text_or_bytes(string path) => Assert.Contains(FileContentTypes.Of(path), new[] { "text/plain; charset=utf-8", FileContentTypes.Unknown });
}
