using System.Text;
using ExecutionService.Workspaces;
using ExecutionService.Workspaces.Files;

namespace ExecutionService.Tests.Workspaces;

public sealed class FileNameTests : IDisposable
{
    private readonly TemporaryWorkspaces _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("a", true)]
    [InlineData("out/보고서 2026-11-22T14:00.md", true)]
    [InlineData("-rf", true)]
    [InlineData(".hidden/..x/x..", true)]
    [InlineData("🙂/é", true)]
    [InlineData("", false)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("a//b", false)]
    [InlineData("./a", false)]
    [InlineData("a/../b", false)]
    [InlineData("..", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\0b", false)]
    [InlineData("a\u0085b", false)]
    public void A_path_stays_inside_and_can_be_written_on_one_line(string path, bool valid) => Assert.Equal(valid, WorkspacePath.IsValid(path));

    [Fact]
    public void Half_a_surrogate_pair_is_no_text() => Assert.False(WorkspacePath.IsValid("a\ud800b"));

    [Fact]
    public void A_path_has_at_most_1024_bytes()
    {
        Assert.True(WorkspacePath.IsValid(string.Join('/', Enumerable.Repeat(new string('x', 127), 8))));
        Assert.False(WorkspacePath.IsValid(string.Join('/', Enumerable.Repeat(new string('가', 43), 8))));
    }

    [Fact]
    public void Names_that_differ_only_in_their_normal_form_are_two_files()
    {
        var (composed, decomposed) = ("보고서.md".Normalize(NormalizationForm.FormC), "보고서.md".Normalize(NormalizationForm.FormD));

        Assert.Null(_place.Write(composed, "NFC"));
        Assert.Null(_place.Write(decomposed, "NFD"));

        Assert.Equal(("NFC", "NFD"), (_place.Read(composed), _place.Read(decomposed)));
        Assert.Equal(2, _place.Workspace.ListFiles().Count);
    }

    [Fact]
    public void A_name_has_at_most_255_bytes()
    {
        var longest = new string('가', 85);

        Assert.Null(_place.Write(longest, "x"));
        Assert.Equal("x", _place.Read(longest));
        Assert.Equal(nameof(Refusal.NameTooLong), _place.Write(longest + "a"));
        Assert.Equal(nameof(Refusal.NameTooLong), _place.Write($"{longest}a/b"));
        Assert.Equal([longest], _place.Workspace.ListFiles().Select(file => file.Path));
    }

    [Fact]
    public void Names_that_are_no_text_or_no_single_line_count_and_are_not_listed()
    {
        _place.Plant("a\nb", "1");
        _place.Plant("-la", "2");
        _place.Plant("back\\slash", "3");
        using (var root = Libc.TryOpenRoot(_place.Workspace.Folder, out _))
        {
            using var bytes = Libc.TryCreate(root!, [0xff, 0xfe, 0], 0b110_000_000, out _);
            Assert.NotNull(bytes);
        }

        Assert.Equal(["-la"], _place.Workspace.ListFiles().Select(file => file.Path));
        Assert.Equal(4, _place.Workspace.Measure().Entries);
    }

    [Fact]
    public void Files_are_listed_in_the_order_of_their_paths_with_size_and_time()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        _place.Plant("b/c", "123", at);
        _place.Plant("b.txt", "12345", at.AddYears(-30));
        _place.Plant("a", "");

        var files = _place.Workspace.ListFiles();

        Assert.Equal(["a", "b.txt", "b/c"], files.Select(file => file.Path));
        Assert.Equal([0L, 5L, 3L], files.Select(file => file.Status.Size));
        Assert.Equal([at.AddYears(-30), at], files.Skip(1).Select(file => file.Status.ModifiedAt));
        Assert.Equal(["c"], _place.Workspace.ListFiles("b").Select(file => file.Path));
        Assert.Empty(_place.Workspace.ListFiles("none"));
    }

    [Fact]
    public void A_file_that_a_dead_writer_left_is_not_listed()
    {
        _place.Plant("out/.unfinished-abc", "half");

        Assert.Empty(_place.Workspace.ListFiles());
    }
}
