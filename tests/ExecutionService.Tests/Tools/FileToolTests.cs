using System.Text;
using ExecutionService.Tests.Workspaces;
using ExecutionService.Tools;
using ExecutionService.Tools.Files;

namespace ExecutionService.Tests.Tools;

public sealed class FileToolTests : IDisposable
{
    private readonly TemporaryWorkspaces _place = new(options => options.MaxFileBytes = 1000);

    private TextFiles Files => new(_place.Workspace, _place.Options);

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(null, null, "one\n둘\nthree\n")]
    [InlineData(2, null, "둘\nthree\n(lines 2 to 3 of 3)")]
    [InlineData(2, 1, "둘\n(lines 2 to 2 of 3)")]
    [InlineData(null, 2, "one\n둘\n(lines 1 to 2 of 3)")]
    [InlineData(3, 100, "three\n(lines 3 to 3 of 3)")]
    [InlineData(1, int.MaxValue, "one\n둘\nthree\n(lines 1 to 3 of 3)")]
    public void A_file_is_read_whole_or_by_lines(int? offset, int? limit, string expected)
    {
        _place.Plant("a", "one\n둘\nthree\n");

        Assert.Equal(expected, Files.Read("a", offset, limit));
    }

    [Fact]
    public void What_cannot_be_read_says_why()
    {
        _place.Plant("a", "one\n");
        _place.Plant("big", new string('x', 1001));
        File.WriteAllBytes(_place.At("binary"), [1, 0, 2]);
        File.WriteAllBytes(_place.At("latin"), [0xe9, 0x20]);
        _place.GiveToAgent("binary");
        _place.GiveToAgent("latin");
        File.CreateSymbolicLink(_place.At("link"), _place.SecretFile);
        Directory.CreateDirectory(_place.At("folder"));

        foreach (var (path, why) in new[]
        {
            ("none", "There is no file 'none'."), ("none/at/all", "There is no file 'none/at/all'."), ("folder", "'folder' is a folder."), ("link", "'link' is a link, or not a plain file: it is not read."),
            ("binary", "'binary' is not a text in UTF-8."), ("latin", "'latin' is not a text in UTF-8."), ("big", "'big' has 1001 bytes; at most 1000 can be read."), ("../a", "'../a' is not a path inside the workspace."),
        })
        {
            Assert.Equal(why, Assert.Throws<ToolException>(() => Files.Read(path)).Message);
            Assert.Equal(why, Assert.Throws<ToolException>(() => Files.Edit(path, "one", "two")).Message);
        }

        Assert.Equal("'a' has 1 lines.", Assert.Throws<ToolException>(() => Files.Read("a", 2)).Message);
        Assert.Equal("offset and limit count lines from 1.", Assert.Throws<ToolException>(() => Files.Read("a", 0)).Message);
        Assert.Equal("offset and limit count lines from 1.", Assert.Throws<ToolException>(() => Files.Read("a", 1, 0)).Message);
    }

    [Fact]
    public void A_byte_order_mark_is_not_read_and_stays_in_the_file()
    {
        File.WriteAllBytes(_place.At("a"), [.. Encoding.UTF8.Preamble, .. "one"u8]);
        _place.GiveToAgent("a");

        Assert.Equal("one", Files.Read("a"));
        Files.Edit("a", "one", "two");

        Assert.Equal([.. Encoding.UTF8.Preamble, .. "two"u8], File.ReadAllBytes(_place.At("a")));
    }

    [Fact]
    public void A_file_is_edited_and_the_same_edit_again_says_that_it_is_done()
    {
        Files.Write("out/보고서.md", "# 제목\n본문 👍\n");

        Assert.Equal("Replaced 1 occurrence in out/보고서.md.", Files.Edit("out/보고서.md", "본문 👍", "고친 본문 👎"));
        Assert.Equal("out/보고서.md holds newText and no more oldText: the edit is done already, nothing was changed.", Files.Edit("out/보고서.md", "본문 👍", "고친 본문 👎"));

        Assert.Equal("# 제목\n고친 본문 👎\n", Files.Read("out/보고서.md"));
    }

    [Fact]
    public void All_occurrences_are_replaced_when_asked()
    {
        Files.Write("a", "x x x");

        Assert.Equal("'a': oldText occurs 3 times; give more of its surroundings, or replaceAll.", Assert.Throws<ToolException>(() => Files.Edit("a", "x", "y")).Message);
        Assert.Equal("Replaced 3 occurrences in a.", Files.Edit("a", "x", "y", replaceAll: true));

        Assert.Equal("y y y", Files.Read("a"));
    }

    [Fact]
    public void What_cannot_be_written_says_why_and_leaves_the_file_as_it_was()
    {
        _place.Plant("a", "x");
        _place.Plant("folder/b", "x");
        var tooMuch = new string('y', 1001);

        Assert.Equal("The text has 1001 bytes; at most 1000 can be written.", Assert.Throws<ToolException>(() => Files.Write("a", tooMuch)).Message);
        Assert.Equal("The text has 1001 bytes; at most 1000 can be written.", Assert.Throws<ToolException>(() => Files.Edit("a", "x", tooMuch)).Message);
        Assert.Equal("'folder' cannot be written: a folder, a file or a link of that name is in the way.", Assert.Throws<ToolException>(() => Files.Write("folder", "x")).Message);
        Assert.Equal("'a/b' cannot be written: a folder, a file or a link of that name is in the way.", Assert.Throws<ToolException>(() => Files.Write("a/b", "x")).Message);
        Assert.Equal($"'{new string('n', 256)}' cannot be written: a name in it is longer than 255 bytes.", Assert.Throws<ToolException>(() => Files.Write(new string('n', 256), "x")).Message);

        Assert.Equal("a\t1\nfolder/b\t1", Files.List());
        Assert.Equal("x", Files.Read("a"));
    }

    [Fact]
    public void A_list_shows_a_thousand_files_or_those_of_a_folder()
    {
        Assert.Equal("The workspace is empty.", Files.List());
        foreach (var n in Enumerable.Range(0, 1001))
        {
            _place.Plant($"many/{n:0000}", "");
        }

        _place.Plant("out/a", "12");

        var all = Files.List().Split('\n');

        Assert.Equal(("many/0000\t0", "… and 2 more files; name a folder to see its files."), (all[0], all[^1]));
        Assert.Equal(1001, all.Length);
        Assert.Equal("out/a\t2", Files.List("out"));
        Assert.Equal("There are no files in 'none'.", Files.List("none"));
        Assert.Throws<ToolException>(() => Files.List(".."));
    }
}
