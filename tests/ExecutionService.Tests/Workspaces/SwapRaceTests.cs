using System.Runtime.InteropServices;
using ExecutionService.Workspaces.Files;

namespace ExecutionService.Tests.Workspaces;

public sealed class SwapRaceTests : IDisposable
{
    private const int Rounds = 3000;
    private const int CurrentFolder = -100;
    private const uint Exchange = 2;

    private readonly TemporaryWorkspaces _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_file_that_turns_into_a_link_and_back_all_the_time_never_gives_what_is_outside()
    {
        _place.Plant("x", "mine");
        File.CreateSymbolicLink(_place.At("link"), _place.SecretFile);

        // The control looks before it opens, as one would without openat2, and is deceived sooner or later.
        var seen = await WhileSwappedAsync("x", "link", () => [_place.Read("x"), $"looked: {(new FileInfo(_place.At("x")).LinkTarget is null ? File.ReadAllText(_place.At("x")) : "link")}"], "mine", $"looked: {TemporaryWorkspaces.Secret}");

        Assert.DoesNotContain(TemporaryWorkspaces.Secret, seen);
        _place.OutsideIsUntouched();
    }

    [Fact]
    public async Task A_folder_that_turns_into_a_link_and_back_all_the_time_leads_nowhere_for_reads_writes_deletes_and_lists()
    {
        _place.Plant("x/secret", "mine");
        Directory.CreateSymbolicLink(_place.At("link"), _place.Outside);

        var seen = await WhileSwappedAsync("x", "link", () =>
        {
            using var folder = _place.Workspace.TryOpen()!;
            var written = _place.Write("x/planted") ?? "written";
            try
            {
                folder.Delete("x/planted");
            }
            catch (FileRefusedException)
            {
                // It was a link just then.
            }

            return [written, _place.Read("x/secret"), .. _place.Workspace.ListFiles("x").Where(file => file.Status.Size == TemporaryWorkspaces.Secret.Length).Select(_ => TemporaryWorkspaces.Secret)];
        }, "mine", "written");

        Assert.DoesNotContain(TemporaryWorkspaces.Secret, seen);
        _place.OutsideIsUntouched();
    }

    [Fact]
    public async Task What_is_removed_while_links_are_put_into_it_takes_nothing_outside_along()
    {
        using var stop = new CancellationTokenSource();
        var folder = _place.Workspace.Folder;
        var hostile = Task.Run(
            () =>
            {
                for (var n = 0; !stop.IsCancellationRequested; n++)
                {
                    try
                    {
                        Directory.CreateDirectory($"{folder}/d{n % 7}/e/f");
                        Directory.CreateSymbolicLink($"{folder}/d{n % 7}/e/link{n}", _place.Outside);
                        Directory.Move($"{folder}/d{n % 7}/e", $"{folder}/moved{n % 5}");
                    }
                    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                    {
                        // It was removed or is there just then.
                    }
                }
            },
            TestContext.Current.CancellationToken);

        for (var round = 0; round < 50; round++)
        {
            _place.Workspace.Make();
            _place.Store.Remove("user", "agent");
            _place.Store.EmptyTrash(TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await hostile;
        _place.OutsideIsUntouched();
    }

    /// <summary>Everything seen while another thread swaps two names as fast as it can, until a refusal and all that is expected were met.</summary>
    private async Task<HashSet<string>> WhileSwappedAsync(string name, string link, Func<IEnumerable<string>> look, params string[] expected)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var (one, other) = (_place.At(name), _place.At(link));
        var hostile = Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    Assert.Equal(0, RenameAt2(CurrentFolder, FileName.Of(one), CurrentFolder, FileName.Of(other), Exchange));
                }
            },
            TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(ExecutionApp.Patience);
        var seen = new HashSet<string>();
        for (var round = 0; round < Rounds || !seen.IsSupersetOf(expected.Append(nameof(Refusal.NotPlain))); round++)
        {
            patience.Token.ThrowIfCancellationRequested();
            seen.UnionWith(look());
        }

        await stop.CancelAsync();
        await hostile;
        return seen;
    }

    /// <summary>Swaps two names in one step, so that there is always one or the other.</summary>
    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    private static extern int RenameAt2(int fromFolder, byte[] from, int toFolder, byte[] to, uint flags);
}
