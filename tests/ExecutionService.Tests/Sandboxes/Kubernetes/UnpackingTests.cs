using System.Formats.Tar;
using System.Runtime.Versioning;
using System.Text;
using ExecutionService.Sandboxes.Kubernetes.Copies;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>Archives that no honest program makes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UnpackingTests : IDisposable
{
    private static readonly CopyLimits Limits = new(100, 1_000_000);

    private readonly string _outer = Directory.CreateTempSubdirectory("unpacking-").FullName;

    private string Workspace => Directory.CreateDirectory(Path.Combine(_outer, "workspace")).FullName;

    public void Dispose() => Directory.Delete(_outer, recursive: true);

    [Theory]
    [InlineData("/etc/x")]
    [InlineData("../x")]
    [InlineData("./a/../../x")]
    [InlineData("a/..")]
    [InlineData("..")]
    [InlineData("./")]
    [InlineData("")]
    public void A_path_that_leaves_the_workspace_or_is_the_workspace_is_passed_over(string name) => Assert.Null(WorkspaceUnpacking.Inside(name));

    [Theory]
    [InlineData("./a/b", "a/b")]
    [InlineData("a//./b/", "a/b")]
    [InlineData("..a/b..", "..a/b..")]
    public void A_path_inside_is_taken(string name, string path) => Assert.Equal(path, WorkspaceUnpacking.Inside(name));

    [Fact]
    public async Task Nothing_is_written_outside_whatever_the_archive_says()
    {
        await UnpackAsync(File("../escaped.txt"), File($"{_outer}/absolute.txt"), File("a/../../escaped.txt"), File("fine.txt"));

        Assert.Equal(["workspace", "workspace/fine.txt"], Tree());
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link_of_the_archive()
    {
        await UnpackAsync(Link("way", ".."), File("way/escaped.txt"), Link("fine.txt", "../target.txt"), File("fine.txt"));

        Assert.Equal(["workspace", "workspace/fine.txt", "workspace/way", "workspace/way/escaped.txt"], Tree());
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link_that_is_there_already()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_outer, "outside")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(Workspace, "way"), outside);
        var secret = Path.Combine(outside, "secret.txt");
        await System.IO.File.WriteAllTextAsync(secret, "secret", TestContext.Current.CancellationToken);
        System.IO.File.CreateSymbolicLink(Path.Combine(Workspace, "file.txt"), secret);

        await UnpackAsync(File("way/escaped.txt"), File("file.txt"));

        Assert.Equal(["secret.txt"], Directory.EnumerateFileSystemEntries(outside).Select(Path.GetFileName));
        Assert.Equal("secret", await System.IO.File.ReadAllTextAsync(secret, TestContext.Current.CancellationToken));
        Assert.Null(new FileInfo(Path.Combine(Workspace, "file.txt")).LinkTarget);
    }

    [Fact]
    public async Task A_program_cannot_hand_over_files_that_run_as_somebody_else()
    {
        var entry = File("tool");
        entry.Mode = UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit | UnixFileMode.UserExecute | UnixFileMode.OtherExecute;

        await UnpackAsync(entry);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute, System.IO.File.GetUnixFileMode(Path.Combine(Workspace, "tool")));
    }

    [Fact]
    public async Task A_file_takes_the_place_of_a_folder_and_the_reverse()
    {
        Directory.CreateDirectory(Path.Combine(Workspace, "one", "deep"));
        await System.IO.File.WriteAllTextAsync(Path.Combine(Workspace, "two"), "", TestContext.Current.CancellationToken);

        await UnpackAsync(File("one"), File("two/deep.txt"));

        Assert.Equal(["workspace", "workspace/one", "workspace/two", "workspace/two/deep.txt"], Tree());
    }

    private static PaxTarEntry File(string name) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("written")) };

    private static PaxTarEntry Link(string name, string target) => new(TarEntryType.SymbolicLink, name) { LinkName = target };

    private async Task UnpackAsync(params PaxTarEntry[] entries)
    {
        using var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                await writer.WriteEntryAsync(entry, TestContext.Current.CancellationToken);
            }
        }

        archive.Position = 0;
        await WorkspaceUnpacking.ReadAsync(archive, Workspace, new WorkspaceListing([]), Limits, TestContext.Current.CancellationToken);
    }

    private IEnumerable<string> Tree() => Directory.EnumerateFileSystemEntries(_outer, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_outer, path)).Order(StringComparer.Ordinal);
}
