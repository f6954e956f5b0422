using System.Runtime.Versioning;
using ExecutionService.Workspaces;
using ExecutionService.Workspaces.Files;

namespace ExecutionService.Tests.Workspaces;

[UnsupportedOSPlatform("windows")]
public sealed class QuotaTests
{
    private const int Kibi = 1024;

    [Fact]
    public void Files_and_folders_have_a_largest_number()
    {
        using var place = new TemporaryWorkspaces(options => options.MaxFiles = 3);
        place.Workspace.Write("folder/a", "1"u8);
        place.Plant("b", "2");

        Assert.Throws<WorkspaceFullException>(() => place.Workspace.Write("c", "3"u8));
        place.Workspace.Write("b", "replaced"u8);

        Assert.Equal(("1", "replaced"), (place.Read("folder/a"), place.Read("b")));
        Assert.Equal(nameof(Refusal.NotFound), place.Read("c"));
    }

    [Fact]
    public void The_bytes_of_all_files_have_a_limit_and_replacing_a_file_counts_the_difference()
    {
        using var place = new TemporaryWorkspaces(options => options.MaxBytes = 100 * Kibi);
        place.Plant("big", new string('x', 80 * Kibi));

        Assert.Throws<WorkspaceFullException>(() => place.Workspace.Write("more", new byte[40 * Kibi]));
        place.Workspace.Write("big", new byte[90 * Kibi]);
        Assert.Throws<WorkspaceFullException>(() => place.Workspace.Write("big", new byte[101 * Kibi]));

        Assert.Equal(90 * Kibi, Assert.Single(place.Workspace.ListFiles()).Status.Size);
    }

    [Fact]
    public void Disk_that_is_taken_without_a_size_counts()
    {
        using var place = new TemporaryWorkspaces(options => options.MaxBytes = 512 * Kibi);
        place.Plant("empty", "");
        Assert.SkipUnless(TemporaryWorkspaces.Execute("fallocate", "-n", "-l", "1M", place.At("empty")) == 0, "fallocate is not here, or this disk cannot reserve.");

        Assert.Equal(0, new FileInfo(place.At("empty")).Length);
        Assert.True(place.Workspace.Measure().DiskBytes >= 1024 * Kibi);
        Assert.Throws<WorkspaceFullException>(() => place.Workspace.Write("x", "x"u8));
    }

    [Fact]
    public void A_file_of_holes_counts_by_its_size()
    {
        using var place = new TemporaryWorkspaces();
        place.Plant("holes", "");
        using (var file = File.OpenWrite(place.At("holes")))
        {
            file.SetLength(1L << 40);
        }

        Assert.Throws<WorkspaceFullException>(() => place.Workspace.Write("x", "x"u8));
    }

    [Fact]
    public void Folders_deeper_than_any_path_are_seen_as_too_much_and_can_be_removed()
    {
        using var place = new TemporaryWorkspaces();
        Dig(place.Workspace.Folder, depth: 3000);

        Assert.False(place.Workspace.Measure().Complete);
        Assert.Throws<WorkspaceFullException>(() => place.Workspace.Write("x", "x"u8));
        place.Store.Remove("user", "agent");
        place.Store.EmptyTrash(TestContext.Current.CancellationToken);

        Assert.False(Directory.Exists(place.Workspace.Folder));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(place.Root, "workspaces", ".trash")));
    }

    [Fact]
    public void What_agents_code_has_closed_is_removed_too()
    {
        using var place = new TemporaryWorkspaces();
        place.Plant("closed/inner/file", "x");
        File.SetUnixFileMode(place.At("closed/inner"), UnixFileMode.None);
        File.SetUnixFileMode(place.At("closed"), UnixFileMode.None);
        File.SetUnixFileMode(place.Workspace.Folder, UnixFileMode.None);

        place.Store.Remove("user", "agent");
        place.Store.EmptyTrash(TestContext.Current.CancellationToken);

        Assert.False(Directory.Exists(place.Workspace.Folder));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(place.Root, "workspaces", ".trash")));
    }

    private static void Dig(string folder, int depth)
    {
        var place = Libc.TryOpenRoot(folder, out _)!;
        for (var level = 0; level < depth; level++)
        {
            Assert.Equal(0, Libc.MakeFolder(place, FileName.Of("d"), 0b111_000_000));
            var next = Libc.TryOpenFolder(place, FileName.Of("d"), out _)!;
            place.Dispose();
            place = next;
        }

        place.Dispose();
    }
}
