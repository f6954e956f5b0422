using System.Runtime.Versioning;
using ExecutionService.Sandboxes;
using ExecutionService.Workspaces.Files;

namespace ExecutionService.Tests.Workspaces;

[UnsupportedOSPlatform("windows")]
public sealed class HostileFileTests : IDisposable
{
    private readonly TemporaryWorkspaces _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("file", "file")]
    [InlineData("relative", "relative")]
    [InlineData("folder", "folder/secret")]
    [InlineData("deep/in/folder", "deep/in/folder/secret")]
    [InlineData("proc", "proc/self/root/etc/passwd")]
    [InlineData("magic", "magic")]
    [InlineData("own", "own")]
    public void A_link_is_followed_neither_to_read_nor_to_write_nor_to_delete(string link, string path)
    {
        _place.Plant("mine", "mine");
        Directory.CreateDirectory(Path.GetDirectoryName(_place.At(link))!);
        var target = link switch { "file" => _place.SecretFile, "relative" => "../../../outside/secret", "proc" => "/proc", "magic" => "/proc/self/exe", "own" => "mine", _ => _place.Outside };
        File.CreateSymbolicLink(_place.At(link), target);
        // The control: who follows links meets what is behind it.
        Assert.NotEmpty(File.ReadAllBytes(_place.At(path)));

        Assert.Equal(nameof(Refusal.NotPlain), _place.Read(path));
        Assert.Equal(nameof(Refusal.InTheWay), _place.Write(path));
        if (path != link)
        {
            Assert.Equal(nameof(Refusal.InTheWay), _place.Write($"{link}/new"));
            using var folder = _place.Workspace.TryOpen()!;
            Assert.Throws<FileRefusedException>(() => folder.Delete(path));
        }

        Assert.DoesNotContain(_place.Workspace.ListFiles(), file => file.Path.StartsWith(link, StringComparison.Ordinal));
        Assert.Equal("mine", _place.Read("mine"));
        _place.OutsideIsUntouched();
    }

    [Fact]
    public void A_dangling_link_does_not_become_a_file_outside()
    {
        File.CreateSymbolicLink(_place.At("dangling"), Path.Combine(_place.Outside, "new"));

        Assert.Equal(nameof(Refusal.NotPlain), _place.Read("dangling"));
        Assert.Equal(nameof(Refusal.InTheWay), _place.Write("dangling"));
        Assert.Equal(nameof(Refusal.InTheWay), _place.Write("dangling/below"));

        _place.OutsideIsUntouched();
    }

    [Fact]
    public void Deleting_a_link_deletes_the_link()
    {
        File.CreateSymbolicLink(_place.At("link"), _place.SecretFile);

        using (var folder = _place.Workspace.TryOpen()!)
        {
            folder.Delete("link");
        }

        Assert.Empty(Directory.GetFileSystemEntries(_place.Workspace.Folder));
        _place.OutsideIsUntouched();
    }

    [Fact]
    public void A_hard_link_to_a_file_of_the_host_is_not_read_and_not_written_through()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Without root the service reads only what its own user may, and a sandbox cannot link out of its mount.");
        Assert.Equal(0, TemporaryWorkspaces.Execute("ln", _place.HostFile, _place.At("hard")));
        Assert.Equal(TemporaryWorkspaces.Secret, File.ReadAllText(_place.At("hard")));

        Assert.Equal(nameof(Refusal.NotPlain), _place.Read("hard"));
        Assert.Empty(_place.Workspace.ListFiles());
        Assert.Null(_place.Write("hard", "mine"));

        Assert.Equal("mine", _place.Read("hard"));
        Assert.Equal(TemporaryWorkspaces.Secret, File.ReadAllText(_place.HostFile));
    }

    [Fact]
    public void A_hard_link_between_files_of_the_agent_is_a_file_like_any()
    {
        _place.Plant("a", "both");
        Assert.Equal(0, TemporaryWorkspaces.Execute("ln", _place.At("a"), _place.At("b")));

        Assert.Equal("both", _place.Read("b"));
        Assert.Null(_place.Write("b", "other"));

        Assert.Equal(("both", "other"), (_place.Read("a"), _place.Read("b")));
    }

    [Fact]
    public void A_pipe_is_refused_without_waiting_for_its_other_end()
    {
        Assert.Equal(0, TemporaryWorkspaces.Execute("mkfifo", _place.At("pipe")));
        _place.GiveToAgent("pipe");

        Assert.Equal(nameof(Refusal.NotPlain), _place.Read("pipe"));
        Assert.Equal(nameof(Refusal.InTheWay), _place.Write("pipe"));
        Assert.Empty(_place.Workspace.ListFiles());
    }

    [Fact]
    public void A_device_is_not_opened()
    {
        var made = TemporaryWorkspaces.Execute("mknod", _place.At("zero"), "c", "1", "5");
        Assert.SkipUnless(made == 0, "This user may not make devices.");
        _place.GiveToAgent("zero");

        Assert.Equal(nameof(Refusal.NotPlain), _place.Read("zero"));
        Assert.Equal(nameof(Refusal.InTheWay), _place.Write("zero"));
    }

    [Fact]
    public void A_folder_is_no_file_and_a_file_no_folder()
    {
        _place.Plant("folder/file", "x");

        Assert.Equal(nameof(Refusal.Folder), _place.Read("folder"));
        Assert.Equal(nameof(Refusal.InTheWay), _place.Write("folder"));
        Assert.Equal(nameof(Refusal.NotFound), _place.Read("folder/file/below"));
        Assert.Equal(nameof(Refusal.InTheWay), _place.Write("folder/file/below"));
        using var folder = _place.Workspace.TryOpen()!;
        Assert.Equal(Refusal.Folder, Assert.Throws<FileRefusedException>(() => folder.Delete("folder")).Refusal);
        Assert.Equal(Refusal.NotFound, Assert.Throws<FileRefusedException>(() => folder.Delete("none")).Refusal);
    }

    [Fact]
    public void What_the_service_writes_belongs_to_the_workspaces_user_and_keeps_its_permissions()
    {
        _place.Plant("script.sh", "old");
        File.SetUnixFileMode(_place.At("script.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Assert.Null(_place.Write("script.sh", "new"));
        Assert.Null(_place.Write("a/b/new", "new"));

        using var root = Libc.TryOpenRoot(_place.Workspace.Folder, out _);
        var owner = SandboxUser.Of(_place.Workspace.Folder) ?? Libc.StatusOf(root!).Owner;
        Assert.All(new[] { ".", "script.sh", "a", "a/b", "a/b/new" }, path => Assert.Equal(owner, Libc.StatusOf(root!, FileName.Of(path))!.Value.Owner));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_place.At("script.sh")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_place.Workspace.Folder));
    }

    [Fact]
    public void A_workspace_of_before_or_from_elsewhere_is_taken_over_with_its_files_and_nothing_outside()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root gives files to others.");
        var folder = Path.Combine(_place.Root, "workspaces", "user", "older");
        Directory.CreateDirectory(Path.Combine(folder, "out"));
        File.WriteAllText(Path.Combine(folder, "out", "a"), "kept");
        File.CreateSymbolicLink(Path.Combine(folder, "link"), _place.HostFile);
        var older = _place.Store.Of("user", "older");

        older.Make();

        Assert.Equal(["out/a"], older.ListFiles().Select(file => file.Path));
        using var host = Libc.TryOpenRoot(_place.Root, out _);
        Assert.Equal(0u, Libc.StatusOf(host!, FileName.Of("host"))!.Value.Owner);
    }

    [Fact]
    public void Writers_of_one_file_at_once_leave_the_whole_of_one_and_nothing_unfinished()
    {
        var texts = Enumerable.Range(0, 8).Select(n => new string((char)('a' + n), 50_000)).ToList();

        Parallel.ForEach(texts.Concat(texts), text => Assert.Null(_place.Write("out/same", text)));

        Assert.Contains(_place.Read("out/same"), texts);
        Assert.Equal(["same"], Directory.GetFileSystemEntries(_place.At("out")).Select(Path.GetFileName));
    }
}
